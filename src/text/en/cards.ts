export const cardTexts = {} as const;

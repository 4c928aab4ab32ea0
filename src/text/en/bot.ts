export const botTexts = {} as const;

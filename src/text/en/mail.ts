export const mailTexts = {} as const;

/** What is deleted leaves the full-text indexes at once, and not when they happen to be merged. */
export const namesErased = `
INSERT INTO transition_trigrams (transition_trigrams, rank) VALUES ('secure-delete', 1);
INSERT INTO transition_words (transition_words, rank) VALUES ('secure-delete', 1);
`;

/** What is gone is few beside what is there (deleteGoneBefore). */
export const conversationsGone = `
CREATE INDEX conversations_gone ON conversations (gone_at) WHERE gone_at IS NOT NULL;
`;

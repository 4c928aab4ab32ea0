/** A running turn is the lease on its lane: one person in one conversation has one at a time. */
export const turnLanes = `
ALTER TABLE turns ADD COLUMN lane TEXT;
ALTER TABLE turns ADD COLUMN token TEXT;
CREATE UNIQUE INDEX turns_running ON turns (lane) WHERE is_done = 0;
`;

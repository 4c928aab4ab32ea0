/** What must outlive the process and be readable by nobody else: encrypted by whoever puts it here. */
export const secrets = `
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

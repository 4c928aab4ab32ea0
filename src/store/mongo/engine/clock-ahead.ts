import type { Db } from 'mongodb';

/** By what the server says to be its time, half-way between asking and hearing. */
export async function clockAheadMs(db: Db): Promise<number | undefined> {
  const askedAt = Date.now();
  const { localTime } = await db.command({ hello: 1 });
  const heardAt = Date.now();
  return localTime instanceof Date ? localTime.getTime() - (askedAt + heardAt) / 2 : undefined;
}

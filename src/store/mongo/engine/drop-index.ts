import type { Db } from 'mongodb';

/** Nothing happens where it was never made, or another instance was quicker. */
export async function dropIndex(db: Db, collection: string, index: string): Promise<void> {
  try {
    await db.collection(collection).dropIndex(index);
  } catch (error) {
    // Engines word what is missing differently, so that looking tells.
    const isMade = (await db.listCollections({ name: collection }).toArray()).length > 0;
    const indexes = isMade ? await db.collection(collection).indexes() : [];
    if (indexes.some(({ name }) => name === index)) throw error;
  }
}

import { openStore } from '../../../src/store/open-store.ts';
import { againstModelContract } from '../../contract/against-model.ts';
import { wholeContract } from '../../contract/whole-contract.ts';
import { createSqliteDatabase } from '../../support/sqlite-database.ts';

wholeContract('SQLite', createSqliteDatabase);

// In memory: the same statements without the disk, so that many histories fit into a second.
againstModelContract('SQLite', async () => ({
  connect: () => openStore('sqlite::memory:'),
  remove: async () => undefined,
}));

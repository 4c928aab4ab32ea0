import { wholeContract } from '../../contract/whole-contract.ts';
import { createSqliteDatabase } from '../../support/sqlite-database.ts';

wholeContract('SQLite', createSqliteDatabase);

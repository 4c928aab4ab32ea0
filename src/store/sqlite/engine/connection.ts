import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import { retryWhileBusy } from './retry-while-busy.ts';
import { createVersionGuard } from '../../version-guard.ts';
import { isOutage } from './sqlite-error.ts';
import { userVersionOf } from './user-version.ts';

type Params = Record<string, string | number | null>;

/** What the ports need of SQLite. Statements are prepared once, when a port is made, and run inside `run` or `transact`. */
export interface Connection {
  /** A statement that gives rows; `:name` in the text takes `name` of the params. */
  query<Row>(sql: string, row: z.ZodType<Row>): (params: Params) => Row[];
  /** A statement that gives the number of rows it changed. */
  command(sql: string): (params: Params) => number;
  /** Reads, or one writing statement. Rejects with STORE_UNAVAILABLE when the file cannot be used now. */
  run<T>(work: () => T): Promise<T>;
  /** Several statements as one write: all of it or, when `work` throws, nothing. */
  transact<T>(work: () => T): Promise<T>;
  /** What was deleted is gone from the write-ahead log too, unless another process reads just now. */
  emptyLog(): Promise<void>;
  close(): void;
}

/** SQLite waits this long inside a call; the rest of the waiting is done outside (`retryWhileBusy`). */
const busyTimeoutMs = 20;

/**
 * `path` is a file, made with its folder when it is missing, or `:memory:`. `prepare` brings the tables up to date, and
 * answers with the version that this program works with.
 */
export async function openConnection(
  path: string,
  prepare: (database: DatabaseSync) => number,
  now?: () => number,
): Promise<Connection> {
  if (path !== ':memory:') makeFile(path);
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  let version: number;
  try {
    version = await retryWhileBusy(() => {
      // What is deleted is overwritten: a forgotten customer's name must not stay in the free pages of the file.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
      return inTransaction(database, () => prepare(database));
    });
  } catch (error) {
    database.close();
    throw error;
  }
  const guard = createVersionGuard(version, now);
  return createConnection(database, () => {
    if (guard.isDue()) guard.tell(userVersionOf(database));
    guard.demand();
  });
}

/** Customers' names are in it: whoever made the folder may have let others in. SQLite gives its log the same mode. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // It is there, or it cannot be: SQLite knows what to do and what to say.
  }
}

/** `demandVersion` is asked before each piece of work, and throws where this program may not do it any more. */
function createConnection(database: DatabaseSync, demandVersion: () => void): Connection {
  async function attempt<T>(work: () => T): Promise<T> {
    try {
      return await retryWhileBusy(() => {
        demandVersion();
        return work();
      });
    } catch (error) {
      const isOutOfReach = isOutage(error) || !database.isOpen;
      throw isOutOfReach ? new AppError('STORE_UNAVAILABLE', {}, { cause: error }) : error;
    }
  }
  return {
    query(sql, row) {
      const statement = database.prepare(sql);
      const rows = z.array(row);
      return (params) => rows.parse(statement.all(params));
    },
    command(sql) {
      const statement = database.prepare(sql);
      return (params) => Number(statement.run(params).changes);
    },
    run: attempt,
    transact: (work) => attempt(() => inTransaction(database, work)),
    emptyLog: () =>
      attempt(() => {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      }),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** IMMEDIATE takes the write lock at once: a lock asked for after reading can be refused without any wait. */
function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

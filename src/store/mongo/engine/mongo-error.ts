import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';

const duplicateKey = 11000;
const writeConflict = 112;

/** A unique index has refused the write. Which one cannot be told: engines word it differently. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return areRefused(error, [duplicateKey]);
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * Writes that met at a unique index were untangled by refusing this one: nothing of it was written, and it may be done
 * again. Engines on PostgreSQL call it a deadlock; mongod settles such meetings by itself.
 */
export function isWriteConflict(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    return areRefused(error, [duplicateKey, writeConflict]) && !areRefused(error, [duplicateKey]);
  }
  return error instanceof MongoServerError && error.code === writeConflict;
}

function areRefused(error: MongoBulkWriteError, codes: readonly number[]): boolean {
  const refused = [error.writeErrors].flat();
  const isPromised = error.result.getWriteConcernError() === undefined;
  return isPromised && refused.length > 0 && refused.every(({ code }) => codes.includes(code));
}

/** Of the server: shutting down, no longer or not yet the primary, cut off, too slow, in each other's way, or short of a majority. */
const passingCodes = [6, 7, 50, 64, 89, 91, 100, writeConflict, 133, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

/** The disk is full; Atlas has one code for all that it refuses, a cluster over its quota included. */
const fullCodes = [14031, 8000];

/** The driver's own: nothing reached a server, or no answer came back in time. By name, because it has no codes for them. */
const passingNames = [
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'PoolClearedOnNetworkError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoClientClosedError',
  'MongoWriteConcernError',
];

/** The database cannot be reached, takes nothing, or cannot promise anything now; what was written is not known. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  // A bulk write hands on what stopped it as if a server had answered so.
  const cause: unknown = error instanceof MongoBulkWriteError ? error.errorResponse : undefined;
  if (cause instanceof MongoError) return isOutage(cause);
  if (error.hasErrorLabel('RetryableWriteError')) return true;
  return passingNames.includes(error.name) || [...passingCodes, ...fullCodes].includes(Number(error.code));
}

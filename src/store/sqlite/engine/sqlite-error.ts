/** Primary result codes: https://www.sqlite.org/rescode.html. The low byte of an extended code is its primary code. */
const busyCodes = { busy: 5, locked: 6 };
/** A disk that is full, failing, gone or only readable: the file cannot be used now, and can again when that is mended. */
const diskCodes = { readOnly: 8, inputOutput: 10, full: 13, cannotOpen: 14 };

/** Extended. */
const uniqueCode = 2067;

/** Another connection holds the lock; nothing was written, and the same call can succeed in a moment. */
export function isBusy(error: unknown): boolean {
  return Object.values(busyCodes).includes(primaryCodeOf(error));
}

/** The database is out of reach, and no statement of ours is the reason. */
export function isOutage(error: unknown): boolean {
  return isBusy(error) || Object.values(diskCodes).includes(primaryCodeOf(error));
}

/** A unique index has refused the write. */
export function isTaken(error: unknown): boolean {
  return codeOf(error) === uniqueCode;
}

function primaryCodeOf(error: unknown): number {
  return codeOf(error) & 0xff;
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
}

/** Primary result codes: https://www.sqlite.org/rescode.html. The low byte of an extended code is its primary code. */
const busyCode = 5;
const lockedCode = 6;

/** Another connection holds the lock; nothing was written, and the same call can succeed in a moment. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false;
  const primaryCode = error.errcode & 0xff;
  return primaryCode === busyCode || primaryCode === lockedCode;
}

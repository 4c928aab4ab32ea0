import { AppError } from '../../core/errors.ts';

/** Not let out by ourselves: no trouble of the service's, and no use in trying again at once. */
export class TurnedAway extends AppError {
  constructor(code: 'UPSTREAM_THROTTLED' | 'UPSTREAM_UNAVAILABLE', details: Readonly<Record<string, string>>) {
    super(code, { ...details, sent: 'no' });
  }
}

/** Silence, or a connection that broke: what a service that is down has to offer. */
export function isTrouble(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE' && !(error instanceof TurnedAway);
}

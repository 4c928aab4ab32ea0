import { AppError } from '../../core/errors.ts';

/** Not let out by ourselves: no trouble of the service's, and no use in trying again at once. */
export class TurnedAway extends AppError {
  constructor(code: 'UPSTREAM_THROTTLED' | 'UPSTREAM_UNAVAILABLE', details: Readonly<Record<string, string>>) {
    super(code, { ...details, sent: 'no' });
  }
}

import type { Clock } from '../../core/ports/runtime.ts';
import type { ApiAnswer } from '../api-client.ts';
import type { Log } from '../reading.ts';

/** What Partner Center says of the service account's token when asked to: without MFA it refuses, now or before long. */
export function mfaComplianceIn(answer: ApiAnswer): boolean | undefined {
  const said = answer.headers.get('isMfaCompliant')?.trim().toLowerCase();
  return said === 'true' || said === 'false' ? said === 'true' : undefined;
}

/** What Partner Center said of the service account beside what it was asked. */
export interface MfaMemory {
  /** That its sign-in is one with multi-factor authentication: when that was last said, unless the contrary was since. */
  mfaSeenAt(): Date | undefined;
}

export function createMfaMemory({ clock, log }: { clock: Clock; log: Log }) {
  let isKnownWithout = false;
  let seenAt: Date | undefined;
  return {
    mfaSeenAt: () => seenAt,
    /** That it is missing is told once, and again only when it had been right in between. */
    watch(answer: ApiAnswer): void {
      if (answer.status === 401) seenAt = undefined;
      const isCompliant = mfaComplianceIn(answer);
      if (isCompliant === undefined) return;
      if (!isCompliant && !isKnownWithout) log.warn({}, 'service account signed in without mfa');
      isKnownWithout = !isCompliant;
      seenAt = isCompliant ? clock.now() : undefined;
    },
  };
}

import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import type { IBackoff, IBackoffFactory } from 'cockatiel';
import type { Clock } from '../../core/ports/runtime.ts';
import type { Log } from '../reading.ts';
import { isTrouble, TurnedAway } from './turned-away.ts';

export interface CircuitDeps {
  service: string;
  clock: Clock;
  log: Log;
  /** Calls in a row that ended in silence or in a server's own error. */
  opensAfter: number;
  /** Then nobody is let through for so long, and after that one call that tries. */
  restMs: number;
}

export interface Circuit {
  through(send: () => Promise<Response>): Promise<Response>;
  /** For whoever was let through and had to wait: throws when it has opened meanwhile. */
  assertNotOpen(): void;
}

/** While a service is down its callers are told at once, and it is left in peace. */
export function createCircuit({ service, clock, log, opensAfter, restMs }: CircuitDeps): Circuit {
  const trouble = handleWhen(isTrouble).orWhenResult((answer) => answer instanceof Response && answer.status >= 500);
  const breaker = circuitBreaker(trouble, {
    breaker: new ConsecutiveBreaker(opensAfter),
    halfOpenAfter: restByClock(clock, restMs),
  });
  let isKnownOpen = false;
  let isOpen = false;
  // A try that fails opens it anew; that is no news.
  breaker.onBreak(() => {
    isOpen = true;
    if (!isKnownOpen) log.warn({ service }, 'microsoft circuit opened');
    isKnownOpen = true;
  });
  breaker.onHalfOpen(() => {
    isOpen = false;
  });
  breaker.onReset(() => {
    log.info({ service }, 'microsoft circuit closed');
    isKnownOpen = false;
  });

  return {
    async through(send) {
      // The library would let others wait for the one that tries.
      if (breaker.state === CircuitState.HalfOpen) throw refusal(service);
      try {
        return await breaker.execute(send);
      } catch (error) {
        throw isBrokenCircuitError(error) ? refusal(service) : error;
      }
    },
    assertNotOpen() {
      if (isOpen) throw refusal(service);
    },
  };
}

function refusal(service: string): TurnedAway {
  return new TurnedAway('UPSTREAM_UNAVAILABLE', { reason: 'circuit open', service });
}

/** The library measures with the machine's clock; asked by ours, its answer is all or nothing. */
function restByClock(clock: Clock, ms: number): IBackoffFactory<unknown> {
  return {
    next(): IBackoff<unknown> {
      const endsAt = clock.now().getTime() + ms;
      return {
        ...restByClock(clock, ms),
        get duration() {
          return clock.now().getTime() < endsAt ? Infinity : -Infinity;
        },
      };
    },
  };
}

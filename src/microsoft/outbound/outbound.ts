import { handleWhen, retry } from 'cockatiel';
import type { Clock, Timers } from '../../core/ports/runtime.ts';
import type { MicrosoftConfig } from '../microsoft-config.ts';
import type { Log } from '../reading.ts';
import { retryAfterMs, type SendHttp } from '../send-http.ts';
import type { CallName } from './calls.ts';
import { createCircuit } from './circuit.ts';
import { createLanes, type LaneLimits } from './lanes.ts';
import { pause } from './pause.ts';
import { isTrouble } from './turned-away.ts';

/** Which further tries are allowed when the first one fails. */
export type Repeat =
  /** Reading, or asking for a token: done twice is done once. */
  | 'always'
  /** A write: only when Microsoft, or the connection that never came about, says that nothing was done. */
  | 'ifNotDone'
  /** The caller keeps a queue of its own, or a person waits. */
  | 'never';

interface Call {
  name: CallName;
  /** Whose lane it takes: a tenant id, or what stands for one. */
  tenant: string;
  repeat: Repeat;
  correlationId?: string;
}

/** One of Microsoft's services: `fetch` for one kind of call to it, under the policy that holds for all of them. */
export type Outbound = (call: Call) => SendHttp;

type OutboundLimits = LaneLimits &
  Pick<
    MicrosoftConfig,
    'retryDelayMs' | 'longestRetryAfterMs' | 'lastTryWithinMs' | 'circuitOpensAfter' | 'circuitRestMs'
  >;

export interface OutboundDeps {
  clock: Clock;
  timers: Timers;
  random: () => number;
  log: Log;
  sendHttp: SendHttp;
  limits: OutboundLimits;
}

const furtherTries = 2;

type Tried = { response: Response } | { error: unknown };

/**
 * Circuit, then tries, and each try by itself in its lane: a call counts once however often it tried, and while it waits
 * for its next try it holds nobody up.
 */
export function createOutbound(service: string, deps: OutboundDeps): Outbound {
  const { clock, timers, log, sendHttp, limits } = deps;
  const { circuitOpensAfter: opensAfter, circuitRestMs: restMs } = limits;
  const inLane = createLanes(limits);
  const circuit = createCircuit({ service, clock, log, opensAfter, restMs });

  async function tryAndTryAgain(call: Call, send: () => Promise<Response>): Promise<Response> {
    const waitAfter = createWaits(call.repeat, deps);
    let waitMs: number | undefined;
    const isTriedAgain = () => waitMs !== undefined;
    // The library would wait by the machine's timers: it counts the tries, the waiting is done here.
    return retry(handleWhen(isTriedAgain).orWhenResult(isTriedAgain), { maxAttempts: furtherTries }).execute(
      async ({ attempt }) => {
        if (waitMs !== undefined) {
          const { name, correlationId } = call;
          log.debug({ service, call: name, correlationId, attempt, waitMs }, 'microsoft call tried again');
          await pause(timers, waitMs);
        }
        try {
          const response = await send();
          waitMs = waitAfter({ response });
          return response;
        } catch (error) {
          waitMs = waitAfter({ error });
          throw error;
        }
      },
    );
  }

  return (call) => async (url, init) => {
    const send = async () =>
      inLane(call.tenant, async () => {
        circuit.assertNotOpen();
        return sendHttp(url, init);
      });
    return circuit.through(async () => tryAndTryAgain(call, send));
  };
}

/** How long to wait after a try before the next; undefined when there must be none. */
function createWaits(repeat: Repeat, { clock, random, limits }: OutboundDeps): (tried: Tried) => number | undefined {
  const { retryDelayMs, longestRetryAfterMs, lastTryWithinMs } = limits;
  const startedAt = clock.now().getTime();
  let lastMs = retryDelayMs;

  /** Decorrelated jitter: each wait is drawn between the shortest and three times the one before. */
  function backoffMs(): number {
    lastMs = Math.min(retryDelayMs + random() * (3 * lastMs - retryDelayMs), longestRetryAfterMs);
    return lastMs;
  }

  return (tried) => {
    if (!mayRepeat(repeat, tried)) return undefined;
    const now = clock.now();
    const askedMs = 'response' in tried ? retryAfterMs(tried.response.headers, now) : undefined;
    if (askedMs !== undefined && askedMs > longestRetryAfterMs) return undefined;
    // Never earlier than asked, and not all at the same moment.
    const waitMs = askedMs === undefined ? backoffMs() : askedMs + random() * retryDelayMs;
    return now.getTime() - startedAt + waitMs > lastTryWithinMs ? undefined : waitMs;
  };
}

function mayRepeat(repeat: Repeat, tried: Tried): boolean {
  if (repeat === 'never') return false;
  if ('response' in tried) {
    const { status } = tried.response;
    return status === 429 || (status >= 500 && repeat === 'always' && !isFinal(status));
  }
  if (!isTrouble(tried.error)) return false;
  return repeat === 'always' || tried.error.details['sent'] === 'no';
}

/** Not implemented; HTTP version not supported: these do not pass. */
function isFinal(status: number): boolean {
  return status === 501 || status === 505;
}

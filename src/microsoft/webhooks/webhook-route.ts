import type { ServerResponse } from 'node:http';
import type { Clock, HashOf } from '../../core/ports/runtime.ts';
import type { EphemeralStore } from '../../core/ports/store/ephemeral-store.ts';
import type { MicrosoftSubject } from '../../core/ports/store/transition-store.ts';
import type { Route, RouteRequest } from '../../http-route.ts';
import type { SignatureProblem, VerifySignature } from './verify-signature.ts';
import { isWanted, subjectOf, WebhookEvent } from './webhook-event.ts';
import { webhookBody, webhookPath } from './webhook-config.ts';

export interface WebhookRouteDeps {
  verifySignature: VerifySignature;
  ephemeral: Pick<EphemeralStore, 'putIfAbsent' | 'take'>;
  hashOf: HashOf;
  clock: Clock;
  /** Marks what the event is about to be looked at; called after the answer. */
  heed: (subjects: readonly MicrosoftSubject[]) => Promise<void>;
  refused: (reason: string) => void;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

export interface WebhookRoute {
  route: Route;
  /** Resolves when what was accepted has been done. */
  drain(): Promise<void>;
}

/** What Partner Center could not deliver for so long, the poll has seen or the scan of audit records finds. */
const oldestMs = 24 * 60 * 60 * 1000;
/** How far ahead of ours Microsoft's clock may be. */
const clockSkewMs = 10 * 60 * 1000;

/** `accepted` with nothing to do is a 200 too: Microsoft would repeat anything else ten times. */
type Judgement = { status: 200; event?: WebhookEvent } | { status: 400 | 401 | 403 | 409 | 503; reason: string };

/** Where Partner Center says that something changed. It is believed only that far: the state is then read again. */
export function createWebhookRoute(deps: WebhookRouteDeps): WebhookRoute {
  const working = new Set<Promise<void>>();

  async function judge(request: RouteRequest): Promise<Judgement> {
    const { rawBody } = request;
    if (!rawBody) return { status: 400, reason: 'bodyMissing' };
    const problem = await deps.verifySignature({ headers: request.headers, rawBody });
    if (problem) return { status: statusOf(problem), reason: problem };
    const parsed = WebhookEvent.safeParse(jsonOf(rawBody));
    if (!parsed.success) return { status: 400, reason: 'shape' };
    return isWanted(parsed.data.EventName) ? freshness(parsed.data) : { status: 200 };
  }

  /** The signature has no instant and no number in it: whoever has seen one event could send it again for ever. */
  async function freshness(event: WebhookEvent): Promise<Judgement> {
    const now = deps.clock.now();
    const ageMs = now.getTime() - event.ResourceChangeUtcDate.getTime();
    if (ageMs > oldestMs || ageMs < -clockSkewMs) return { status: 403, reason: 'late' };
    // Kept until the event is too old to be taken anyway.
    const expiresAt = new Date(event.ResourceChangeUtcDate.getTime() + oldestMs + 1);
    const isFirst = await deps.ephemeral.putIfAbsent(keyOf(event), '{}', { now, expiresAt });
    return isFirst ? { status: 200, event } : { status: 409, reason: 'replayed' };
  }

  function keyOf({ EventName, ResourceUri, ResourceChangeUtcDate }: WebhookEvent): string {
    return `webhook:${deps.hashOf(EventName, ResourceUri ?? '', ResourceChangeUtcDate.toISOString())}`;
  }

  /**
   * A process that is killed between the answer and this leaves the key behind and an event that nobody heeds. The poll
   * finds what it was about, and so do the scans of audit records, at the next start and daily: they overlap.
   */
  async function work(event: WebhookEvent, correlationId: string): Promise<void> {
    const subject = subjectOf(event);
    const facts = { correlationId, event: event.EventName, ...subject };
    try {
      if (subject) await deps.heed([subject]);
      deps.log.info(facts, 'webhook accepted');
    } catch (err) {
      // Microsoft has its answer and will not come again by itself; if it does, it is welcome. The poll goes on.
      deps.log.warn({ ...facts, err }, 'webhook accepted but not acted on');
      await deps.ephemeral.take(keyOf(event), deps.clock.now()).catch(() => undefined);
    }
  }

  return {
    route: {
      method: 'POST',
      path: webhookPath,
      accepts: webhookBody,
      async handle(request, response) {
        const judgement = await judge(request);
        answer(response, judgement.status);
        if (judgement.status === 409) {
          // Signed and in time: Microsoft repeats what it got no answer to, and that is no attack.
          deps.log.info({ correlationId: request.correlationId }, 'webhook seen before');
        } else if (judgement.status !== 200) {
          deps.refused(judgement.reason);
        } else if (judgement.event) {
          const done = work(judgement.event, request.correlationId).finally(() => working.delete(done));
          working.add(done);
        }
      },
    },
    async drain() {
      await Promise.all(working);
    },
  };
}

/** Nothing about the reason: whoever forges learns no more than that it did not work. */
function answer(response: ServerResponse, status: number): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Signature');
  response.writeHead(status);
  response.end();
}

function statusOf(problem: SignatureProblem): 401 | 503 {
  return problem === 'certificateUnavailable' ? 503 : 401;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { EphemeralStore } from '../../core/ports/store/ephemeral-store.ts';
import type { MicrosoftSubject } from '../../core/ports/store/transition-store.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { WebhookRegistration } from './registration.ts';

export interface UpkeepDeps {
  callbackUrl: string;
  registration: WebhookRegistration;
  auditTrail: AuditTrail;
  ephemeral: Pick<EphemeralStore, 'get' | 'put'>;
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  heed: (subjects: readonly MicrosoftSubject[]) => Promise<void>;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const againAfterFailureMs = 15 * 60 * 1000;
/** What Microsoft answers later than this is read after the next start. */
const stopWithinMs = 2_000;
const scannedKey = 'webhooks:auditRecordsScannedAt';
/** Records appear some time after what they tell of. */
const overlapMs = 6 * hourMs;
/** Partner Center keeps audit records so long. */
const auditKeptMs = 90 * dayMs;

/**
 * On start and then daily: that the registration is ours and whole, and that no event was missed. Microsoft gives up
 * after ten tries, another program may take the registration, and we may have been down.
 */
export function createWebhookUpkeep(deps: UpkeepDeps) {
  const { callbackUrl, registration, auditTrail, ephemeral, clock, log } = deps;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function keepRegistration(): Promise<void> {
    const outcome = await registration.keep(callbackUrl, { takeOver: false });
    if (outcome.kind !== 'taken') {
      log.info({ kind: outcome.kind, events: outcome.events }, 'webhook registration');
      return;
    }
    const hosts = { registeredHost: hostOf(outcome.registered.url), ourHost: hostOf(callbackUrl) };
    log.warn(hosts, 'webhooks go to another address: polling only');
  }

  async function scan(): Promise<void> {
    const now = clock.now();
    const scanned = await ephemeral.get(scannedKey, now);
    const since = new Date((scanned === undefined ? now.getTime() - dayMs : Number(scanned)) - overlapMs);
    const subjects = await auditTrail.subjectsSince(since);
    await deps.heed(subjects);
    await ephemeral.put(scannedKey, String(now.getTime()), new Date(now.getTime() + auditKeptMs));
    log.info({ since, subjects: subjects.length }, 'audit records scanned');
  }

  /** Each by itself: what one is refused, the other may be allowed. False: to be tried again. */
  async function attempt(what: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (err) {
      const facts = err instanceof AppError ? { code: err.code, ...err.details } : { err };
      log.warn({ what, ...facts }, 'webhook upkeep failed');
      return false;
    }
  }

  async function round(): Promise<void> {
    const kept = await attempt('registration', keepRegistration);
    const scanned = await attempt('audit records', scan);
    if (!isStopped) cancel = deps.timers.after(kept && scanned ? dayMs : againAfterFailureMs, start);
  }

  function start(): void {
    running = round();
  }

  return {
    /** Returns at once: the service works without it. */
    start,
    async stop() {
      isStopped = true;
      cancel();
      let cancelDeadline = () => {};
      const deadline = new Promise<void>((resolve) => {
        cancelDeadline = deps.timers.after(stopWithinMs, resolve);
      });
      await Promise.race([running, deadline]);
      cancelDeadline();
    },
    /** Resolves when the round that has begun is through. */
    drain: () => running,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unknown';
}

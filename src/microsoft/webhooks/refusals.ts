import type { Clock } from '../../core/ports/runtime.ts';

interface RefusalLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

const quietMs = 60 * 1000;
const burstMs = 10 * 60 * 1000;
const burstSize = 20;

/** Counts what was turned away; says so once a minute at most, and calls a person when it comes in a burst. */
export function createRefusals({ clock, log }: { clock: Clock; log: RefusalLog }): (reason: string) => void {
  const counts = new Map<string, number>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let recent: number[] = [];
  let alarmedAt = Number.NEGATIVE_INFINITY;

  return (reason) => {
    const now = clock.now().getTime();
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    recent = [...recent, now].filter((at) => at > now - burstMs).slice(-burstSize);
    const facts = { reason, refusedSinceStart: Object.fromEntries(counts) };
    if (recent.length === burstSize && now - alarmedAt >= burstMs) {
      alarmedAt = now;
      toldAt = now;
      log.error(facts, 'webhooks are refused in a burst');
    } else if (now - toldAt >= quietMs) {
      toldAt = now;
      log.warn(facts, 'webhook refused');
    }
  };
}

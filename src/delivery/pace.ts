/**
 * Teams takes seven messages at once in a conversation, then about one a second. What comes sooner is given the instant
 * at which it may try again; each a second after the one before, so that they keep their order. Kept in memory: after a
 * restart, or with several instances, Teams' own 429 is what is left.
 */
export interface Pace {
  /** Undefined: go ahead, and this one is counted. */
  waitUntil(place: string, now: Date): Date | undefined;
  /** Nobody speaks there before `until`; whoever waits already for that instant is first. */
  pause(place: string, until: Date): void;
}

const intervalMs = 1000;
const burst = 7;

interface Place {
  /** When the conversation would be quite rested (generic cell rate algorithm). */
  restedAt: number;
  lastWait: number;
  pausedUntil: number;
}

export function createPace(): Pace {
  const places = new Map<string, Place>();
  const placeOf = (key: string): Place => {
    const place = places.get(key) ?? { restedAt: 0, lastWait: 0, pausedUntil: 0 };
    places.set(key, place);
    return place;
  };
  let sweepAt = 0;
  const forgetRested = (nowMs: number): void => {
    if (nowMs < sweepAt) return;
    sweepAt = nowMs + burst * intervalMs;
    for (const [key, { restedAt, lastWait, pausedUntil }] of places) {
      if (Math.max(restedAt, lastWait, pausedUntil) < nowMs) places.delete(key);
    }
  };

  return {
    waitUntil(key, now) {
      const nowMs = now.getTime();
      forgetRested(nowMs);
      const place = placeOf(key);
      const freeAt = Math.max(place.restedAt - (burst - 1) * intervalMs, place.pausedUntil);
      if (freeAt <= nowMs) {
        place.restedAt = Math.max(place.restedAt, nowMs) + intervalMs;
        return undefined;
      }
      place.lastWait = Math.max(freeAt, place.lastWait + intervalMs);
      return new Date(place.lastWait);
    },
    pause(key, until) {
      const place = placeOf(key);
      place.pausedUntil = Math.max(place.pausedUntil, until.getTime());
      place.lastWait = Math.max(place.lastWait, place.pausedUntil);
    },
  };
}

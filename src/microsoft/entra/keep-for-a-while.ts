import type { Clock } from '../../core/ports/runtime.ts';

/** The same question, asked at most once in a while: a good answer is kept for a day, anything else for a minute. */
export type Keeping = <T>(ask: () => Promise<T>, isGood?: (answer: T) => boolean) => () => Promise<T>;

const answerMs = 24 * 60 * 60 * 1000;
const failureMs = 60 * 1000;

/** In memory: each process asks for itself. Whoever comes while it is asked waits for the same answer. */
export function createKeeping(clock: Clock): Keeping {
  return <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean = () => true) => {
    let kept: { answer: Promise<T>; until: number } | undefined;
    return async () => {
      const now = clock.now().getTime();
      if (kept && now < kept.until) return kept.answer;
      const asked = { answer: ask(), until: now + failureMs };
      kept = asked;
      const answer = await asked.answer;
      if (isGood(answer)) asked.until = now + answerMs;
      return answer;
    };
  };
}

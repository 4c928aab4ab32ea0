// What happened in a journey that did not come to its end, so that the run need not be repeated to be understood.
import { cardLine, type Place } from '../teams-chat.ts';
import type { CrashWorld } from './crash-world.ts';

/** An instance's end. */
export interface Death {
  /** Milliseconds since 1970. */
  at: number;
  where: string;
}

const longestLine = 110;

/** Deaths, and what came to the conversation, in their order; seconds of this machine since the first of them. */
export function trailOf({ connector }: CrashWorld, { conversationId }: Place, deaths: readonly Death[]): string[] {
  const said = connector.calls
    .filter((call) => call.conversationId === conversationId && call.method !== 'GET')
    .map(({ at, method, activityId, answeredId, body }) => {
      return { at, what: `${method} ${activityId ?? answeredId ?? ''} ${cardLine(body)}` };
    });
  const died = deaths.map(({ at, where }) => ({ at, what: `† ${where}` }));
  const all = [...said, ...died].toSorted((a, b) => a.at - b.at);
  const [first] = all;
  return all.map(({ at, what }) => {
    return `${((at - (first?.at ?? at)) / 1000).toFixed(1).padStart(6)}  ${what.slice(0, longestLine)}`;
  });
}

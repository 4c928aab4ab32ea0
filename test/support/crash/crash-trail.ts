// What happened in a journey that did not come to its end, so that the run need not be repeated to be understood.
import { cardLine, type Place } from '../teams-chat.ts';
import type { CrashWorld } from './crash-world.ts';

/** What became of an instance. */
export interface Incident {
  /** Milliseconds since 1970. */
  at: number;
  what: string;
}

const longestLine = 110;

/** Incidents, and what came to the conversation, in their order; seconds of this machine since the first of them. */
export function trailOf(
  { connector }: CrashWorld,
  { conversationId }: Place,
  incidents: readonly Incident[],
): string[] {
  const said = connector.calls
    .filter((call) => call.conversationId === conversationId && call.method !== 'GET')
    .map(({ at, method, activityId, answeredId, body }) => {
      return { at, what: `${method} ${activityId ?? answeredId ?? ''} ${cardLine(body)}` };
    });
  const all = [...said, ...incidents].toSorted((a, b) => a.at - b.at);
  const [first] = all;
  return all.map(({ at, what }) => {
    return `${((at - (first?.at ?? at)) / 1000).toFixed(1).padStart(6)}  ${what.slice(0, longestLine)}`;
  });
}

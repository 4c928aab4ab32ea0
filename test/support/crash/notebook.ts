// What a process notes on its way, in a file: what it has written is there also when it is killed the next moment.
import { openSync, readFileSync, writeSync } from 'node:fs';

/** One attempt at a delivery: a copy may come of it when its process dies or is frozen in the middle. */
export interface Hold {
  deliveryId: string;
  /** Of the lease under which it is sent. */
  token: string;
}

interface Notes {
  /** Begun, and not settled. */
  holds: Hold[];
  /** At which points it was to stop or to die, and did. */
  struckAt: string[];
}

type Note = { note: 'begun' | 'settled'; hold: Hold } | { note: 'struck'; point: string };

export function openNotebook(path: string): (note: Note) => void {
  const file = openSync(path, 'a');
  return (note) => void writeSync(file, `${JSON.stringify(note)}\n`);
}

export function readNotebook(path: string): Notes {
  const holds = new Map<string, Hold>();
  const struckAt: string[] = [];
  // Behind the last end of a line stands what is being written just now.
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const note = JSON.parse(line) as Note;
    if (note.note === 'struck') struckAt.push(note.point);
    else if (note.note === 'begun') holds.set(keyOf(note.hold), note.hold);
    else holds.delete(keyOf(note.hold));
  }
  return { holds: [...holds.values()], struckAt };
}

/** Each one once, however often it was seen. */
export function distinct(holds: readonly Hold[]): Hold[] {
  return [...new Map(holds.map((hold) => [keyOf(hold), hold])).values()];
}

function keyOf({ deliveryId, token }: Hold): string {
  return `${deliveryId} ${token}`;
}

import { z } from 'zod';
import type { Happening, TransitionEvent } from '../../core/events.ts';
import type { Actor } from '../../core/people.ts';
import { createRecordVersions } from './record-versions.ts';
import { asWritten, instant, type Shape } from './shape.ts';

export const eventRecord = z.object({
  eventId: z.string(),
  seq: z.number(),
  organisationId: z.string(),
  transitionId: z.string(),
  at: instant,
  actor: asWritten<Actor>(),
  happening: asWritten<Happening>(),
} satisfies Shape<TransitionEvent>);

const versions = createRecordVersions('event');

const storedEvent = z.object({ event: eventRecord });

export function eventToJson(event: TransitionEvent): string {
  return JSON.stringify({ schemaVersion: versions.current, event });
}

export function eventFromJson(json: string): TransitionEvent {
  return eventFromRecord(JSON.parse(json));
}

export function eventToRecord(event: TransitionEvent): { schemaVersion: number; event: unknown } {
  return { schemaVersion: versions.current, event: JSON.parse(JSON.stringify(event)) as unknown };
}

export function eventFromRecord(record: unknown): TransitionEvent {
  return storedEvent.parse(versions.upgrade(record)).event;
}

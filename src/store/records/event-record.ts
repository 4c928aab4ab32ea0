import { z } from 'zod';
import type { Happening, TransitionEvent } from '../../core/events.ts';
import type { Actor } from '../../core/people.ts';
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

const storedEvent = z.object({ schemaVersion: z.literal(1), event: eventRecord });

export function eventToJson(event: TransitionEvent): string {
  return JSON.stringify({ schemaVersion: 1, event });
}

export function eventFromJson(json: string): TransitionEvent {
  return storedEvent.parse(JSON.parse(json)).event;
}

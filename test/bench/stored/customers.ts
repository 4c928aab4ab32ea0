// A partner's customers, one for each number: made up, and the same at every run. 0 is the newest.
import { createHash } from 'node:crypto';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { allStepsDone, aDelivery, anEvent, aTransition } from '../../support/records.ts';
import { companyOf } from './companies.ts';

export interface StoredCustomer {
  transition: Transition;
  visitDueAt: Date;
  deliveries: readonly Delivery[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** As many begin in an hour whatever the size, so that a page of the newest is as dense. */
const apartMs = 10 * minuteMs;

/** What waits to be done is as much in a large database as in a small one: it is worked off as it comes. */
export const dueVisits = 5;
export const unexpanded = 3;
const waitingDeliveries = 10;
export const deadDeliveries = 20;

export const owners = ['user-megan', 'user-lee', 'user-alex', 'user-grady'];

export function customerOf(number: number, now: Date): StoredCustomer {
  const transition = transitionOf(number, now);
  const isDue = number < dueVisits;
  return {
    transition,
    // Of the others none comes due while they are measured; all of them do within a day.
    visitDueAt: new Date(now.getTime() + (isDue ? -minuteMs : hourMs * (6 + (partOf(number, 4) % 18)))),
    deliveries: deliveriesOf(number, transition, now),
  };
}

export function transitionOf(number: number, now: Date): Transition {
  const id = idOf(number);
  const createdAt = new Date(now.getTime() - hourMs - number * apartMs);
  const { companyName, shortName, domain } = companyOf((word) => partOf(number, word));
  // Each has as many open ones as closed ones.
  const userId = owners[Math.floor(number / 2) % owners.length] ?? '';
  const outbox = number < unexpanded ? [anEvent({ transitionId: id, seq: 8, at: createdAt })] : [];
  const plain = aTransition({ transitionId: id });
  return {
    ...plain,
    createdAt,
    owner: { userId, displayName: userId },
    customer: { ...plain.customer, companyName },
    tenant: { tenantId: `tenant-${id}`, domain, displayName: shortName },
    link: { ...plain.link, linkId: `link-${id}` },
    relationshipId: `relationship-${id}`,
    lastEventSeq: 8,
    outbox,
    // Every second one is Normal: no longer open, and looked at daily like the others.
    ...(number % 2 === 1 && { steps: allStepsDone, toldStatus: 'normal', verifiedAt: createdAt }),
  };
}

/** What stays of them for good are the posted cards; the first ones have something waiting and something given up. */
function deliveriesOf(number: number, { transitionId, createdAt }: Transition, now: Date): Delivery[] {
  const sent = { transitionId, createdAt, dueAt: createdAt, attempts: 1, state: 'sent' as const };
  const deliveries = (['livingCard', 'shareCard'] as const).map((kind) =>
    aDelivery({ ...sent, deliveryId: `${transitionId}-${kind}`, content: { kind }, activityId: `activity-${kind}` }),
  );
  const named = (what: string) => ({ deliveryId: `${transitionId}-${what}`, transitionId, createdAt });
  if (number < waitingDeliveries) {
    const dueAt = new Date(now.getTime() + 6 * hourMs);
    deliveries.push(aDelivery({ ...named('later'), content: { kind: 'refreshCard' }, dueAt }));
  }
  if (number < deadDeliveries) {
    deliveries.push(aDelivery({ ...named('dead'), dueAt: createdAt, state: 'dead', failure: 'SEND_FAILED' }));
  }
  return deliveries;
}

/** Ids are random in life: they lie anywhere in an index. */
function idOf(number: number): string {
  return createHash('sha256').update(String(number)).digest('hex').slice(0, 32);
}

/** A number that looks random, and is the same for the same customer and part of it. */
function partOf(number: number, part: number): number {
  let mixed = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

// What a journey through deaths and freezes has left: nothing lost, nothing stuck, nothing undone, no copy unaccounted for.
import { setTimeout as wait } from 'node:timers/promises';
import { isEdit, postedCards, type Delivery, type PostedCard } from '../../../src/core/delivery.ts';
import type { Happening } from '../../../src/core/events.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { statusAt } from '../../../src/core/transition.ts';
import { expandEvents, postedCardDeliveryId } from '../../../src/core/use-cases/telling/expand-events.ts';
import { hashOf } from '../../../src/runtime.ts';
import type { Place } from '../teams-chat.ts';
import { organisationId } from '../whole-house.ts';
import { outcomeOf, type Leg, type Outcome } from './crash-copies.ts';
import type { CrashWorld } from './crash-world.ts';
import type { Hold } from './notebook.ts';

const settleMs = 45_000;
const glanceMs = 100;

/** Its faults in words: none when everything promised was done. */
export interface Account extends Outcome {
  /** Form cards that were shown once more, because the instance that answered died before it had noted so. */
  formsAgain: number;
}

/** The transitions that were started in this conversation. */
export async function transitionsIn(world: CrashWorld, { conversationId }: Place): Promise<readonly Transition[]> {
  const { items } = await world.store.transitions.list(organisationId, { open: false, limit: 200 });
  return items.filter((transition) => transition.conversationId === conversationId);
}

/** Makes room for the next journey of the same customer: what is Normal cannot be started again. */
export async function retire({ store }: CrashWorld, transition: Transition): Promise<void> {
  const { tenant, transitionId, version } = transition;
  const elsewhere = { ...tenant, tenantId: transitionId, domain: `${String(version)}.example` };
  const retired = await store.transitions.replace({ ...transition, version: version + 1, tenant: elsewhere });
  if (!retired) throw new Error('a transition changed after its end');
}

/** `holds`: what those that died or froze were sending, the documented window in which something may come twice. */
export async function accountFor(world: CrashWorld, leg: Leg, holds: readonly Hold[]): Promise<Account> {
  const formsAgain = formsShownAgain(world, leg.place);
  const transitions = await transitionsIn(world, leg.place);
  const [transition] = transitions;
  if (!transition || transitions.length > 1) {
    const faults = [`${String(transitions.length)} transitions instead of one`];
    const none = { posts: 0, mails: 0 };
    return { faults, copies: none, inHand: none, formsAgain };
  }
  const promised = await settled(world, transition);
  const cards = await cardFaults(world, transition);
  const deliveries = promised.flatMap(({ delivery }) => delivery ?? []);
  const outcome = outcomeOf(world, leg, { deliveries, holds });
  const last = await world.store.transitions.get(organisationId, transition.transitionId);
  const audit = await auditFaults(world, last);
  return { ...outcome, faults: [...unsent(promised), ...outcome.faults, ...audit, ...cards], formsAgain };
}

function unsent(promised: readonly Promised[]): string[] {
  return promised
    .filter(({ delivery }) => delivery?.state !== 'sent')
    .map(({ expected, delivery }) => `lost: ${expected.content.kind} is ${delivery?.state ?? 'not known'}`);
}

interface Promised {
  expected: Delivery;
  delivery: Delivery | undefined;
}

/** What the audit says was promised, edits aside: those become one by design. */
async function promisedFor({ store }: CrashWorld, { transitionId }: Transition): Promise<Promised[]> {
  const transition = await store.transitions.get(organisationId, transitionId);
  if (!transition) return [];
  const audited = await store.audit.listFor(organisationId, transitionId);
  const known = new Set(audited.map(({ eventId }) => eventId));
  const events = [...audited, ...transition.outbox.filter(({ eventId }) => !known.has(eventId))];
  const subscriptions = await store.subscriptions.list(organisationId);
  const expected = expandEvents(hashOf, { transition, subscriptions }, events).filter(
    ({ content }) => !isEdit(content),
  );
  return Promise.all(
    expected.map(async (one) => ({ expected: one, delivery: await store.deliveries.get(one.deliveryId) })),
  );
}

/** Waits until nothing is under way any more, or long enough to call it stuck. */
async function settled(world: CrashWorld, transition: Transition): Promise<Promised[]> {
  const until = Date.now() + settleMs;
  for (;;) {
    const promised = await promisedFor(world, transition);
    const current = await world.store.transitions.get(organisationId, transition.transitionId);
    const isDone = promised.every(({ delivery }) => delivery?.state === 'sent') && current?.outbox.length === 0;
    if (isDone || Date.now() > until) return promised;
    await wait(glanceMs);
  }
}

/** Each form has an input that only it has; the last two have none, and a button instead. */
const marks = ['"id":"companyName"', '"id":"line1"', '"id":"domain"', '"action":"skip"', '"action":"submit"'];

function formsShownAgain({ connector }: CrashWorld, { conversationId }: Place): number {
  const posts = connector.calls
    .filter((call) => call.method === 'POST' && call.conversationId === conversationId)
    .map(({ body }) => JSON.stringify(body));
  const times = marks.map((mark) => posts.filter((post) => post.includes(mark)).length);
  return times.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

async function auditFaults({ store, pace }: CrashWorld, transition: Transition | undefined): Promise<string[]> {
  if (!transition) return ['the transition is gone'];
  const audited = await store.audit.listFor(organisationId, transition.transitionId);
  const seqs = audited.map(({ seq }) => seq).join(' ');
  const whole = Array.from({ length: transition.lastEventSeq }, (_, index) => index + 1).join(' ');
  const status = statusAt(transition, new Date(pace.start));
  const back = audited.map(({ happening }) => happening).filter(goesBack);
  return [
    ...(seqs === whole ? [] : [`the audit has ${seqs} of ${whole}`]),
    ...(status === 'normal' ? [] : [`the status is ${status}`]),
    ...back.map((happening) => `went back: ${JSON.stringify(happening)}`),
    ...(transition.outbox.length === 0 ? [] : ['events were not expanded']),
  ];
}

/** Nobody takes anything away in a journey. */
function goesBack(happening: Happening): boolean {
  if (happening.kind === 'statusChanged') return happening.from === 'normal';
  if (happening.kind !== 'stepChanged') return false;
  return happening.from.state === 'done' || happening.to.state === 'blocked';
}

const endOf: Record<PostedCard, string> = { livingCard: '✓ Normal', shareCard: 'Your tenant is connected' };

/** The cards that are edited tell the end, if need be once the lease of a dead instance on an edit is over. */
async function cardFaults(world: CrashWorld, transition: Transition): Promise<string[]> {
  const until = Date.now() + settleMs;
  for (;;) {
    const shown = await Promise.all(postedCards.map((card) => shownOn(world, transition, card)));
    const stale = postedCards.filter((card, index) => !shown[index]?.includes(endOf[card]));
    if (stale.length === 0 || Date.now() > until) return stale.map((card) => `${card} does not tell the end`);
    await wait(glanceMs);
  }
}

/** On the one that its delivery names; nobody edits a copy. */
async function shownOn({ connector, store }: CrashWorld, transition: Transition, card: PostedCard): Promise<string> {
  const delivery = await store.deliveries.get(postedCardDeliveryId(hashOf, transition, card));
  const standing = connector.chat(transition.conversationId);
  return JSON.stringify(standing.find(({ activityId }) => activityId === delivery?.activityId)?.activity ?? {});
}

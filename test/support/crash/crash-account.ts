// What a journey through crashes has left: nothing lost, nothing stuck, and how much was told twice.
import { setTimeout as wait } from 'node:timers/promises';
import { isEdit, type Delivery } from '../../../src/core/delivery.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { statusAt } from '../../../src/core/transition.ts';
import { expandEvents } from '../../../src/core/use-cases/expand-events.ts';
import { hashOf } from '../../../src/runtime.ts';
import type { SentActivity } from '../fake-connector.ts';
import { isLivingCard } from '../journey.ts';
import { cardLine, type Place } from '../teams-chat.ts';
import { organisationId } from '../whole-house.ts';
import type { CrashWorld } from './crash-world.ts';

const settleMs = 45_000;
const glanceMs = 100;

export interface Account {
  /** In words; empty when everything promised was done. */
  faults: string[];
  /** Copies that nobody should have got: allowed in the documented window only. */
  copies: Told;
  /** Form cards that were shown once more, because the instance that answered died before it had noted so. */
  formsAgain: number;
}

/** How much, by the way it goes out. */
export interface Told {
  posts: number;
  mails: number;
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

/** What was being sent when an instance died: the documented window in which something may come twice. */
export async function inHand(world: CrashWorld, place: Place): Promise<Told> {
  const [transition] = await transitionsIn(world, place);
  const promised = transition ? await promisedFor(world, transition) : [];
  const held = promised.filter(({ delivery }) => delivery?.state === 'sending');
  const mails = held.filter(({ expected }) => expected.recipient.kind === 'mailbox').length;
  return { posts: held.length - mails, mails };
}

/** `mailsBefore`: how many mails had been sent when the journey began. */
export async function accountFor(world: CrashWorld, place: Place, mailsBefore: number): Promise<Account> {
  const transitions = await transitionsIn(world, place);
  const [transition] = transitions;
  if (!transition || transitions.length > 1) {
    const faults = [`${String(transitions.length)} transitions instead of one`];
    return { faults, copies: { posts: 0, mails: 0 }, formsAgain: 0 };
  }
  const promised = await settled(world, transition);
  const posts = postsTold(world, place, promised);
  const mails = mailsTold(world, mailsBefore, promised);
  const last = await world.store.transitions.get(organisationId, transition.transitionId);
  return {
    faults: [
      ...[...unsent(promised), ...posts.lost, ...mails.lost].map((what) => `lost: ${what}`),
      ...(await auditFaults(world, last)),
      ...(await cardFaults(world, place)),
    ],
    copies: { posts: posts.copies, mails: mails.copies },
    formsAgain: formsShownAgain(world, place),
  };
}

function unsent(promised: readonly Promised[]): string[] {
  return promised
    .filter(({ delivery }) => delivery?.state !== 'sent')
    .map(({ expected, delivery }) => `${expected.content.kind} is ${delivery?.state ?? 'not known'}`);
}

/** Whoever says that something is sent, without a word of why it was not needed. */
function saidSent(promised: readonly Promised[]): Delivery[] {
  return promised.flatMap(({ delivery }) =>
    delivery?.state === 'sent' && delivery.failure === undefined ? [delivery] : [],
  );
}

/** Each delivery names the post that it became; what no delivery names is a copy. */
function postsTold(world: CrashWorld, place: Place, promised: readonly Promised[]): { lost: string[]; copies: number } {
  const posted = new Set(world.connector.calls.map(({ answeredId }) => answeredId));
  const sent = saidSent(promised).filter(({ recipient }) => recipient.kind !== 'mailbox');
  const named = new Set(sent.map(({ activityId }) => activityId));
  const lost = sent.filter(({ activityId }) => activityId === undefined || !posted.has(activityId));
  const shared = sent.length - named.size;
  return {
    lost: [
      ...lost.map(({ content }) => `${content.kind} is said to be a post that Teams has never had`),
      ...(shared > 0 ? [`${String(shared)} deliveries name the post of another one`] : []),
    ],
    copies: postsOfDeliveries(world, place).filter(({ answeredId }) => !named.has(answeredId)).length,
  };
}

/** A mail has no name: whom it went to tells them apart. */
function mailsTold({ cloud }: CrashWorld, before: number, promised: readonly Promised[]) {
  const received = cloud.sandbox.controls
    .mails()
    .slice(before)
    .flatMap(({ to }) => to);
  const sent = saidSent(promised).flatMap(({ recipient }) => (recipient.kind === 'mailbox' ? [recipient.address] : []));
  const surplus = [...new Set([...sent, ...received])].map((address) => ({
    address,
    count: received.filter((to) => to === address).length - sent.filter((to) => to === address).length,
  }));
  return {
    lost: surplus.filter(({ count }) => count < 0).map(({ address }) => `a mail to ${address}`),
    copies: surplus.reduce((sum, { count }) => sum + Math.max(0, count), 0),
  };
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

function isShareCard({ body }: { body: object }): boolean {
  return JSON.stringify(body).includes('Connect your Microsoft 365 tenant');
}

/**
 * What is posted in the thread from the first of the transition's cards on comes from deliveries, but for late answers to
 * somebody who clicked twice: a form shown again, or one sentence alone.
 */
function postsOfDeliveries(world: CrashWorld, place: Place): ReturnType<typeof postsIn> {
  const posts = postsIn(world, place);
  const first = posts.findIndex((post) => isLivingCard(post) || isShareCard(post));
  const isForm = (body: object) => /"action":"(next|skip|submit)"/.test(JSON.stringify(body));
  const isSentence = (body: SentActivity) => !cardLine(body).includes(' | ');
  return first < 0 ? [] : posts.slice(first).filter(({ body }) => !isForm(body) && !isSentence(body));
}

function postsIn({ connector }: CrashWorld, { conversationId }: Place) {
  return connector.calls.filter((call) => call.method === 'POST' && call.conversationId === conversationId);
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
  return [
    ...(seqs === whole ? [] : [`the audit has ${seqs} of ${whole}`]),
    ...(status === 'normal' ? [] : [`the status is ${status}`]),
    ...(transition.outbox.length === 0 ? [] : ['events were not expanded']),
  ];
}

/** At least the card that is edited tells the end, if need be once the lease of a dead instance on its edit is over. */
async function cardFaults({ connector }: CrashWorld, { conversationId }: Place): Promise<string[]> {
  const until = Date.now() + settleMs;
  for (;;) {
    const cards = connector.chat(conversationId).filter(({ activity }) => isLivingCard({ body: activity }));
    if (cards.some(({ activity }) => JSON.stringify(activity).includes('✓ Normal'))) return [];
    if (Date.now() > until) return [`none of ${String(cards.length)} cards says Normal`];
    await wait(glanceMs);
  }
}

// What went out in a journey, held against what was promised: what is missing, and which copies nobody had in hand.
import type { Delivery } from '../../../src/core/delivery.ts';
import type { FakeConnector, SentActivity } from '../fake-connector.ts';
import { isLivingCard } from '../journey.ts';
import { cardLine, type Place } from '../teams-chat.ts';
import { alexsChat, type CrashWorld } from './crash-world.ts';
import { distinct, type Hold } from './notebook.ts';

/** A journey's part of what everything went through. */
export interface Leg {
  place: Place;
  /** How much had gone out when it began. */
  callsBefore: number;
  mailsBefore: number;
}

/** How much, by the way it goes out. */
export interface Told {
  posts: number;
  mails: number;
}

export interface Outcome {
  faults: string[];
  /** Copies that somebody was sending when struck: nobody can know whether they arrived. */
  copies: Told;
  /** How many attempts were in the hands of one that was struck. */
  inHand: Told;
}

export function startLeg({ connector, cloud }: CrashWorld, place: Place): Leg {
  return { place, callsBefore: connector.calls.length, mailsBefore: cloud.sandbox.controls.mails().length };
}

/** `holds`: what those that were struck were sending. */
export function outcomeOf(
  world: CrashWorld,
  leg: Leg,
  { deliveries, holds }: { deliveries: readonly Delivery[]; holds: readonly Hold[] },
): Outcome {
  const mails = deliveries.filter(({ recipient }) => recipient.kind === 'mailbox');
  const posts = deliveries.filter(({ recipient }) => recipient.kind !== 'mailbox');
  const posted = explained(postsTold(world, leg, posts.filter(saysSent)), holds);
  const mailed = explained(mailsTold(world, leg, mails), holds);
  return {
    faults: [...posted.faults, ...mailed.faults],
    copies: { posts: posted.copies, mails: mailed.copies },
    inHand: { posts: posted.inHand, mails: mailed.inHand },
  };
}

/** Without a word of why it was not needed. */
function saysSent({ state, failure }: Delivery): boolean {
  return state === 'sent' && failure === undefined;
}

/** By what it looks like, and where: copies are told apart by nothing else. */
interface Going {
  lost: string[];
  looks: ReadonlyMap<string, string>;
  copies: readonly string[];
}

/** Each copy belongs to an attempt at the same message, and each attempt has at most one. */
function explained({ lost, looks, copies }: Going, holds: readonly Hold[]) {
  const held = distinct(holds).flatMap(({ deliveryId }) => looks.get(deliveryId) ?? []);
  const unused = [...held];
  const unexplained = copies.filter((look) => {
    const found = unused.indexOf(look);
    if (found >= 0) unused.splice(found, 1);
    return found < 0;
  });
  return {
    faults: [
      ...lost.map((what) => `lost: ${what}`),
      ...unexplained.map((look) => `came once more than anybody can have sent it: ${look}`),
    ],
    copies: copies.length - unexplained.length,
    inHand: held.length,
  };
}

/** Each delivery names the post that it became; what no delivery names is a copy. */
function postsTold(world: CrashWorld, leg: Leg, sent: readonly Delivery[]): Going {
  const posts = postsOfDeliveries(world, leg);
  const byName = new Map(posts.map((post) => [post.answeredId, lookOf(post)]));
  const named = new Set(sent.map(({ activityId }) => activityId));
  const shared = sent.length - named.size;
  const lost = sent.filter(({ activityId }) => !byName.has(activityId));
  return {
    lost: [
      ...lost.map(({ content }) => `${content.kind} is said to be a post that Teams has never had`),
      ...(shared > 0 ? [`${String(shared)} deliveries name the post of another one`] : []),
    ],
    looks: new Map(sent.map(({ deliveryId, activityId }) => [deliveryId, byName.get(activityId) ?? ''])),
    copies: posts.filter(({ answeredId }) => !named.has(answeredId)).map(lookOf),
  };
}

/**
 * A mail has no name: whom it went to tells them apart. One that was being sent may have arrived, and then be called not
 * needed by who takes over: its link is closed by then.
 */
function mailsTold({ cloud }: CrashWorld, { mailsBefore }: Leg, deliveries: readonly Delivery[]): Going {
  const received = cloud.sandbox.controls.mails().slice(mailsBefore);
  const copies = received.flatMap(({ to }) => to).map(mailTo);
  const looks = new Map<string, string>();
  const lost: string[] = [];
  for (const delivery of deliveries) {
    const look = mailTo(delivery.recipient.kind === 'mailbox' ? delivery.recipient.address : '');
    looks.set(delivery.deliveryId, look);
    if (!saysSent(delivery)) continue;
    const found = copies.indexOf(look);
    if (found < 0) lost.push(look);
    else copies.splice(found, 1);
  }
  return { lost, looks, copies };
}

function mailTo(address: string): string {
  return `a mail to ${address}`;
}

type Post = FakeConnector['calls'][number];

/** A card changes with the transition and is still the same message; of news, the headline stays. */
function lookOf({ body, conversationId }: Post): string {
  const [sign = '', headline = ''] = cardLine(body).split(' | ');
  if (isLivingCard({ body })) return `the card in ${conversationId}`;
  return isShareCard(body) ? `the card to share in ${conversationId}` : `${sign} ${headline} in ${conversationId}`;
}

function isShareCard(body: SentActivity): boolean {
  return /Connect your Microsoft 365 tenant|Your tenant is connected/.test(JSON.stringify(body));
}

/**
 * What is posted in the thread from the first of the transition's cards on comes from deliveries, but for late answers to
 * somebody who clicked twice: a form shown again, or one sentence alone. So does all that Alex, who only listens, is told.
 */
function postsOfDeliveries({ connector }: CrashWorld, { place, callsBefore }: Leg): Post[] {
  const posts = connector.calls.slice(callsBefore).filter(({ method }) => method === 'POST');
  const here = posts.filter(({ conversationId }) => conversationId === place.conversationId);
  const first = here.findIndex((post) => isLivingCard(post) || isShareCard(post.body));
  const isForm = (body: object) => /"action":"(next|skip|submit)"/.test(JSON.stringify(body));
  const isSentence = (body: SentActivity) => !cardLine(body).includes(' | ');
  const fromHere = first < 0 ? [] : here.slice(first).filter(({ body }) => !isForm(body) && !isSentence(body));
  return [...fromHere, ...posts.filter(({ conversationId }) => conversationId === alexsChat.conversationId)];
}

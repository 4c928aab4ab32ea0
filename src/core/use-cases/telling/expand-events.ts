import type { Content, Delivery, PostedCard, Recipient, Subscription } from '../../delivery.ts';
import type { Happening, TransitionEvent } from '../../events.ts';
import type { HashOf } from '../../ports/runtime.ts';
import type { Status } from '../../status.ts';
import type { Transition } from '../../transition.ts';

export interface Audience {
  transition: Transition;
  subscriptions: readonly Subscription[];
}

/** Statuses worth a message where the transition lives, and those worth one to people who said `notify me`. */
const toldInConversation: readonly Status[] = ['transitioning', 'normal', 'needsAttention', 'declined', 'expired'];
const toldToSubscribers: readonly Status[] = ['normal', 'needsAttention', 'declined', 'expired'];
/** Statuses that end the customer's invitation. */
const endsInvitation: readonly Status[] = ['normal', 'expired', 'cancelled'];

/**
 * Who is to be told what of these events. Pure, and its ids are hashes of event, content and the recipient's part in it:
 * expanding the same events again, after a crash or beside another instance, adds nothing, also when the customer's
 * contact or the owner was changed in between. However many events there are, each card is edited once at most.
 */
export function expandEvents(hashOf: HashOf, audience: Audience, events: readonly TransitionEvent[]): Delivery[] {
  const told = events.flatMap((event) =>
    tellingsOf(event, audience).map(({ recipient, content }, order) =>
      deliveryOf(hashOf, { event, recipient, content, order }),
    ),
  );
  const last = events.at(-1);
  const isFirst = events.some((event) => event.happening.kind === 'transitionStarted');
  if (!last || isFirst) return told;
  const recipient: Recipient = { kind: 'conversation', conversationId: audience.transition.conversationId };
  const refresh = (event: TransitionEvent, kind: 'refreshCard' | 'refreshShareCard') =>
    deliveryOf(hashOf, { event, recipient, content: { kind }, order: 0 });
  const invitation = events.findLast((event) => changesInvitation(event, audience.transition));
  return [refresh(last, 'refreshCard'), ...(invitation ? [refresh(invitation, 'refreshShareCard')] : []), ...told];
}

/** The id of the delivery that posts one of a transition's cards; its activity id is the card's. */
export function postedCardDeliveryId(
  hashOf: HashOf,
  transition: Pick<Transition, 'transitionId' | 'conversationId'>,
  card: PostedCard,
): string {
  const recipient: Recipient = { kind: 'conversation', conversationId: transition.conversationId };
  return deliveryIdOf(hashOf, `${transition.transitionId}:1`, { recipient, content: { kind: card } });
}

const showsOnShareCard: readonly Happening['kind'][] = ['linkReissued', 'linkRevoked', 'handedOver', 'tenantSwitched'];

/** The card to share shows the link, whether it still invites, and whom to ask. */
function changesInvitation(event: TransitionEvent, transition: Transition): boolean {
  const { happening } = event;
  const { kind } = happening;
  if (kind === 'statusChanged') return endsInvitation.includes(happening.to) || endsInvitation.includes(happening.from);
  // What a Normal tenant loses, the customer is invited to give again.
  if (kind === 'stepChanged') return wasNormal(event, transition);
  return showsOnShareCard.includes(kind);
}

const orderSpanMs = 1000;

interface Telling {
  recipient: Recipient;
  content: Content;
}

type TellingKind = 'cards' | 'instructions' | 'reminder' | 'news' | 'everybody' | 'nothing';

/** `nothing`: seen on the card, which is edited anyway, or kept for the audit alone. */
const tellingOf: Record<Exclude<Happening['kind'], 'statusChanged'>, TellingKind> = {
  transitionStarted: 'cards',
  linkReissued: 'instructions',
  tenantSwitched: 'instructions',
  instructionsRequested: 'instructions',
  handedOver: 'news',
  signInRefused: 'news',
  tenantDisputed: 'news',
  customerReportedTrouble: 'news',
  linkAskedFor: 'news',
  checkRequested: 'nothing',
  checked: 'nothing',
  customerEdited: 'nothing',
  linkRevoked: 'nothing',
  signedIn: 'nothing',
  consentDeclined: 'nothing',
  tenantConfirmed: 'nothing',
  customerSaidDone: 'nothing',
  relationshipRequested: 'nothing',
  relationshipApproved: 'nothing',
  relationshipExtended: 'nothing',
  relationshipExpiring: 'everybody',
  customerReminded: 'reminder',
  detailsChanged: 'nothing',
  qualificationWanted: 'nothing',
  qualificationDecided: 'everybody',
  stepChanged: 'nothing',
  cancelled: 'nothing',
};

function tellingsOf(event: TransitionEvent, { transition, subscriptions }: Audience): Telling[] {
  const here: Recipient = { kind: 'conversation', conversationId: transition.conversationId };
  const { happening } = event;
  if (happening.kind === 'statusChanged') return statusNews(event, happening.to, { here, subscriptions, transition });
  if (isDecay(event, transition)) return statusNews(event, 'needsAttention', { here, subscriptions, transition });
  switch (tellingOf[happening.kind]) {
    case 'cards':
      return [
        { recipient: here, content: { kind: 'livingCard' } },
        { recipient: here, content: { kind: 'shareCard' } },
        ...instructions(transition),
      ];
    case 'instructions':
      return instructions(transition);
    case 'everybody':
      return newsForEverybody(event, { here, subscriptions });
    case 'reminder':
      return [{ recipient: contactOf(transition), content: { kind: 'reminderForCustomer' } }];
    case 'news':
      return [{ recipient: here, content: { kind: 'news', event } }];
    case 'nothing':
      return [];
  }
}

/** A Normal tenant stays Normal to the eye, so no change of status tells of what it lost. */
function isDecay(event: TransitionEvent, transition: Transition): boolean {
  const { happening } = event;
  return happening.kind === 'stepChanged' && happening.to.state === 'blocked' && wasNormal(event, transition);
}

/** By then, not by now: an event may be expanded long after it happened. */
function wasNormal({ at }: TransitionEvent, { verifiedAt }: Transition): boolean {
  return verifiedAt !== undefined && verifiedAt <= at;
}

function statusNews(event: TransitionEvent, status: Status, to: Audience & { here: Recipient }): Telling[] {
  // Whoever revoked the link was answered; "run out" would be a false alarm.
  if (status === 'expired' && to.transition.link.revokedAt) return [];
  const content: Content = { kind: 'news', event };
  const inConversation = toldInConversation.includes(status) ? [{ recipient: to.here, content }] : [];
  const people = toldToSubscribers.includes(status) ? to.subscriptions : [];
  return [
    ...inConversation,
    ...people.map(({ userId }): Telling => ({ recipient: { kind: 'person', userId }, content })),
  ];
}

/** Long after the last message about the customer: those who want to be told are told too. */
function newsForEverybody(
  event: TransitionEvent,
  to: Pick<Audience, 'subscriptions'> & { here: Recipient },
): Telling[] {
  const people = to.subscriptions.map(({ userId }): Recipient => ({ kind: 'person', userId }));
  return [to.here, ...people].map((recipient) => ({ recipient, content: { kind: 'news', event } }));
}

function contactOf({ customer: { contact } }: Transition): Recipient {
  return { kind: 'mailbox', address: contact.email, name: `${contact.givenName} ${contact.familyName}` };
}

function instructions(transition: Transition): Telling[] {
  const { owner } = transition;
  const customer: Telling = { recipient: contactOf(transition), content: { kind: 'instructionsForCustomer' } };
  if (owner.email === undefined) return [customer];
  const staff: Recipient = { kind: 'mailbox', address: owner.email, name: owner.displayName };
  return [customer, { recipient: staff, content: { kind: 'instructionsForStaff' } }];
}

function deliveryOf(hashOf: HashOf, telling: Telling & { event: TransitionEvent; order: number }): Delivery {
  const { event, recipient, content, order } = telling;
  return {
    deliveryId: deliveryIdOf(hashOf, event.eventId, telling),
    organisationId: event.organisationId,
    transitionId: event.transitionId,
    recipient,
    content,
    state: 'pending',
    createdAt: event.at,
    // A millisecond apart, so that what belongs in order is claimed in order; and in the past, so that all of it is due.
    dueAt: new Date(event.at.getTime() - orderSpanMs + order),
    attempts: 0,
  };
}

function deliveryIdOf(hashOf: HashOf, eventId: string, { recipient, content }: Telling): string {
  return hashOf('delivery', eventId, content.kind, recipient.kind, recipientKey(recipient));
}

/** What does not depend on when somebody looks. Of mails, the content says to whom; the address may be corrected. */
function recipientKey(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'conversation':
      return recipient.conversationId;
    case 'person':
      return recipient.userId;
    case 'mailbox':
      return '';
  }
}

import type { Delivery, Subscription } from '../delivery.ts';
import type { TransitionEvent } from '../events.ts';
import type { Transition } from '../transition.ts';

export type InsertOutcome =
  | { kind: 'inserted' }
  /** This id was used before: the caller runs again after a crash or a double click. */
  | { kind: 'exists'; transition: Transition }
  /** Another open transition has this tenant in this organisation. */
  | { kind: 'tenantTaken'; transition: Transition };

interface Page<T> {
  items: readonly T[];
  /** Opaque; hand it back for the next page. */
  nextCursor?: string;
}

/** What a change at Microsoft is about. Ids in lower case. */
export type MicrosoftSubject = { tenantId: string } | { relationshipId: string };

/** Records come back with only the outbox events that are not expanded yet. */
export interface TransitionStore {
  insert(transition: Transition, options: { visitDueAt: Date }): Promise<InsertOutcome>;
  /**
   * Writes only when the stored version is `transition.version - 1`; false means somebody else wrote first.
   * `visitDueAt` starts the schedule of visits afresh and survives the settle of a visit in progress.
   */
  replace(transition: Transition, options?: { visitDueAt?: Date }): Promise<boolean>;
  get(organisationId: string, transitionId: string): Promise<Transition | undefined>;
  getByLinkId(linkId: string): Promise<Transition | undefined>;
  /** Of all organisations, newest first: Microsoft's events name a tenant or a relationship and nobody of ours. */
  listAbout(subject: MicrosoftSubject): Promise<readonly Transition[]>;
  /**
   * Company name, domain or tenant name containing `text`, letter case and accents aside; newest first. Text of one or
   * two characters finds the names with a word that begins so; blank text finds nothing.
   */
  search(organisationId: string, text: string, limit: number): Promise<readonly Transition[]>;
  /** Newest first. `open` leaves out what is Normal or cancelled. */
  list(
    organisationId: string,
    query: { open: boolean; ownerId?: string; cursor?: string; limit: number },
  ): Promise<Page<Transition>>;
}

export interface Claim {
  now: Date;
  /** When others may take over. */
  until: Date;
  /** The fencing token: settling with another one changes nothing. */
  token: string;
  limit: number;
}

export interface Claimed<T> {
  item: T;
  token: string;
}

export interface Visit {
  organisationId: string;
  transitionId: string;
  dueAt: Date;
  /**
   * Visits since something changed or somebody asked; the schedule slows down with it. 0: nobody has looked yet, and the
   * visit that does looks at everything.
   */
  quietVisits: number;
}

export interface VisitStore {
  claimVisits(claim: Claim): Promise<readonly Claimed<Visit>[]>;
  renewVisit(claimed: Claimed<Visit>, until: Date): Promise<boolean>;
  /** `next` absent: nothing more to look at. A visit made due meanwhile stays due. False: the lease was lost. */
  settleVisit(claimed: Claimed<Visit>, next?: { dueAt: Date; quietVisits: number }): Promise<boolean>;
  /** Due at once, whatever the schedule said, and it starts afresh. False: no such transition. */
  makeDue(organisationId: string, transitionId: string, at: Date): Promise<boolean>;
  nextVisitAt(organisationId: string, transitionId: string): Promise<Date | undefined>;
}

export interface OutboxStore {
  /** Transitions that carry events the relay has not expanded, oldest change first. */
  unexpanded(limit: number): Promise<readonly Transition[]>;
  /** Monotonic: marking an older `seq` changes nothing. */
  markExpanded(transition: Pick<Transition, 'organisationId' | 'transitionId'>, seq: number): Promise<void>;
}

export interface DeliveryStore {
  /** Adds those whose id is not known yet; leaves the others as they are. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  get(deliveryId: string): Promise<Delivery | undefined>;
  /** Due `pending` ones, and `sending` ones whose lease has run out: their outcome is unknown. */
  claimDeliveries(claim: Claim): Promise<readonly Claimed<Delivery>[]>;
  renewDelivery(claimed: Claimed<Delivery>, until: Date): Promise<boolean>;
  /** Written before the call, so that a crash in the call is known to have an unknown outcome. */
  markSending(claimed: Claimed<Delivery>): Promise<boolean>;
  /** Ends the lease with the delivery as given (state, dueAt, attempts, activityId, failure). False: lease lost. */
  settleDelivery(claimed: Claimed<Delivery>, delivery: Delivery): Promise<boolean>;
  countByState(organisationId: string): Promise<Record<Delivery['state'], number>>;
}

/** A place where the bot can speak. `reference` is the messaging SDK's own JSON, opaque outside `bot/`. */
export interface Conversation {
  organisationId: string;
  conversationId: string;
  kind: 'personal' | 'groupChat' | 'channel';
  /** The person of a personal chat. */
  userId?: string;
  reference: string;
  /** BCP 47, as last seen from Teams. */
  locale?: string;
  seenAt: Date;
  /** Since when Teams says that we cannot speak there. Cleared by the next message from there. */
  goneAt?: Date;
}

export interface ConversationStore {
  remember(conversation: Conversation): Promise<void>;
  get(organisationId: string, conversationId: string): Promise<Conversation | undefined>;
  personalChatOf(organisationId: string, userId: string): Promise<Conversation | undefined>;
  markGone(organisationId: string, conversationId: string, at: Date): Promise<void>;
}

export interface SubscriptionStore {
  /** False: was subscribed already. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(organisationId: string, userId: string): Promise<boolean>;
  list(organisationId: string): Promise<readonly Subscription[]>;
}

/** Append-only. The relay writes here what the outbox carried; appending an event twice changes nothing. */
export interface AuditStore {
  append(events: readonly TransitionEvent[]): Promise<void>;
  /** Oldest first. */
  listFor(organisationId: string, transitionId: string): Promise<readonly TransitionEvent[]>;
}

/**
 * Dialog state for the messaging SDK, with its eTag rules: absent or '*' overwrites, a stale one throws, and where
 * nothing is stored any will do.
 */
export interface DialogStore {
  read(keys: readonly string[]): Promise<Record<string, { json: string; eTag: string }>>;
  /** Atomic per key. Rejects with StaleETagError when an eTag given is not that of what is stored. */
  write(changes: Record<string, { json: string; eTag?: string }>, at: Date): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  deleteOlderThan(before: Date): Promise<number>;
}

export class StaleETagError extends Error {
  readonly key: string;

  constructor(key: string) {
    super('the stored eTag has changed');
    this.name = 'StaleETagError';
    this.key = key;
  }
}

export type TurnTicket =
  | { kind: 'begin' }
  /** Somebody runs this activity now (or died doing so; then `begin` comes after `until`). */
  | { kind: 'running' }
  | { kind: 'done' };

/** Redelivered activities: only `done` drops one; a `running` one whose holder died may begin again. */
export interface TurnStore {
  begin(activityKey: string, times: { now: Date; until: Date }): Promise<TurnTicket>;
  finish(activityKey: string, at: Date): Promise<void>;
  /** The holder failed before doing anything that must not be done twice. */
  abandon(activityKey: string): Promise<void>;
  deleteOlderThan(before: Date): Promise<number>;
}

/** Small secrets of the customer's browser journey (sessions, sign-in round trips), each with an end. */
export interface EphemeralStore {
  put(key: string, json: string, expiresAt: Date): Promise<void>;
  /** False: there is one already, and it stays. Of two callers one gets true. */
  putIfAbsent(key: string, json: string, times: { now: Date; expiresAt: Date }): Promise<boolean>;
  get(key: string, now: Date): Promise<string | undefined>;
  /** Reads and removes in one step: of two callers one gets it. */
  take(key: string, now: Date): Promise<string | undefined>;
  deleteExpired(now: Date): Promise<number>;
}

/** What the service learns and must not lose, by name. Values come encrypted: the store keeps what it is given. */
export interface SecretStore {
  get(name: string): Promise<{ version: number; value: string } | undefined>;
  /** Writes only when the stored version is the one given, 0 where nothing is stored; false: somebody else wrote first. */
  put(name: string, value: string, known: { version: number }): Promise<boolean>;
}

export interface Store {
  transitions: TransitionStore;
  visits: VisitStore;
  outbox: OutboxStore;
  deliveries: DeliveryStore;
  conversations: ConversationStore;
  subscriptions: SubscriptionStore;
  audit: AuditStore;
  dialogs: DialogStore;
  turns: TurnStore;
  ephemeral: EphemeralStore;
  secrets: SecretStore;
  /** Resolves when the store can be read and written; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

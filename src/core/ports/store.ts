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
    query: { open: boolean; ownerId?: string; createdBefore?: Date; cursor?: string; limit: number },
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
  /** Transitions that carry events the relay has not expanded, oldest change first; none that cannot be read. */
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
  /** Of what is not sent: a number that does not grow with the years, and is as quick after them. */
  countByState(organisationId: string): Promise<Record<Exclude<Delivery['state'], 'sent'>, number>>;
  /**
   * Removes what is sent and was due before then, in small batches; answers how many. Those that posted a card
   * (`livingCard`, `shareCard`) stay: their activity ids say where the cards are.
   */
  deleteSentBefore(before: Date): Promise<number>;
}

/** A delivery that was given up, as far as it can be read: its message may be what made it fail. */
export interface DeadLetter {
  deliveryId: string;
  organisationId: string;
  transitionId: string;
  /** The content's and the recipient's kind. */
  content: string;
  recipient: string;
  createdAt: Date;
  attempts: number;
  failure?: string;
}

/** Deliveries that are `dead`, for the operator. */
export interface DeadLetterStore {
  /** Newest first. */
  list(organisationId: string, query: { cursor?: string; limit: number }): Promise<Page<DeadLetter>>;
  /** `pending`, due then, no attempt counted and no failure. False: it is not dead, or not there. */
  requeue(organisationId: string, deliveryId: string, dueAt: Date): Promise<boolean>;
  /** Removes it for good. False: it is not dead, or not there. */
  drop(organisationId: string, deliveryId: string): Promise<boolean>;
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
  | { kind: 'done' }
  /** Another activity of this lane is running, until its own `until`. Nothing was written. */
  | { kind: 'laneBusy' };

/** A turn that somebody wants to run, or runs. */
export interface TurnHold {
  activityKey: string;
  /** One person in one conversation. */
  lane: string;
  /** The fencing token. */
  token: string;
}

/**
 * Redelivered activities: only `done` drops one; a `running` one whose holder died may begin again. The record of a
 * running turn is the lease on its lane as well: at most one of a lane is running, both are taken and let go in one
 * write, and a holder that died loses both when its `until` has come.
 */
export interface TurnStore {
  /** Looks at the activity first: what is done or running is told as such, whoever has the lane. */
  begin(turn: TurnHold, times: { now: Date; until: Date }): Promise<TurnTicket>;
  /** False: somebody else has taken the activity or the lane over. */
  renew(turn: TurnHold, until: Date): Promise<boolean>;
  /** The activity is done and its lane free. One that another token runs by now is left to that one. */
  finish(turn: TurnHold, at: Date): Promise<void>;
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

/** What forgetting a customer takes. Each call can be repeated. */
export interface PersonalDataStore {
  /** With its visit and its link. False: the stored version is another, or it is gone. */
  removeTransition(transition: Pick<Transition, 'organisationId' | 'transitionId' | 'version'>): Promise<boolean>;
  /** Of every state; answers how many. */
  removeDeliveries(organisationId: string, transitionId: string): Promise<number>;
  /** Puts each of these in the place of the audit event with its transition and `seq`; adds none. */
  rewriteAudit(events: readonly TransitionEvent[]): Promise<void>;
  /** Removes dialog states and ephemeral values whose JSON contains one of these texts; answers how many. */
  removeMentions(texts: readonly string[]): Promise<number>;
}

/** Everything that is moved to another store. Leases, dedupe records and ephemeral values end by themselves and stay. */
export type StoredRecord =
  | { kind: 'transition'; transition: Transition }
  | { kind: 'visit'; visit: { organisationId: string; transitionId: string; quietVisits: number; dueAt?: Date } }
  | { kind: 'delivery'; delivery: Delivery }
  | { kind: 'conversation'; conversation: Conversation }
  | { kind: 'subscription'; subscription: Subscription }
  | { kind: 'auditEvent'; event: TransitionEvent }
  | { kind: 'dialog'; dialog: { key: string; json: string; writtenAt: Date } }
  | { kind: 'secret'; secret: { name: string; version: number; value: string } };

export type RecordKind = StoredRecord['kind'];

/** Every record as it is, for moving to another store. Nobody else writes meanwhile. */
export interface RecordStore {
  /** In the order in which they were added, where the engine keeps one. `after` is the `next` of the page before. */
  dump(kind: RecordKind, page: { after?: string; limit: number }): Promise<{ items: StoredRecord[]; next?: string }>;
  /**
   * Writes them as they are, over those that have the same key; a transition before its visit. What its outbox holds is
   * what the relay has not expanded. Rejects with RecordClashError where another transition is in the way.
   */
  load(records: readonly StoredRecord[]): Promise<void>;
}

/** Another transition of this store has the link of this one, or the same tenant open. */
export class RecordClashError extends Error {
  readonly transitionId: string;

  constructor(transitionId: string, options: { cause: unknown }) {
    super('another transition is in the way of a record', options);
    this.name = 'RecordClashError';
    this.transitionId = transitionId;
  }
}

export interface Store {
  transitions: TransitionStore;
  visits: VisitStore;
  outbox: OutboxStore;
  deliveries: DeliveryStore;
  deadLetters: DeadLetterStore;
  conversations: ConversationStore;
  subscriptions: SubscriptionStore;
  audit: AuditStore;
  dialogs: DialogStore;
  turns: TurnStore;
  ephemeral: EphemeralStore;
  secrets: SecretStore;
  personalData: PersonalDataStore;
  records: RecordStore;
  /** Resolves when the store can be read and written; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

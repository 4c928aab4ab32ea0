import type { Transition } from '../../transition.ts';
import type { Page } from './page.ts';

export type InsertOutcome =
  | { kind: 'inserted' }
  /** This id was used before: the caller runs again after a crash or a double click. */
  | { kind: 'exists'; transition: Transition }
  /** Another open transition has this tenant in this organisation. */
  | { kind: 'tenantTaken'; transition: Transition };

/** What a change at Microsoft is about. Ids in lower case. */
export type MicrosoftSubject = { tenantId: string } | { relationshipId: string };

export interface TransitionPage extends Page<Transition> {
  /** The ids of those that belong here and cannot be read; absent where all can. */
  unreadable?: readonly string[];
}

/**
 * Records come back with only the outbox events that are not expanded yet. What finds several leaves out those that cannot
 * be read; what finds one by its id, or has one in its way, fails on it. So nothing is begun beside an open one that nobody
 * can read.
 */
export interface TransitionStore {
  insert(transition: Transition, options: { visitDueAt: Date }): Promise<InsertOutcome>;
  /**
   * Writes only when the stored version is `transition.version - 1` and no other open transition has the tenant; false
   * means somebody else wrote first.
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
  /** Newest first. `open` leaves out what is Normal or cancelled. A page is the shorter by those that cannot be read. */
  list(
    organisationId: string,
    query: { open: boolean; ownerId?: string; createdBefore?: Date; cursor?: string; limit: number },
  ): Promise<TransitionPage>;
}

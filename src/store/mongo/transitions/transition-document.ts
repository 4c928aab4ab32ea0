import { isOpen, type Transition } from '../../../core/transition.ts';
import { searchTextOf } from '../../search-text.ts';
import { transitionFromRecord, transitionToRecord } from '../../records/transition-record.ts';
import type { CollectionPlan } from '../engine/collection.ts';
import { keyOf } from '../engine/key-of.ts';
import { searchKeysOf } from './search-keys.ts';

/** A transition, its visit and its outbox in one document, so that one write changes all of them or nothing. */
export interface TransitionDocument {
  _id: string;
  /** Of `transition`; the other fields follow from it. */
  schemaVersion: number;
  transition: unknown;
  organisationId: string;
  transitionId: string;
  version: number;
  linkId: string;
  tenantId: string;
  relationshipId?: string;
  /** Unique: the tenant's while the transition is open, its own when it is closed. */
  tenantClaim: string;
  isOpen: boolean;
  ownerId: string;
  createdAt: Date;
  searchText: string;
  searchKeys: string[];
  lastEventSeq: number;
  expandedSeq: number;
  /** When the oldest event that is not expanded happened. */
  outboxSince?: Date;
  visit: VisitFields;
}

interface VisitFields {
  dueAt?: Date;
  quietVisits: number;
  /** Made due while another holds it: the settle leaves the due time alone. */
  woken: boolean;
  leaseToken?: string;
  leaseUntil?: Date;
}

/** Each query names the index it relies on. */
export const transitionsPlan: CollectionPlan = {
  name: 'transitions',
  indexes: [
    { name: 'link', key: { linkId: 1 }, unique: true },
    { name: 'tenantClaim', key: { tenantClaim: 1 }, unique: true },
    { name: 'tenant', key: { tenantId: 1, createdAt: -1, transitionId: -1 } },
    { name: 'relationship', key: { relationshipId: 1, createdAt: -1, transitionId: -1 } },
    { name: 'listed', key: { organisationId: 1, createdAt: -1, transitionId: -1 } },
    { name: 'listedByState', key: { organisationId: 1, isOpen: 1, createdAt: -1, transitionId: -1 } },
    { name: 'owned', key: { organisationId: 1, ownerId: 1, createdAt: -1, transitionId: -1 } },
    { name: 'ownedByState', key: { organisationId: 1, ownerId: 1, isOpen: 1, createdAt: -1, transitionId: -1 } },
    { name: 'found', key: { searchKeys: 1, createdAt: -1 } },
    { name: 'outbox', key: { outboxSince: 1, _id: 1 } },
    { name: 'visitsDue', key: { 'visit.dueAt': 1, 'visit.leaseUntil': 1 } },
  ],
};

export function transitionKey({ organisationId, transitionId }: TransitionName): string {
  return keyOf(organisationId, transitionId);
}

type TransitionName = Pick<Transition, 'organisationId' | 'transitionId'>;

export function openTenantClaim(organisationId: string, tenantId: string): string {
  return keyOf('open', organisationId, tenantId);
}

/** All fields that follow from the transition itself. */
export function transitionFields(transition: Transition) {
  const { organisationId, transitionId, tenant } = transition;
  const searchText = searchTextOf(transition);
  return {
    ...transitionToRecord(transition),
    organisationId,
    transitionId,
    version: transition.version,
    linkId: transition.link.linkId,
    tenantId: tenant.tenantId,
    relationshipId: transition.relationshipId,
    tenantClaim: isOpen(transition)
      ? openTenantClaim(organisationId, tenant.tenantId)
      : keyOf('closed', organisationId, transitionId),
    isOpen: isOpen(transition),
    ownerId: transition.owner.userId,
    createdAt: transition.createdAt,
    searchText,
    searchKeys: searchKeysOf(organisationId, searchText),
    lastEventSeq: transition.lastEventSeq,
  };
}

/** Since when the oldest event has waited to become deliveries; undefined when none does. */
export function outboxSinceOf(transition: Transition): Date | undefined {
  return transition.outbox[0]?.at;
}

/** What the relay has expanded is no longer in the outbox, although the document may still hold it. */
export function transitionOf(document: TransitionDocument): Transition {
  const transition = transitionFromRecord(document);
  return { ...transition, outbox: transition.outbox.filter(({ seq }) => seq > document.expandedSeq) };
}

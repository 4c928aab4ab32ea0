import type { Collection } from 'mongodb';
import type { TransitionEvent } from '../../core/events.ts';
import type { AuditStore } from '../../core/ports/store/audit-store.ts';
import { eventFromRecord, eventToRecord } from '../records/event-record.ts';
import { atOnce } from './engine/at-once.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { keyOf } from './engine/key-of.ts';
import { unlessDuplicate } from './engine/upsert.ts';

export interface AuditDocument {
  _id: string;
  /** Of `event`. */
  schemaVersion: number;
  event: unknown;
  organisationId: string;
  transitionId: string;
  seq: number;
}

export const auditPlan: CollectionPlan = {
  name: 'auditEvents',
  indexes: [{ name: 'transition', key: { organisationId: 1, transitionId: 1, seq: 1 } }],
};

export function auditDocument(event: TransitionEvent): AuditDocument {
  const { organisationId, transitionId, seq } = event;
  const _id = keyOf(organisationId, transitionId, seq);
  return { _id, ...eventToRecord(event), organisationId, transitionId, seq };
}

export function createAuditStore(audit: Collection<AuditDocument>): AuditStore {
  return {
    async append(events) {
      if (events.length === 0) return;
      // Unordered: those behind one that is known already are added all the same.
      await unlessDuplicate(() => audit.insertMany(events.map(auditDocument), { ordered: false }));
    },
    // Index: transition
    async listFor(organisationId, transitionId) {
      const found = await atOnce(audit.find({ organisationId, transitionId }).sort({ seq: 1 }));
      return found.map(eventFromRecord);
    },
  };
}

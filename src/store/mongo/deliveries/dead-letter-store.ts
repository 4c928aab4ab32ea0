import type { Collection } from 'mongodb';
import { z } from 'zod';
import type { DeadLetterStore } from '../../../core/ports/store/dead-letter-store.ts';
import { cursorOf, placeOf } from '../../page-cursor.ts';
import { atOnce } from '../engine/at-once.ts';
import type { DeliveryDocument } from './delivery-document.ts';

const withKind = z.object({ kind: z.string() });

/** Their message may be what nobody could read. */
function kindOf(part: unknown): string {
  return withKind.safeParse(part).data?.kind ?? '';
}

export function createDeadLetterStore(deliveries: Collection<DeliveryDocument>): DeadLetterStore {
  return {
    // Index: byState
    async list(organisationId, { cursor, limit }) {
      const { createdAt, transitionId: deliveryId } = placeOf(cursor);
      const dead = deliveries.find({
        organisationId,
        state: 'dead',
        createdAt: { $lte: createdAt },
        $or: [{ createdAt: { $lt: createdAt } }, { _id: { $lt: deliveryId } }],
      });
      const found = await atOnce(dead.sort({ createdAt: -1, _id: -1 }), limit + 1);
      const items = found.slice(0, limit).map((document) => ({
        deliveryId: document._id,
        organisationId: document.organisationId,
        transitionId: document.transitionId,
        content: kindOf(document.content),
        recipient: kindOf(document.recipient),
        createdAt: document.createdAt,
        attempts: document.attempts,
        ...(document.failure !== undefined && { failure: document.failure }),
      }));
      const last = items.at(-1);
      if (found.length <= limit || !last) return { items };
      return { items, nextCursor: cursorOf({ createdAt: last.createdAt, transitionId: last.deliveryId }) };
    },

    // Index: _id
    async requeue(organisationId, deliveryId, dueAt) {
      const { matchedCount } = await deliveries.updateOne(
        { _id: deliveryId, organisationId, state: 'dead' },
        { $set: { state: 'pending', dueAt, claimableAt: dueAt, attempts: 0 }, $unset: { failure: '' } },
      );
      return matchedCount === 1;
    },

    // Index: _id
    async drop(organisationId, deliveryId) {
      const { deletedCount } = await deliveries.deleteOne({ _id: deliveryId, organisationId, state: 'dead' });
      return deletedCount === 1;
    },
  };
}

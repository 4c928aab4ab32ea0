import { z } from 'zod';
import { postedCards, type Delivery } from '../../../core/delivery.ts';
import type { Claimed } from '../../../core/ports/store/claim.ts';
import type { DeliveryStore } from '../../../core/ports/store/delivery-store.ts';
import { readableOfClaimed } from '../../readable.ts';
import { deliveryState } from '../../records/delivery-record.ts';
import {
  deliveryColumns,
  deliveryOf,
  deliveryRow,
  deliveryValues,
  insertDelivery,
  progressOf,
  rawDeliveryRow,
} from './delivery-row.ts';
import type { Connection } from '../engine/connection.ts';
import { deleteInBatches } from '../engine/delete-in-batches.ts';

export function createDeliveryStore(connection: Connection): DeliveryStore {
  const insert = connection.command(`${insertDelivery} ON CONFLICT DO NOTHING`);
  const { claim, renew, markSending, settle, giveUp } = prepareLease(connection);
  const { byId, counts, removeSent } = prepareRest(connection);

  return {
    async add(deliveries) {
      await connection.transact(() => {
        for (const delivery of deliveries) insert(deliveryValues(delivery));
      });
    },

    get: (deliveryId) => connection.run(() => byId({ deliveryId })[0]?.delivery),

    async claimDeliveries({ now, until, token, limit }) {
      const rows = await connection.run(() => claim({ now: now.getTime(), until: until.getTime(), token, limit }));
      // RETURNING promises no order.
      rows.sort((a, b) => a.due_at - b.due_at || a.row_id - b.row_id);
      const items = await readableOfClaimed(rows, {
        itemOf: deliveryOf,
        giveUp: (row) => connection.run(() => giveUp({ deliveryId: row.delivery_id, token })),
      });
      return items.map((item) => ({ item, token }));
    },

    renewDelivery: (claimed, until) =>
      connection.run(() => renew({ ...leaseOf(claimed), until: until.getTime() }) === 1),

    markSending: (claimed, until) =>
      connection.run(() => markSending({ ...leaseOf(claimed), until: until.getTime() }) === 1),

    settleDelivery: (claimed, delivery) =>
      connection.run(() => settle({ ...leaseOf(claimed), ...progressOf(delivery) }) === 1),

    async countByState(organisationId) {
      const found = await connection.run(() => counts({ organisationId }));
      const none = { pending: 0, sending: 0, dead: 0 };
      return { ...none, ...Object.fromEntries(found.map(({ state, number }) => [state, number])) };
    },

    deleteSentBefore: (before) =>
      deleteInBatches(connection, ({ limit }) => removeSent({ before: before.getTime(), limit })),
  };
}

function leaseOf({ item, token }: Claimed<Delivery>) {
  return { deliveryId: item.deliveryId, token };
}

/** Their activity ids say where the cards are. */
const kept = postedCards.map((kind) => `'${kind}'`).join(', ');

function prepareRest(connection: Connection) {
  return {
    byId: connection.query(`SELECT ${deliveryColumns} FROM deliveries WHERE delivery_id = :deliveryId`, deliveryRow),
    counts: connection.query(
      `SELECT state, count(*) AS number FROM deliveries
       WHERE organisation_id = :organisationId AND state <> 'sent' GROUP BY state`,
      z.object({ state: deliveryState, number: z.number() }),
    ),
    removeSent: connection.command(
      `DELETE FROM deliveries WHERE row_id IN
         (SELECT row_id FROM deliveries
          WHERE state = 'sent' AND json_extract(message, '$.content.kind') NOT IN (${kept})
            AND due_at < :before LIMIT :limit)`,
    ),
  };
}

function prepareLease(connection: Connection) {
  const leased = 'delivery_id = :deliveryId AND lease_token = :token';
  return {
    // Ties go to the one added first, so that one conversation hears things in the order in which they happened.
    claim: connection.query(
      `UPDATE deliveries SET lease_token = :token, lease_until = :until
       WHERE row_id IN
         (SELECT row_id FROM deliveries
          WHERE state IN ('pending', 'sending') AND due_at <= :now AND (lease_until IS NULL OR lease_until <= :now)
          ORDER BY due_at, row_id LIMIT :limit)
       RETURNING ${deliveryColumns}`,
      rawDeliveryRow,
    ),
    renew: connection.command(`UPDATE deliveries SET lease_until = :until WHERE ${leased}`),
    markSending: connection.command(`UPDATE deliveries SET state = 'sending', lease_until = :until WHERE ${leased}`),
    settle: connection.command(
      `UPDATE deliveries SET
         lease_token = NULL, lease_until = NULL,
         state = :state, due_at = :dueAt, attempts = :attempts, activity_id = :activityId, failure = :failure
       WHERE ${leased}`,
    ),
    giveUp: connection.command(
      `UPDATE deliveries SET lease_token = NULL, lease_until = NULL, state = 'dead', failure = 'UNREADABLE'
       WHERE ${leased}`,
    ),
  };
}

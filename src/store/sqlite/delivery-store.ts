import { z } from 'zod';
import type { Delivery } from '../../core/delivery.ts';
import type { Claimed, DeliveryStore } from '../../core/ports/store.ts';
import { deliveryState, messageToJson } from '../records/delivery-record.ts';
import { deliveryColumns, deliveryRow } from './delivery-row.ts';
import type { Connection } from './engine/connection.ts';

export function createDeliveryStore(connection: Connection): DeliveryStore {
  const insert = prepareInsert(connection);
  const { claim, renew, markSending, settle } = prepareLease(connection);
  const byId = connection.query(
    `SELECT ${deliveryColumns} FROM deliveries WHERE delivery_id = :deliveryId`,
    deliveryRow,
  );
  const counts = connection.query(
    'SELECT state, count(*) AS number FROM deliveries WHERE organisation_id = :organisationId GROUP BY state',
    z.object({ state: deliveryState, number: z.number() }),
  );

  return {
    async add(deliveries) {
      await connection.transact(() => {
        for (const delivery of deliveries) insert(columnsOf(delivery));
      });
    },

    get: (deliveryId) => connection.run(() => byId({ deliveryId })[0]?.delivery),

    async claimDeliveries({ now, until, token, limit }) {
      const rows = await connection.run(() => claim({ now: now.getTime(), until: until.getTime(), token, limit }));
      // RETURNING promises no order.
      return rows
        .sort((a, b) => a.delivery.dueAt.getTime() - b.delivery.dueAt.getTime() || a.rowId - b.rowId)
        .map(({ delivery }) => ({ item: delivery, token }));
    },

    renewDelivery: (claimed, until) =>
      connection.run(() => renew({ ...leaseOf(claimed), until: until.getTime() }) === 1),

    markSending: (claimed) => connection.run(() => markSending(leaseOf(claimed)) === 1),

    settleDelivery: (claimed, delivery) =>
      connection.run(() => settle({ ...leaseOf(claimed), ...progressOf(delivery) }) === 1),

    async countByState(organisationId) {
      const found = await connection.run(() => counts({ organisationId }));
      const none = { pending: 0, sending: 0, sent: 0, dead: 0 };
      return { ...none, ...Object.fromEntries(found.map(({ state, number }) => [state, number])) };
    },
  };
}

function leaseOf({ item, token }: Claimed<Delivery>) {
  return { deliveryId: item.deliveryId, token };
}

/** What an attempt changes. */
function progressOf(delivery: Delivery) {
  return {
    state: delivery.state,
    dueAt: delivery.dueAt.getTime(),
    attempts: delivery.attempts,
    activityId: delivery.activityId ?? null,
    failure: delivery.failure ?? null,
  };
}

function columnsOf(delivery: Delivery) {
  return {
    deliveryId: delivery.deliveryId,
    organisationId: delivery.organisationId,
    transitionId: delivery.transitionId,
    message: messageToJson(delivery),
    createdAt: delivery.createdAt.getTime(),
    ...progressOf(delivery),
  };
}

function prepareInsert(connection: Connection) {
  return connection.command(
    `INSERT INTO deliveries
       (delivery_id, organisation_id, transition_id, message, state, created_at, due_at, attempts, activity_id, failure)
     VALUES
       (:deliveryId, :organisationId, :transitionId, :message, :state, :createdAt, :dueAt, :attempts, :activityId,
        :failure)
     ON CONFLICT DO NOTHING`,
  );
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
      deliveryRow,
    ),
    renew: connection.command(`UPDATE deliveries SET lease_until = :until WHERE ${leased}`),
    markSending: connection.command(`UPDATE deliveries SET state = 'sending' WHERE ${leased}`),
    settle: connection.command(
      `UPDATE deliveries SET
         lease_token = NULL, lease_until = NULL,
         state = :state, due_at = :dueAt, attempts = :attempts, activity_id = :activityId, failure = :failure
       WHERE ${leased}`,
    ),
  };
}

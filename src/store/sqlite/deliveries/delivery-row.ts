import { z } from 'zod';
import type { Delivery } from '../../../core/delivery.ts';
import { deliveryState, messageFromJson, messageToJson } from '../../records/delivery-record.ts';

export const deliveryColumns =
  'row_id, delivery_id, organisation_id, transition_id, message, state, created_at, due_at, attempts, activity_id, failure';

/** As it lies in the table, the message unread. */
export const rawDeliveryRow = z.object({
  row_id: z.number(),
  delivery_id: z.string(),
  organisation_id: z.string(),
  transition_id: z.string(),
  message: z.string(),
  state: deliveryState,
  created_at: z.number(),
  due_at: z.number(),
  attempts: z.number(),
  activity_id: z.string().nullable(),
  failure: z.string().nullable(),
});

export function deliveryOf(row: z.infer<typeof rawDeliveryRow>): Delivery {
  return {
    deliveryId: row.delivery_id,
    organisationId: row.organisation_id,
    transitionId: row.transition_id,
    ...messageFromJson(row.message),
    state: row.state,
    createdAt: new Date(row.created_at),
    dueAt: new Date(row.due_at),
    attempts: row.attempts,
    ...(row.activity_id !== null && { activityId: row.activity_id }),
    ...(row.failure !== null && { failure: row.failure }),
  };
}

export const deliveryRow = rawDeliveryRow.transform((row) => ({ rowId: row.row_id, delivery: deliveryOf(row) }));

/** What an attempt changes. */
export function progressOf(delivery: Delivery) {
  return {
    state: delivery.state,
    dueAt: delivery.dueAt.getTime(),
    attempts: delivery.attempts,
    activityId: delivery.activityId ?? null,
    failure: delivery.failure ?? null,
  };
}

export function deliveryValues(delivery: Delivery) {
  return {
    deliveryId: delivery.deliveryId,
    organisationId: delivery.organisationId,
    transitionId: delivery.transitionId,
    message: messageToJson(delivery),
    createdAt: delivery.createdAt.getTime(),
    ...progressOf(delivery),
  };
}

/** Ends with the place for an ON CONFLICT clause. */
export const insertDelivery = `INSERT INTO deliveries
  (delivery_id, organisation_id, transition_id, message, state, created_at, due_at, attempts, activity_id, failure)
VALUES
  (:deliveryId, :organisationId, :transitionId, :message, :state, :createdAt, :dueAt, :attempts, :activityId, :failure)`;

import { z } from 'zod';
import type { Delivery } from '../../core/delivery.ts';
import { deliveryState, messageFromJson } from '../records/delivery-record.ts';

export const deliveryColumns =
  'row_id, delivery_id, organisation_id, transition_id, message, state, created_at, due_at, attempts, activity_id, failure';

export const deliveryRow = z
  .object({
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
  })
  .transform((row): { rowId: number; delivery: Delivery } => ({
    rowId: row.row_id,
    delivery: {
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
    },
  }));

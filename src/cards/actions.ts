import * as z from 'zod';
import { asTyped } from './forms/inputs.ts';

const nonce = z.string().min(1).max(100);
const transitionId = z.string().min(1).max(200);
const tenantId = z.string().min(1).max(100);
/** Of the link that the card showed: a second click does not replace the new link again. */
const linkVersion = z.int().positive();
const reviewSection = z.enum(['customer', 'address', 'tenant', 'licences']);
export type ReviewSection = z.infer<typeof reviewSection>;

const formAction = z.discriminatedUnion('action', [
  z.object({ action: z.enum(['next', 'back', 'cancelForm', 'restart', 'skip', 'submit', 'submitPrivately']), nonce }),
  z.object({ action: z.literal('editSection'), nonce, section: reviewSection }),
]);

const transitionAction = z.discriminatedUnion('action', [
  z.object({
    action: z.enum([
      'checkNow',
      'sendInstructions',
      'editCustomer',
      'handOver',
      'assignOwner',
      'cancelTransition',
      'extendRelationship',
      'approveRelationship',
      'requestQualification',
      'showTransition',
    ]),
    transitionId,
  }),
  z.object({
    action: z.literal('reissueLink'),
    transitionId,
    linkVersion,
    /** The delegated admin relationship of which the card said that the customer is asked for another one. */
    replaces: z.string().min(1).max(200).optional(),
  }),
  z.object({ action: z.literal('revokeLink'), transitionId, linkVersion }),
  z.object({
    action: z.enum(['lookAtTenant', 'switchTenant']),
    transitionId,
    /** Of the tenant that the card showed as ours, and of the one that somebody came from. */
    fromTenantId: tenantId,
    tenantId,
  }),
]);

const looseAction = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('listPage'),
    page: z.int().min(1).max(100_000),
    filter: z.string().max(400).optional(),
    ownerId: z.string().min(1).max(200).optional(),
  }),
  z.object({ action: z.literal('runCommand'), command: z.string().min(1).max(40) }),
  z.object({ action: z.literal('retryDelivery'), deliveryId: z.string().min(1).max(200) }),
  z.object({ action: z.enum(['dismiss', 'retryAllDeliveries']) }),
]);

export type FormAction = z.infer<typeof formAction>;
type TransitionAction = z.infer<typeof transitionAction>;
type LooseAction = z.infer<typeof looseAction>;
export type CardAction = FormAction | TransitionAction | LooseAction;

/** Everything of ours in a button's data is under one key, which no input may be named: inputs overwrite data. */
export const payloadKey = 'pc';
/** Counted up when a payload changes its meaning; cards with another version answer that they are out of date. */
export const payloadVersion = 1;

const payload = z.union([formAction, transitionAction, looseAction]);
const submission = z.object({ [payloadKey]: z.looseObject({ v: z.literal(payloadVersion) }) });

export type Submission =
  | { kind: 'action'; action: CardAction; inputs: Readonly<Record<string, string>> }
  /** Of ours, but from a version or with a payload that we do not know: old cards stay in chats for years. */
  | { kind: 'outdated' }
  | { kind: 'foreign' };

/** Reads what a button sent. All of it is under the sender's control: an id in it is to be looked up, never believed. */
export function readSubmission(value: unknown): Submission {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, payloadKey)) return { kind: 'foreign' };
  const current = submission.safeParse(value);
  const action = payload.safeParse(current.data?.[payloadKey]);
  return action.success ? { kind: 'action', action: action.data, inputs: typedInputs(value) } : { kind: 'outdated' };
}

export function isFormAction(action: CardAction): action is FormAction {
  return 'nonce' in action;
}

const mostInputs = 30;

function typedInputs(value: object): Record<string, string> {
  const typed = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(typed.slice(0, mostInputs).map(([id, text]) => [id, asTyped(text)]));
}

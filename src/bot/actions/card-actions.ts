import type { CardAction, FormAction } from '../../cards/actions.ts';
import { receiptCard } from '../../cards/forms/receipt-card.ts';
import type { StaffRole } from '../../core/people.ts';
import type { ChangeOutcome } from '../../core/use-cases/change-transition.ts';
import {
  cancelTransition,
  reissueLink,
  revokeLink,
  sendInstructions,
  type StaffAction,
  type StaffActionDeps,
} from '../../core/use-cases/staff/staff-actions.ts';
import { wantQualification } from '../../core/use-cases/staff/want-qualification.ts';
import type { TextKey } from '../../text/translate.ts';
import type { BotParts, Call } from '../bot-parts.ts';
import { listPage, nothingListed, showStatus, type Listing } from '../commands/find-transitions.ts';
import { retryAllDeliveries, retryDelivery } from '../commands/deliveries.ts';
import { editCustomerDialogId } from '../dialogs/edit-customer-dialog.ts';
import { say, showCard } from '../turns/speak.ts';
import { checkNow } from './check-now.ts';
import { askNewOwner, assignOwner } from './hand-over.ts';
import { asksFirst } from './new-link.ts';
import { outcomeText, transitionOf } from './outcome.ts';
import { approve, extend } from './relationship.ts';
import { askForSwitch, takeTenant } from './switch-tenant.ts';

/** What a button asks for; forms are answered by their dialog, and a command is run as if typed. */
type Action = Exclude<CardAction, FormAction | { action: 'runCommand' }>;
type Inputs = Record<string, string>;

interface Entry<A> {
  requiredRole: StaffRole;
  run(call: Call, action: A, inputs: Inputs): Promise<void>;
}

/** Every button of cards that are no forms. Ids on a card only look up; who may do it is asked again. */
export const cardActions: { [Name in Action['action']]: Entry<Extract<Action, { action: Name }>> } = {
  checkNow: { requiredRole: 'staff', run: checkNow },
  sendInstructions: {
    requiredRole: 'staff',
    run: (call, action) => change(call, action, { done: 'bot.action.instructionsSent', useCase: sendInstructions }),
  },
  editCustomer: { requiredRole: 'staff', run: openEdit },
  handOver: { requiredRole: 'staff', run: askNewOwner },
  assignOwner: { requiredRole: 'staff', run: assignOwner },
  cancelTransition: {
    requiredRole: 'staff',
    run: (call, action) => change(call, action, { done: 'bot.action.cancelled', useCase: cancelTransition }),
  },
  // It makes our access outlast what the customer was asked for, without asking them again.
  extendRelationship: { requiredRole: 'manager', run: extend },
  // It binds us to what the provider wrote.
  approveRelationship: { requiredRole: 'manager', run: approve },
  // What Microsoft vets stands in the partner's name.
  requestQualification: { requiredRole: 'manager', run: askForQualification },
  showTransition: { requiredRole: 'staff', run: show },
  reissueLink: { requiredRole: 'staff', run: replaceLink },
  revokeLink: { requiredRole: 'staff', run: endLink },
  // Whose it is, or a manager: asked again by the use case.
  lookAtTenant: { requiredRole: 'staff', run: askForSwitch },
  switchTenant: { requiredRole: 'staff', run: takeTenant },
  listPage: { requiredRole: 'staff', run: turnPage },
  retryDelivery: { requiredRole: 'operator', run: retryDelivery },
  retryAllDeliveries: { requiredRole: 'operator', run: retryAllDeliveries },
  dismiss: { requiredRole: 'staff', run: dismiss },
};

/** One row of the table, whatever its action: the table's type pairs them. */
export async function runCardAction(call: Call, action: Action, inputs: Inputs): Promise<void> {
  const entry = cardActions[action.action] as Entry<Action>;
  await entry.run(call, action, inputs);
}

type StaffUseCase = (deps: StaffActionDeps, action: StaffAction) => Promise<ChangeOutcome>;

async function change(
  { turn, parts }: Call,
  { transitionId }: { transitionId: string },
  { done, useCase }: { done: TextKey; useCase: StaffUseCase },
): Promise<void> {
  const outcome = await useCase(depsOf(parts), { member: turn.member, transitionId });
  parts.wakeDelivery();
  parts.wakeWatcher();
  await say(turn.context, outcomeText({ parts, turn }, outcome, done));
}

function depsOf({ store, clock, policy }: BotParts) {
  return { transitions: store.transitions, clock, policy };
}

async function askForQualification(call: Call, action: { transitionId: string }): Promise<void> {
  const useCase: StaffUseCase = (deps, asked) => wantQualification({ ...deps, ids: call.parts.ids }, asked);
  await change(call, action, { done: 'bot.action.qualificationWanted', useCase });
}

async function replaceLink(call: Call, action: Extract<Action, { action: 'reissueLink' }>): Promise<void> {
  if (await asksFirst(call, action)) return;
  const { linkVersion: seenVersion, replaces } = action;
  const useCase: StaffUseCase = (deps, asked) => reissueLink(deps, { ...asked, seenVersion, replaces });
  const done = replaces === undefined ? 'bot.action.linkReissued' : 'bot.action.relationshipReplaced';
  await change(call, action, { done, useCase });
}

/** A card that shows an earlier link does not end the one that replaced it. */
async function endLink(call: Call, action: { transitionId: string; linkVersion: number }): Promise<void> {
  const transition = await transitionOf(call, action.transitionId);
  if (!transition) return;
  if (transition.link.version === action.linkVersion) {
    await change(call, action, { done: 'bot.action.linkRevoked', useCase: revokeLink });
  } else {
    const company = transition.customer.companyName;
    await say(call.turn.context, call.parts.translate('bot.action.alreadyDone', { company }));
  }
}

async function openEdit(call: Call, { transitionId }: { transitionId: string }): Promise<void> {
  const { dialogs, turn, parts } = call;
  if (dialogs.isRunning()) {
    await say(turn.context, parts.translate('bot.form.finishFirst'));
    return;
  }
  const transition = await transitionOf(call, transitionId);
  if (transition) await dialogs.begin(editCustomerDialogId, { transitionId, customer: transition.customer });
}

async function show(call: Call, { transitionId }: { transitionId: string }): Promise<void> {
  const transition = await transitionOf(call, transitionId);
  if (transition) await showStatus(call, transition);
}

async function turnPage(call: Call, { page, filter, ownerId }: Extract<Action, { action: 'listPage' }>): Promise<void> {
  const listing: Listing = { ...(filter !== undefined && { filter }), ...(ownerId !== undefined && { ownerId }) };
  const card = await listPage(call, listing, page);
  const { turn, parts } = call;
  if (card) await showCard(turn.context, card, turn.context.activity.replyToId);
  else await say(turn.context, nothingListed(parts.translate, listing));
}

async function dismiss({ turn, parts }: Call): Promise<void> {
  const { translate } = parts;
  const card = receiptCard(translate, { title: translate('bot.action.dismissed'), facts: [] });
  await showCard(turn.context, card, turn.context.activity.replyToId);
}

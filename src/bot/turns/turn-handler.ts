import { ActivityTypes, type TurnContext } from 'botbuilder';
import { StaleETagError } from '../../core/ports/store/dialog-store.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOf } from '../commands/parse-command.ts';
import type { DialogHost } from '../dialogs/dialog-host.ts';
import type { DialogState } from '../dialogs/dialog-state.ts';
import type { ConversationMemory } from '../people/conversation-memory.ts';
import { conversationKindOf } from '../people/organisation-of.ts';
import type { Caller } from '../people/staff-lookup.ts';
import { handleInstallation } from './installation.ts';
import { answerInvoke } from './invoke-answer.ts';
import { laneOf } from './lane-of.ts';
import { say } from './speak.ts';
import { handleSubmission } from './submissions.ts';
import type { TurnAdmission } from './turn-admission.ts';
import type { TurnLanes } from './turn-lanes.ts';
import { bindTurn, type Turn } from './turn.ts';
import { runText } from './typed-text.ts';

export interface TurnHandlerDeps {
  parts: BotParts;
  memory: ConversationMemory;
  host: DialogHost;
  dialogState: DialogState;
  admission: TurnAdmission;
  lanes: TurnLanes;
  turnError: (context: TurnContext, error: unknown) => Promise<void>;
}

/** One turn from arrival to the last write. Turns of one person in one conversation come one after the other. */
export function createTurnHandler(deps: TurnHandlerDeps): (context: TurnContext) => Promise<void> {
  const { admission, lanes, turnError } = deps;
  const run = async (context: TurnContext) => {
    const admitted = await admission.admit(context.activity).catch((error: unknown) => turnError(context, error));
    if (!admitted) return;
    if (admitted.kind !== 'admitted') {
      await turnAway(deps, context, admitted.kind);
      return;
    }
    try {
      await takeTurn(deps, context);
    } catch (error) {
      await turnError(context, error);
    }
    await admitted.turn.finish();
  };
  return (context) => lanes.run(laneOf(deps.parts.hashOf, context.activity), () => run(context));
}

/** A redelivered message was answered where it was handled; an invoke wants an answer in any case. */
async function turnAway({ parts }: TurnHandlerDeps, context: TurnContext, why: 'repeated' | 'busy'): Promise<void> {
  const { type, id, conversation } = context.activity;
  if (why === 'busy') {
    parts.log.warn({ activityId: id, conversationId: conversation.id }, 'turn refused: an earlier one does not end');
  }
  const text = parts.translate(why === 'busy' ? 'bot.turn.busy' : 'bot.card.used');
  if (type === ActivityTypes.Invoke) await answerInvoke(context, text);
  else if (type === ActivityTypes.Message && why === 'busy') await say(context, text);
}

async function takeTurn(deps: TurnHandlerDeps, context: TurnContext): Promise<void> {
  const { type } = context.activity;
  if (type === ActivityTypes.InstallationUpdate) {
    await handleInstallation(deps, context);
  } else if (type === ActivityTypes.Message || type === ActivityTypes.Invoke) {
    const caller = await deps.parts.staff.callerOf(context);
    if (caller.kind === 'staff') await takeStaffTurn(deps, context, caller);
    else await refuse(deps, context, caller);
  }
}

async function refuse({ parts }: TurnHandlerDeps, context: TurnContext, caller: Exclude<Caller, { kind: 'staff' }>) {
  const { conversation } = context.activity;
  const about = { conversationId: conversation.id, reason: caller.kind };
  if (caller.kind === 'unknown') parts.log.warn({ ...about, err: caller.cause }, 'a person could not be looked up');
  else parts.log.info(about, 'turn refused');
  const text = parts.translate(`bot.refused.${caller.kind}`);
  await (context.activity.type === ActivityTypes.Invoke ? answerInvoke(context, text) : say(context, text));
}

async function takeStaffTurn(
  deps: TurnHandlerDeps,
  context: TurnContext,
  { member, organisationName }: Extract<Caller, { kind: 'staff' }>,
): Promise<void> {
  const { parts, memory, host, dialogState } = deps;
  const { activity } = context;
  const conversationId = activity.conversation.id;
  const { organisationId, userId } = member;
  const log = parts.log.child({ activityId: activity.id, conversationId, organisationId, userId });
  await memory.remember(activity, organisationId, userId);
  if (activity.type === ActivityTypes.Invoke) {
    await answerInvoke(context, parts.translate('bot.card.outdated'));
    return;
  }
  const later: (() => Promise<void>)[] = [];
  const conversationKind = conversationKindOf(activity);
  const afterSave: Turn['afterSave'] = (work) => void later.push(work);
  const turn: Turn = { context, member, organisationName, conversationId, conversationKind, log, afterSave };
  bindTurn(turn);
  const { dialogs, outdated } = await host.load(context);
  if (outdated) await say(context, parts.translate('bot.form.changedMeanwhile'));
  const value: unknown = activity.value;
  const call = { turn, dialogs, parts };
  if (typeof value === 'object' && value !== null) await handleSubmission(call, value);
  else await runText(call, textOf(activity));
  if (!(await saved(dialogState, turn, parts))) return;
  await runLater(later, turn);
  log.info({}, 'turn done');
}

/** False: another instance ran a turn of this person meanwhile, and what it saved stands. */
async function saved(dialogState: DialogState, { context, log }: Turn, parts: BotParts): Promise<boolean> {
  try {
    await dialogState.saveChanges(context);
    return true;
  } catch (error) {
    if (!(error instanceof StaleETagError)) throw error;
    log.warn({ err: error }, 'the dialog state was changed by another turn');
    await say(context, parts.translate('bot.form.overtaken'));
    return false;
  }
}

/** Everything that counts is saved: what fails here is a card that keeps its buttons, and they are refused politely. */
async function runLater(later: readonly (() => Promise<void>)[], { log }: Turn): Promise<void> {
  for (const work of later) {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'a card could not be replaced');
    }
  }
}

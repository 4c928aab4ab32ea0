import { ActivityTypes, type TurnContext } from 'botbuilder';
import { StaleETagError } from '../../core/ports/store/dialog-store.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOf } from '../commands/parse-command.ts';
import type { DialogHost } from '../dialogs/dialog-host.ts';
import type { DialogState } from '../dialogs/dialog-state.ts';
import type { ConversationMemory } from '../people/conversation-memory.ts';
import { conversationKindOf } from '../people/activity-conversation.ts';
import type { Caller } from '../people/staff-lookup.ts';
import { handleInstallation } from './installation.ts';
import { createAfterwards, type Afterwork } from './afterwards.ts';
import { answerInvoke } from './invoke-answer.ts';
import { laneOf } from '../lanes/lane-of.ts';
import { say } from './speak.ts';
import { handleSubmission } from './submissions.ts';
import type { TurnAdmission } from '../lanes/turn-admission.ts';
import type { TurnLanes } from '../lanes/turn-lanes.ts';
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

interface Arrived extends TurnHandlerDeps {
  arrivedAt: Date;
}

/** One turn from arrival to the last write. Turns of one person in one conversation come one after the other. */
export function createTurnHandler(deps: TurnHandlerDeps): (context: TurnContext) => Promise<void> {
  const { admission, lanes, turnError } = deps;
  const run = async (context: TurnContext, arrivedAt: Date) => {
    const admitted = await admission.admit(context.activity).catch((error: unknown) => turnError(context, error));
    if (!admitted) return;
    if (admitted.kind !== 'admitted') {
      await turnAway(deps, context, admitted.kind);
      return;
    }
    try {
      await takeTurn({ ...deps, arrivedAt }, context);
    } catch (error) {
      await turnError(context, error);
    }
    await admitted.turn.finish();
  };
  const { hashOf, clock } = deps.parts;
  return (context) => {
    const arrivedAt = clock.now();
    return lanes.run(laneOf(hashOf, context.activity), () => run(context, arrivedAt));
  };
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

async function takeTurn(deps: Arrived, context: TurnContext): Promise<void> {
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
  deps: Arrived,
  context: TurnContext,
  { member, organisationName }: Extract<Caller, { kind: 'staff' }>,
): Promise<void> {
  const { parts, memory, host, arrivedAt } = deps;
  const { activity } = context;
  const conversationId = activity.conversation.id;
  const { organisationId, userId } = member;
  const log = parts.log.child({ activityId: activity.id, conversationId, organisationId, userId });
  await memory.remember(activity, organisationId, userId);
  if (activity.type === ActivityTypes.Invoke) {
    await answerInvoke(context, parts.translate('bot.card.outdated'));
    return;
  }
  const conversationKind = conversationKindOf(activity);
  const { works, said, ...afterwards } = createAfterwards();
  const turn: Turn = {
    context,
    member,
    organisationName,
    conversationId,
    conversationKind,
    arrivedAt,
    log,
    ...afterwards,
  };
  bindTurn(turn);
  const { dialogs, outdated } = await host.load(context);
  if (outdated) await say(context, parts.translate('bot.form.changedMeanwhile'));
  const value: unknown = activity.value;
  const call = { turn, dialogs, parts };
  if (typeof value === 'object' && value !== null) await handleSubmission(call, value);
  else await runText(call, textOf(activity));
  const isSaved = await saved(deps, turn);
  if (!isSaved) await say(context, said() ?? parts.translate('bot.form.overtaken'));
  await runAll(works(isSaved), turn);
  if (isSaved) log.info({}, 'turn done');
}

/** False: another instance ran a turn of this person meanwhile, and what it saved stands. */
async function saved({ dialogState }: TurnHandlerDeps, { context, log }: Turn): Promise<boolean> {
  try {
    await dialogState.saveChanges(context);
    return true;
  } catch (error) {
    if (!(error instanceof StaleETagError)) throw error;
    log.warn({ err: error }, 'the dialog state was changed by another turn');
    return false;
  }
}

/** Everything that counts is saved: what fails here is a card that keeps its buttons, and they are refused politely. */
async function runAll(later: readonly Afterwork[], { log }: Turn): Promise<void> {
  for (const work of later) {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'a card could not be replaced');
    }
  }
}

import { ActivityTypes, type TurnContext } from 'botbuilder';
import { AppError } from '../../core/errors.ts';
import type { Ids } from '../../core/ports/runtime.ts';
import { StaleETagError } from '../../core/ports/store/dialog-store.ts';
import type { Translate } from '../../text/translate.ts';
import type { BotLog } from '../bot-deps.ts';
import type { DialogState } from '../dialogs/dialog-state.ts';
import { answerInvoke } from './invoke-answer.ts';
import { say } from './speak.ts';

/**
 * Ends what nobody expected: logged once with a reference number that the person gets too, and the dialog is dropped,
 * because a state that made a turn fail would make every later one fail. Where the database is out of reach, the person
 * is told that, and the dialog stays: it is not at fault.
 */
export function createTurnError(deps: { translate: Translate; ids: Ids; log: BotLog; dialogState: DialogState }) {
  const { translate, ids, log, dialogState } = deps;
  return async (context: TurnContext, error: unknown): Promise<void> => {
    const reference = ids.random().slice(-8).toUpperCase();
    const { activity } = context;
    const about = { reference, activityId: activity.id, conversationId: activity.conversation.id };
    log.error({ ...about, err: error }, 'turn failed');
    // A proactive turn has nobody waiting, and no dialog of its own.
    if (activity.type === ActivityTypes.Event) return;
    try {
      const isOutage = error instanceof AppError && error.code === 'STORE_UNAVAILABLE';
      if (!isOutage) await dropRead(dialogState, context);
      const text = isOutage ? translate('errors.STORE_UNAVAILABLE') : translate('bot.error.unexpected', { reference });
      if (activity.type === ActivityTypes.Invoke) await answerInvoke(context, text);
      else if (activity.type === ActivityTypes.Message) await say(context, text);
    } catch (later) {
      log.warn({ ...about, err: later }, 'the person could not be told of the failed turn');
    }
  };
}

/** What another instance has saved since is not what made this turn fail. */
async function dropRead(dialogState: DialogState, context: TurnContext): Promise<void> {
  try {
    await dialogState.drop(context);
  } catch (error) {
    if (!(error instanceof StaleETagError)) throw error;
  }
}

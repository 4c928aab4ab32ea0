import { isFormAction, readSubmission } from '../../cards/actions.ts';
import { noticeCard } from '../../cards/chat/notice-card.ts';
import { transitionIdOf } from '../../core/use-cases/staff/start-transition.ts';
import { cardActions, runCardAction } from '../actions/card-actions.ts';
import type { Call } from '../bot-parts.ts';
import { answerHash } from '../dialogs/card-prompt.ts';
import { isNonceOf } from '../dialogs/nonce.ts';
import { mayDo } from './may-do.ts';
import { runText } from './typed-text.ts';
import { postCard, say, updateCard } from './speak.ts';
import { startReceipt } from './start-receipt.ts';

/** A button was pressed on one of our cards, perhaps a very old one. */
export async function handleSubmission(call: Call, value: unknown): Promise<void> {
  const submission = readSubmission(value);
  const { turn, parts } = call;
  if (submission.kind !== 'action') {
    const { translate } = parts;
    const title = translate('bot.card.outdatedTitle');
    await postCard(
      turn.context,
      noticeCard(translate, { style: 'plain', title, text: translate('bot.card.outdated') }),
    );
    return;
  }
  const { action, inputs } = submission;
  if (isFormAction(action)) {
    if (call.dialogs.openNonce() === action.nonce) await call.dialogs.continue();
    else if (!isSecondClick(call, value)) await refuseStale(call, action.nonce);
  } else if (action.action === 'runCommand') {
    await runText(call, action.command.slice(0, 200));
  } else {
    if (await mayDo(call, cardActions[action.action].requiredRole)) await runCardAction(call, action, inputs);
  }
}

const secondClickMs = 5000;

/** A double click sends the answer twice; the first one was taken, and the card that followed says enough. */
function isSecondClick({ dialogs, parts }: Call, value: unknown): boolean {
  const answered = dialogs.answered();
  if (answered?.answer !== answerHash(parts, value)) return false;
  return parts.clock.now().getTime() - new Date(answered.at).getTime() < secondClickMs;
}

/** The card asks something that is not being asked: it is somebody else's, or it was answered, or its form has ended. */
async function refuseStale({ turn, parts, dialogs }: Call, nonce: string): Promise<void> {
  const { context, member } = turn;
  const { translate, hashOf, store } = parts;
  if (!isNonceOf(hashOf, nonce, member)) {
    await say(context, translate('bot.card.somebodyElses'));
    return;
  }
  // The process may have died after the start and before the card was replaced.
  const started = await store.transitions.get(member.organisationId, transitionIdOf(hashOf, member, nonce));
  if (started) {
    const isSecondClick = parts.clock.now().getTime() - started.createdAt.getTime() < secondClickMs;
    const company = started.customer.companyName;
    if (!isSecondClick) await say(context, translate('bot.card.alreadyStarted', { company }));
    const { replyToId } = context.activity;
    const receipt = startReceipt(translate, started, turn.conversationId);
    if (replyToId !== undefined) turn.afterSave(() => updateCard(context, replyToId, receipt));
    return;
  }
  await say(context, translate(dialogs.isRunning() ? 'bot.card.usedWhileOpen' : 'bot.card.used'));
}

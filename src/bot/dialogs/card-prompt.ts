import {
  Dialog,
  DialogReason,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import type { TurnContext } from 'botbuilder';
import { isFormAction, readSubmission, type FormAction } from '../../cards/actions.ts';
import type { FormFrame, Problems } from '../../cards/forms/form.ts';
import { receiptCard } from '../../cards/forms/receipt-card.ts';
import type { Clock, HashOf, Ids } from '../../core/ports/runtime.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import { postCard, say, showCard, updateCard } from '../turns/speak.ts';
import { turnOf } from '../turns/turn.ts';
import type { AnswerButton, Asking, Form, FormResult, Typed } from './form.ts';
import { newNonce } from './nonce.ts';

export interface CardPromptDeps {
  translate: Translate;
  ids: Ids;
  hashOf: HashOf;
  clock: Clock;
}

/** Never the card itself: it is drawn again from this. */
interface Asked<About, Values> extends Asking<About, Values> {
  nonce: string;
  cardActivityId?: string;
  /** The answer that led here, as a hash, and when it came (ISO): its button may have been pressed twice. */
  follows?: { answer: string; at: string };
}

/** Asks by a card: its submit has no text, so the SDK's prompts would never see an answer. */
export class CardPrompt<About, Values, Answer> extends Dialog<Asking<About, Values>> {
  readonly #form: Form<About, Values, Answer>;
  readonly #deps: CardPromptDeps;

  constructor(dialogId: string, form: Form<About, Values, Answer>, deps: CardPromptDeps) {
    super(dialogId);
    this.#form = form;
    this.#deps = deps;
  }

  override async beginDialog(dc: DialogContext, asking?: Asking<About, Values>): Promise<DialogTurnResult> {
    if (!asking) throw new Error(`${this.id} was begun without a question`);
    const { inPlaceOf, ...question } = asking;
    const value: unknown = dc.context.activity.value;
    const at = this.#deps.clock.now().toISOString();
    const asked: Asked<About, Values> = {
      ...question,
      nonce: newNonce(this.#deps, turnOf(dc.context).member),
      ...(readSubmission(value).kind === 'action' && { follows: { answer: answerHash(this.#deps, value), at } }),
    };
    const cardActivityId = await showCard(dc.context, this.#card(asked), inPlaceOf);
    this.#keep(dc, { ...asked, ...(cardActivityId !== undefined && { cardActivityId }) });
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const asked = askedIn<About, Values>(dc.activeDialog);
    const submission = readSubmission(dc.context.activity.value);
    if (submission.kind !== 'action' || !isFormAction(submission.action)) {
      await say(dc.context, this.#deps.translate('bot.form.reminder'));
      return Dialog.EndOfTurn;
    }
    if (submission.action.nonce !== asked.nonce) throw new Error('a card of another question reached this prompt');
    const { action, inputs } = submission;
    return isAnswer(action.action)
      ? this.#judge(dc, asked, { inputs, pressed: action.action })
      : this.#leave(dc, asked, action);
  }

  /** The same question on a new card further down; the earlier card says so and can no longer be used. */
  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const before = askedIn<About, Values>(instance);
    const asked = { ...before, nonce: newNonce(this.#deps, turnOf(context).member) };
    const cardActivityId = await postCard(context, this.#card(asked));
    instance.state = { ...asked, ...(cardActivityId !== undefined && { cardActivityId }) };
    this.#closeCard(context, before.cardActivityId, 'bot.form.movedDown');
  }

  override async endDialog(context: TurnContext, instance: DialogInstance, reason: DialogReason): Promise<void> {
    if (reason !== DialogReason.cancelCalled) return;
    const asked = askedIn<About, Values>(instance);
    this.#closeCard(context, asked.cardActivityId, cancelledTitle(asked));
    await Promise.resolve();
  }

  async #judge(
    dc: DialogContext,
    asked: Asked<About, Values>,
    { inputs, pressed }: { inputs: Typed; pressed: AnswerButton },
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const values = this.#form.read(inputs);
    const outcome = await this.#form.check(turn, { about: asked.about, values, pressed });
    if (outcome.kind === 'wrong') {
      const { notice: _old, existingTransitionId: _earlier, ...rest } = asked;
      const { kind: _wrong, problems, ...said } = outcome;
      const again = { ...rest, values, ...said };
      const cardActivityId = await showCard(dc.context, this.#card(again, problems), asked.cardActivityId);
      this.#keep(dc, { ...again, ...(cardActivityId !== undefined && { cardActivityId }) });
      return Dialog.EndOfTurn;
    }
    const { receipt, answer } = outcome;
    const { cardActivityId } = asked;
    const kept = outcome.values ?? values;
    if (receipt && cardActivityId !== undefined) {
      turn.afterSave(() => updateCard(dc.context, cardActivityId, receiptCard(this.#deps.translate, receipt)));
    }
    return dc.endDialog({ kind: 'answered', answer, values: kept, ...cardOf(asked) } satisfies FormResult<
      Values,
      Answer
    >);
  }

  #leave(dc: DialogContext, asked: Asked<About, Values>, action: FormAction): Promise<DialogTurnResult> {
    if (action.action === 'cancelForm') this.#closeCard(dc.context, asked.cardActivityId, cancelledTitle(asked));
    return dc.endDialog(resultOf(action, cardOf(asked)));
  }

  #closeCard(context: TurnContext, cardActivityId: string | undefined, title: TextKey): void {
    if (cardActivityId === undefined) return;
    const { translate } = this.#deps;
    const receipt = receiptCard(translate, { title: translate(title), facts: [] });
    turnOf(context).afterSave(() => updateCard(context, cardActivityId, receipt));
  }

  #card(asked: Asked<About, Values>, problems: Problems<keyof Values & string> = {}) {
    const { nonce, notice, existingTransitionId, about, values } = asked;
    const frame: FormFrame = {
      ...asked.frame,
      nonce,
      ...(notice !== undefined && { notice }),
      ...(existingTransitionId !== undefined && { existingTransitionId }),
    };
    return this.#form.render({ frame, about, values, problems });
  }

  #keep(dc: DialogContext, asked: Asked<About, Values>): void {
    if (!dc.activeDialog) throw new Error(`${this.id} is not on the stack`);
    dc.activeDialog.state = asked;
  }
}

/** Of everything that a button sent: the same button pressed twice sends the same. */
export function answerHash({ hashOf }: { hashOf: HashOf }, value: unknown): string {
  return hashOf('answer', JSON.stringify(value));
}

function askedIn<About, Values>(instance: DialogInstance | undefined): Asked<About, Values> {
  if (!instance) throw new Error('no prompt is active');
  return instance.state as Asked<About, Values>;
}

function cancelledTitle({ frame }: Pick<Asking<unknown, unknown>, 'frame'>): TextKey {
  return frame.purpose === 'edit' ? 'bot.edit.cancelled' : 'bot.form.cancelled';
}

function isAnswer(button: FormAction['action']): button is AnswerButton {
  return button === 'next' || button === 'submit' || button === 'submitPrivately';
}

function cardOf({ nonce, cardActivityId }: { nonce: string; cardActivityId?: string }) {
  return { nonce, ...(cardActivityId !== undefined && { cardActivityId }) };
}

function resultOf(action: FormAction, card: { nonce: string; cardActivityId?: string }): FormResult {
  switch (action.action) {
    case 'editSection':
      return { kind: 'edit', section: action.section, ...card };
    case 'cancelForm':
      return { kind: 'cancelled', ...card };
    case 'back':
    case 'restart':
    case 'skip':
      return { kind: action.action, ...card };
    case 'next':
    case 'submit':
    case 'submitPrivately':
      throw new Error('an answer is judged, not left');
  }
}

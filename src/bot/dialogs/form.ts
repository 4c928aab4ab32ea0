import type { CardAttachment } from '../../cards/attachment.ts';
import type { FormFrame, Problems } from '../../cards/forms/form.ts';
import type { Receipt } from '../../cards/forms/receipt-card.ts';
import type { Turn } from '../turns/turn.ts';

/** The buttons that give an answer; the others leave the card. */
export type AnswerButton = 'next' | 'submit' | 'submitPrivately';

/** What is typed into a form: strings, '' where nothing was. */
export type Typed = Record<string, string>;

/** `values`: what counts as typed from then on, where that is not what stood on the card. */
type CheckOutcome<About, Values, Answer> =
  | { kind: 'accepted'; answer: Answer; receipt?: Receipt; values?: Values }
  | {
      kind: 'wrong';
      problems: Problems<keyof Values & string>;
      values?: Values;
      /** The card asks about something else now. */
      about?: About;
      notice?: string;
      existingTransitionId?: string;
    };

/** One card that asks: how it looks, how what came back is read, and every rule of it. `About` is what it asks about. */
export interface Form<About, Values, Answer> {
  read(inputs: Typed): Values;
  render(shown: {
    frame: FormFrame;
    about: About;
    values: Values;
    problems: Problems<keyof Values & string>;
  }): CardAttachment;
  check(
    turn: Turn,
    asked: { about: About; values: Values; pressed: AnswerButton },
  ): Promise<CheckOutcome<About, Values, Answer>>;
}

/** Plain JSON: it is kept with the dialog. */
export interface Asking<About, Values> {
  about: About;
  values: Values;
  frame: Omit<FormFrame, 'nonce' | 'notice' | 'existingTransitionId'>;
  notice?: string;
  existingTransitionId?: string;
  /** The card to turn into this one instead of posting another. */
  inPlaceOf?: string;
}

/** How a prompt ended. The nonce and the card are those it ended on. */
export type FormResult<Values = unknown, Answer = unknown> = { nonce: string; cardActivityId?: string } & (
  | { kind: 'answered'; answer: Answer; values: Values }
  | { kind: 'back' | 'restart' | 'skip' | 'cancelled' }
  | { kind: 'edit'; section: 'customer' | 'address' | 'tenant' | 'licences' }
);

import type { TextKey, TextValues, Translate } from '../../text/translate.ts';
import { submitButton, type Button } from '../buttons.ts';
import { plain } from '../plain.ts';

/** What every form card has around its inputs. */
export interface FormFrame {
  /** Of this showing of the card: every button of it sends it back. */
  nonce: string;
  progress?: { current: number; total: number };
  canGoBack: boolean;
  purpose?: 'start' | 'edit';
  /** The button says Save rather than Next: the change takes effect with this card. */
  last?: boolean;
  /** A sentence above the form which belongs to no single field. */
  notice?: string;
  /** The transition that has the tenant already: a button shows it. */
  existingTransitionId?: string;
}

type ProblemKey = Extract<TextKey, `cards.problem.${string}`>;
type ProblemCode = ProblemKey extends `cards.problem.${infer Code}` ? Code : never;

export interface Problem {
  code: ProblemCode;
  values?: Record<string, string | number>;
}

export type Problems<Field extends string> = Partial<Record<Field, Problem>>;

export interface Choice {
  title: string;
  value: string;
}

/** In a template an optional part repeats over a list of none or one. */
export type Optional<Part> = readonly [] | readonly [Part];

export function optional<Part>(part: Part | undefined): Optional<Part> {
  return part === undefined ? [] : [part];
}

export interface FormParts {
  fallbackText: string;
  heading: string;
  progress: Optional<{ text: string }>;
  notice: Optional<{ text: string }>;
  actions: readonly [Button, ...Button[]];
}

/** What the templates of forms have in common. */
export function formParts(t: Translate, frame: FormFrame, heading: string): FormParts {
  const title = t(frame.last ? 'cards.action.save' : 'cards.action.next');
  const next = submitButton(title, { action: 'next', nonce: frame.nonce }, { style: 'positive' });
  const { notice, progress } = frame;
  return {
    fallbackText: fallbackOf(t, heading),
    heading,
    progress: optional(progress && { text: t('cards.progress', progress) }),
    notice: optional(notice === undefined ? undefined : { text: plain(notice) }),
    actions: [next, ...wayToExisting(t, frame), ...wayOut(t, frame)],
  };
}

export function fallbackOf(t: Translate, title: string): string {
  return t('cards.fallback', { title });
}

function wayToExisting(t: Translate, { existingTransitionId: transitionId }: FormFrame): Button[] {
  if (transitionId === undefined) return [];
  return [
    submitButton(t('cards.action.showTransition'), { action: 'showTransition', transitionId }, { skipsInputs: true }),
  ];
}

/** Back, Start over and Cancel: they leave what is typed where it is. */
export function wayOut(t: Translate, { nonce, canGoBack, purpose }: FormFrame): Button[] {
  const back = submitButton(t('cards.action.back'), { action: 'back', nonce }, { skipsInputs: true });
  const restart = submitButton(t('cards.action.restart'), { action: 'restart', nonce }, { skipsInputs: true });
  const cancel = submitButton(t('cards.action.cancelForm'), { action: 'cancelForm', nonce }, { skipsInputs: true });
  return [...(canGoBack ? [back] : []), ...(purpose === 'edit' ? [] : [restart]), cancel];
}

/** One line under each wrong input. */
export function sentences<Field extends string>(
  t: Translate,
  fields: Record<Field, unknown>,
  problems: Problems<Field>,
): Record<Field, Optional<{ sentence: string }>> {
  const entries = (Object.keys(fields) as Field[]).map((field) => [field, sentenceOf(t, problems[field])] as const);
  return Object.fromEntries(entries) as Record<Field, Optional<{ sentence: string }>>;
}

export function sentenceOf(t: Translate, problem: Problem | undefined): Optional<{ sentence: string }> {
  if (!problem) return [];
  const key: TextKey = `cards.problem.${problem.code}`;
  const values: TextValues = problem.values ?? {};
  return [{ sentence: plain(t(key, values)) }];
}

import { errorSpecs, type ErrorCode } from '../../core/errors.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton, submitData } from '../buttons.ts';
import { fallbackOf, optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

interface ShownDeadLetter {
  deliveryId: string;
  /** The content's kind, which may be one that this release does not know. */
  content: string;
  /** Both absent when the transition is not there any more. */
  company?: string;
  domain?: string;
  createdAt: Date;
  attempts: number;
  failure?: string;
}

export interface DeadLetters {
  letters: readonly ShownDeadLetter[];
  /** Of all, also of those not shown. */
  total: number;
}

/** The operator's list of what could not be sent. */
export function deadLettersCard(t: Translate, { letters, total }: DeadLetters): CardAttachment {
  const count = t('cards.deadLetters.count', { count: total });
  return renderCard(t, 'dead-letters', {
    fallbackText: fallbackOf(t, count),
    count,
    letters: letters.map((letter) => row(t, letter)),
    more: optional(
      total === letters.length ? undefined : { text: t('cards.deadLetters.more', { count: total - letters.length }) },
    ),
    actions: [submitButton(t('cards.action.retryAllDeliveries'), { action: 'retryAllDeliveries' })],
  });
}

const names: Readonly<Record<string, TextKey>> = {
  livingCard: 'cards.deadLetters.livingCard',
  shareCard: 'cards.deadLetters.shareCard',
  refreshCard: 'cards.deadLetters.refreshCard',
  refreshShareCard: 'cards.deadLetters.refreshCard',
  news: 'cards.deadLetters.news',
  instructionsForCustomer: 'cards.deadLetters.instructionsForCustomer',
  instructionsForStaff: 'cards.deadLetters.instructionsForStaff',
};

/** Those of delivery itself; it also ends with codes of the catalogue. */
const reasons: Readonly<Record<string, TextKey>> = {
  RECIPIENT_GONE: 'cards.deadLetters.recipientGone',
  INTERRUPTED: 'cards.deadLetters.interrupted',
  SEND_FAILED: 'cards.deadLetters.sendFailed',
  UNEXPECTED: 'cards.deadLetters.unexpected',
  UNREADABLE: 'cards.deadLetters.unreadable',
};

/** In words: the code itself stands with the reference, for the operator to look up. */
function reasonOf(t: Translate, { failure = '', domain = '' }: ShownDeadLetter): string {
  if (isErrorCode(failure)) return t(`errors.${failure}`, { domain });
  return t(reasons[failure] ?? 'cards.deadLetters.unknown');
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorSpecs, code);
}

function row(t: Translate, letter: ShownDeadLetter) {
  const { deliveryId, content, company, createdAt, attempts, failure: code } = letter;
  const name = t(names[content] ?? 'cards.deadLetters.other');
  const what = company === undefined ? name : t('cards.deadLetters.ofCompany', { what: name, company });
  const reason = reasonOf(t, letter);
  const hasCode = code === undefined ? 'no' : 'yes';
  return {
    what: plain(what),
    why: plain(t('cards.deadLetters.why', { when: createdAt, attempts, reason })),
    reference: plain(t('cards.deadLetters.reference', { deliveryId, hasCode, code: code ?? '' })),
    tooltip: plain(t('cards.deadLetters.retryOf', { what })),
    data: submitData({ action: 'retryDelivery', deliveryId }),
  };
}

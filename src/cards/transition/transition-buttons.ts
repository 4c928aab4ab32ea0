import { errorSpecs, type ErrorSpec } from '../../core/errors.ts';
import type { Status } from '../../core/status.ts';
import { stepNames } from '../../core/steps.ts';
import { canBeCancelled, hasDecayed, type Transition } from '../../core/transition.ts';
import { isReplaceable, replaceableOne } from '../../core/use-cases/visit/due-notices.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import { canBeExtended, whatElse } from './access-part.ts';
import type { CardAction } from '../actions.ts';
import { openUrlButton, submitButton, toggleButton, type Button } from '../buttons.ts';
import { day } from './status-look.ts';

/** What asks again, on the card itself, before it is done; the ids are those of the template's containers. */
const questions = ['confirmReissue', 'confirmRevoke', 'confirmCancel'] as const;
type Question = (typeof questions)[number];

type Simple =
  'checkNow' | 'sendInstructions' | 'editCustomer' | 'handOver' | 'extendRelationship' | 'approveRelationship';
type Offer = Simple | Question | 'openLink';

interface Offers {
  /** In sight: what the status asks for. */
  first: readonly Offer[];
  /** Behind "More". */
  more: readonly Offer[];
}

const caretaking = ['editCustomer', 'handOver'] as const;

/** A closed transition changes no more; a Normal one can still be checked. */
const offers: Record<Status, Offers> = {
  awaitingCustomer: {
    first: ['checkNow', 'openLink', 'sendInstructions'],
    more: [...caretaking, 'confirmReissue', 'confirmRevoke', 'confirmCancel'],
  },
  transitioning: {
    first: ['checkNow', 'openLink'],
    more: [...caretaking, 'confirmReissue', 'confirmRevoke', 'confirmCancel'],
  },
  needsAttention: {
    first: ['checkNow', 'openLink'],
    more: ['sendInstructions', ...caretaking, 'confirmReissue', 'confirmRevoke', 'confirmCancel'],
  },
  declined: {
    first: ['openLink', 'sendInstructions', 'confirmReissue'],
    more: [...caretaking, 'confirmRevoke', 'confirmCancel'],
  },
  expired: { first: ['confirmReissue'], more: [...caretaking, 'confirmCancel'] },
  normal: { first: ['checkNow'], more: [] },
  cancelled: { first: [], more: [] },
};
/** What a Normal tenant lost, the customer gives again through the link. */
const offersAfterDecay: Offers = { first: ['checkNow', 'openLink', 'confirmReissue'], more: ['sendInstructions'] };

/** Where a code's own button leads on this card; those left out stand elsewhere. */
const offerOf: Partial<Record<ErrorSpec['button'], Offer>> = {
  newLink: 'confirmReissue',
  sendInstructions: 'sendInstructions',
  checkNow: 'checkNow',
  cancel: 'confirmCancel',
  approve: 'approveRelationship',
};

interface Confirmation {
  id: Question;
  text: string;
  actions: readonly Button[];
}

export interface TransitionButtons {
  first: readonly Button[];
  more: readonly Button[];
  confirmations: readonly Confirmation[];
}

interface Standing {
  transition: Transition;
  status: Status;
  /** Undefined when the link opens nothing or is not to be seen here. */
  linkUrl: string | undefined;
  /** It does, whether it is to be seen here or not. */
  isLinkOpen: boolean;
  now: Date;
}

/** `asked`: the questions that this card can ask. */
interface Asking extends Standing {
  asked: readonly Question[];
}

export function transitionButtons(t: Translate, shown: Standing): TransitionButtons {
  const { first, more } = offersFor(shown);
  const asked = questions.filter((question) => [...first, ...more].includes(question) && isPossible(question, shown));
  const buttons = (wanted: readonly Offer[]) => wanted.flatMap((offer) => buttonFor(t, offer, { ...shown, asked }));
  const hidden = buttons(more);
  const toggle = { type: 'Action.ToggleVisibility', title: t('cards.action.more'), targetElements: ['more'] } as const;
  return {
    first: [...buttons(first), ...(hidden.length > 0 ? [toggle] : [])],
    more: hidden,
    confirmations: asked.map((question) => confirmation(t, question, { ...shown, asked })),
  };
}

/** What the status asks for, with what would help at a blocked step in sight. */
function offersFor({ transition, status, now }: Standing): Offers {
  const { first, more } = hasDecayed(transition) ? offersAfterDecay : offers[status];
  const possible = new Set<Offer>([
    ...first,
    ...more,
    ...(canBeCancelled(transition) ? ['confirmCancel' as const] : []),
  ]);
  const helping = helpingOffers(transition).filter((offer) => possible.has(offer) || offer === 'approveRelationship');
  const extend: readonly Offer[] = canBeExtended(transition) ? ['extendRelationship'] : [];
  const replace: readonly Offer[] = isReplaceable(transition, now) ? ['confirmReissue'] : [];
  const inSight = [...new Set([...first, ...helping, ...extend, ...replace])];
  return { first: inSight, more: more.filter((offer) => !inSight.includes(offer)) };
}

function helpingOffers({ steps }: Transition): Offer[] {
  return stepNames.flatMap((name) => {
    const step = steps[name];
    const offer = step.state === 'blocked' ? offerOf[errorSpecs[step.code].button] : undefined;
    return offer === undefined ? [] : [offer];
  });
}

/** A link that has ended cannot be revoked; it can be replaced. */
function isPossible(offer: Offer, { linkUrl, isLinkOpen }: Standing): boolean {
  if (offer === 'openLink') return linkUrl !== undefined;
  return isLinkOpen || (offer !== 'confirmRevoke' && offer !== 'sendInstructions');
}

function buttonFor(t: Translate, offer: Offer, shown: Asking): Button[] {
  const { linkUrl, transition } = shown;
  if (!isPossible(offer, shown)) return [];
  if (offer === 'openLink') return linkUrl === undefined ? [] : [openUrlButton(t('cards.action.openLink'), linkUrl)];
  if (isQuestion(offer)) return [toggleButton(t(questionTexts[offer].button), onlyVisible(shown.asked, offer))];
  return [submitButton(t(`cards.action.${offer}`), { action: offer, transitionId: transition.transitionId })];
}

function isQuestion(offer: Offer): offer is Question {
  return questions.some((question) => question === offer);
}

const questionTexts: Record<Question, { button: TextKey; text: TextKey; yes: TextKey }> = {
  confirmReissue: {
    button: 'cards.action.reissueLink',
    text: 'cards.transition.confirmReissue',
    yes: 'cards.transition.confirmReissueYes',
  },
  confirmRevoke: {
    button: 'cards.action.revokeLink',
    text: 'cards.transition.confirmRevoke',
    yes: 'cards.transition.confirmRevokeYes',
  },
  confirmCancel: {
    button: 'cards.action.cancelTransition',
    text: 'cards.transition.confirmCancel',
    yes: 'cards.transition.confirmCancelYes',
  },
};

function confirmation(t: Translate, question: Question, shown: Asking): Confirmation {
  const { yes, text, action } = askedOf(t, question, shown);
  const style = question === 'confirmReissue' ? 'positive' : 'destructive';
  const keep = toggleButton(t('cards.action.keep'), onlyVisible(shown.asked));
  return { id: question, text, actions: [submitButton(yes, action, { style }), keep] };
}

/** A new link that also has the customer asked for another relationship says so, and is another action. */
function askedOf(t: Translate, question: Question, { transition, now }: Asking) {
  const { text, yes } = questionTexts[question];
  const replaced = question === 'confirmReissue' ? replaceableOne(transition, now) : undefined;
  const action = confirmedAction(question, transition, replaced?.relationshipId);
  if (!replaced) return { text: t(text), yes: t(yes), action };
  const values = { until: day(replaced.endsAt), ...whatElse(transition) };
  return { text: t('cards.transition.confirmReplace', values), yes: t('cards.transition.confirmReplaceYes'), action };
}

function confirmedAction(question: Question, { transitionId, link }: Transition, replaces?: string): CardAction {
  switch (question) {
    case 'confirmReissue':
      return {
        action: 'reissueLink',
        transitionId,
        linkVersion: link.version,
        ...(replaces !== undefined && { replaces }),
      };
    case 'confirmRevoke':
      return { action: 'revokeLink', transitionId, linkVersion: link.version };
    case 'confirmCancel':
      return { action: 'cancelTransition', transitionId };
  }
}

/** One question at a time. */
function onlyVisible(asked: readonly Question[], visible?: Question): Record<string, boolean> {
  return Object.fromEntries(asked.map((question) => [question, question === visible]));
}

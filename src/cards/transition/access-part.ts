import { isBeingReplaced } from '../../core/relationship-replaced.ts';
import { isSettled } from '../../core/steps.ts';
import type { Transition } from '../../core/transition.ts';
import { endingTerm } from '../../core/use-cases/visit/due-notices.ts';
import type { Translate } from '../../text/translate.ts';
import { day, obstacle } from './status-look.ts';

/** A line of a card that says when, in the reader's own way: so nothing else than words of ours may stand there. */
interface DatedLine {
  label: string;
  when: string;
}

/** How long we may help in the tenant, and what becomes of that; when the customer was last reminded. */
export function accessDates(t: Translate, transition: Transition, now: Date): DatedLine[] {
  const { reminded, verifiedAt } = transition;
  const access = accessUntil(t, transition, now);
  const dates = access === undefined ? [] : [{ label: t('cards.transition.access'), when: access }];
  const isOfThisLink = isBeingReplaced(transition) && reminded?.linkVersion === transition.link.version;
  if (reminded && (!verifiedAt || isOfThisLink)) {
    dates.push({
      label: t('cards.transition.reminded'),
      when: t('cards.transition.remindedOn', { at: day(reminded.at) }),
    });
  }
  return dates;
}

/** Of one that has ended, its step says so. */
function accessUntil(t: Translate, transition: Transition, now: Date): string | undefined {
  const { relationshipTerm: term, relationshipReplaced: replaced, steps, cancelledAt } = transition;
  if (cancelledAt) return undefined;
  if (steps.delegatedAdmin.state !== 'done') {
    const lasts = replaced !== undefined && replaced.endsAt > now;
    return lasts ? t('cards.transition.accessReplaced', { until: day(replaced.endsAt) }) : undefined;
  }
  const key = term?.extendsItself === true ? 'cards.transition.accessExtends' : 'cards.transition.accessEnds';
  return term && t(key, { until: day(term.endsAt) });
}

/** What to know of delegated admin besides the status: it ends soon, or a request outlives what was cancelled. */
export function withAccessNotice(
  t: Translate,
  transition: Transition,
  { sentence, now }: { sentence: string; now: Date },
): string {
  const { cancelledAt, relationshipStatus } = transition;
  if (cancelledAt && (relationshipStatus === 'approvalPending' || relationshipStatus === 'created')) {
    return `${sentence} ${t('errors.RELATIONSHIP_PENDING_ELSEWHERE')}`;
  }
  return endingTerm(transition, now) ? `${sentence} ${endingSentence(t, transition)}` : sentence;
}

export function endingSentence(t: Translate, transition: Transition): string {
  if (isBeingReplaced(transition)) return t('cards.transition.accessNotReplaced');
  return transition.relationshipTerm?.canExtend === false
    ? t('cards.transition.accessCannotExtend')
    : obstacle(t, 'RELATIONSHIP_EXPIRING', transition);
}

/** Microsoft can be told to prolong it, and has not been. */
export function canBeExtended({ verifiedAt, steps, relationshipTerm: term }: Transition): boolean {
  const isThere = verifiedAt !== undefined && steps.delegatedAdmin.state === 'done';
  return isThere && term !== undefined && !term.extendsItself && term.canExtend;
}

/** Whether the customer, asked for another relationship, is asked for something else with the same link. */
export function whatElse({ steps }: Transition): { isMore: 'yes' | 'no' } {
  const { directoryConnection, resellerRelationship, agreement } = steps;
  return { isMore: [directoryConnection, resellerRelationship, agreement].every(isSettled) ? 'no' : 'yes' };
}

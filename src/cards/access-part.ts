import type { Transition } from '../core/transition.ts';
import { endingTerm } from '../core/use-cases/due-notices.ts';
import type { Translate } from '../text/translate.ts';
import { day, obstacle } from './status-look.ts';

/** A line of a card that says when, in the reader's own way: so nothing else than words of ours may stand there. */
interface DatedLine {
  label: string;
  when: string;
}

/** How long we may help in the tenant, and what becomes of that; when the customer was last reminded. */
export function accessDates(
  t: Translate,
  { relationshipTerm: term, relationshipReplaced: replaced, steps, reminded, verifiedAt, cancelledAt }: Transition,
): DatedLine[] {
  const dates: DatedLine[] = [];
  // Of one that has ended, its step says so.
  if (term && steps.delegatedAdmin.state === 'done' && !cancelledAt) {
    const key = term.extendsItself ? 'cards.transition.accessExtends' : 'cards.transition.accessEnds';
    dates.push({ label: t('cards.transition.access'), when: t(key, { until: day(term.endsAt) }) });
  }
  if (replaced && steps.delegatedAdmin.state !== 'done' && !cancelledAt) {
    const when = t('cards.transition.accessReplaced', { until: day(replaced.endsAt) });
    dates.push({ label: t('cards.transition.access'), when });
  }
  if (reminded && !verifiedAt) {
    dates.push({
      label: t('cards.transition.reminded'),
      when: t('cards.transition.remindedOn', { at: day(reminded.at) }),
    });
  }
  return dates;
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
  return transition.relationshipTerm?.canExtend === false
    ? t('cards.transition.accessCannotExtend')
    : obstacle(t, 'RELATIONSHIP_EXPIRING', transition);
}

/** Microsoft can be told to prolong it, and has not been. */
export function canBeExtended({ verifiedAt, steps, relationshipTerm: term }: Transition): boolean {
  const isThere = verifiedAt !== undefined && steps.delegatedAdmin.state === 'done';
  return isThere && term !== undefined && !term.extendsItself && term.canExtend;
}

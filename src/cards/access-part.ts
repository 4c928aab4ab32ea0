import type { Transition } from '../core/transition.ts';
import { endingTerm } from '../core/use-cases/due-notices.ts';
import type { Translate } from '../text/translate.ts';
import { fact, type Fact } from './facts.ts';
import { obstacle } from './status-look.ts';

/** How long we may help in the tenant, and what becomes of that; when the customer was last reminded. */
export function accessFacts(
  t: Translate,
  { relationshipTerm: term, steps, reminded, verifiedAt, cancelledAt }: Transition,
): Fact[] {
  const facts: Fact[] = [];
  // Of one that has ended, its step says so.
  if (term && steps.delegatedAdmin.state === 'done' && !cancelledAt) {
    const key = term.extendsItself ? 'cards.transition.accessExtends' : 'cards.transition.accessEnds';
    facts.push(fact(t('cards.transition.access'), t(key, { until: term.endsAt })));
  }
  if (reminded && !verifiedAt) {
    facts.push(fact(t('cards.transition.reminded'), t('cards.transition.remindedOn', { at: reminded.at })));
  }
  return facts;
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

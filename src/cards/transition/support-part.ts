import { qualificationProblem } from '../../core/qualification.ts';
import { stepNames } from '../../core/steps.ts';
import type { Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import { toggleButton, type Button } from '../buttons.ts';
import { plain } from '../plain.ts';

/** What Microsoft's support asks for first: ids, codes and times, and nothing of a person. */
export interface SupportPart {
  open: readonly Button[];
  lines: readonly { line: string }[];
}

/** Only where something is in the way. Times as Microsoft's own logs have them. */
export function supportPart(t: Translate, transition: Transition): SupportPart | undefined {
  if (transition.cancelledAt || !isAmiss(transition)) return undefined;
  const { transitionId, tenant, relationshipId, lastTrouble } = transition;
  const { correlationId, requestId } = lastTrouble?.trace ?? {};
  const known: readonly (readonly [label: string, value: string | undefined])[] = [
    [t('cards.support.tenant'), tenant.tenantId],
    [t('cards.support.transition'), transitionId],
    [t('cards.support.relationship'), relationshipId],
    ...blockedSteps(transition).map((code) => [t('cards.support.blocked'), code] as const),
    [t('cards.support.qualification'), vettingOf(transition)],
    [t('cards.support.unread'), lastTrouble && joined(lastTrouble.code, lastTrouble.at)],
    [t('cards.support.correlation'), correlationId],
    [t('cards.support.request'), requestId],
  ];
  const lines = known.flatMap(([label, value]) => (value === undefined ? [] : [{ line: plain(`${label}: ${value}`) }]));
  return { open: [toggleButton(t('cards.support.open'), { support: true })], lines };
}

function isAmiss(transition: Transition): boolean {
  const { lastCheck, qualification } = transition;
  const isUnread = lastCheck !== undefined && lastCheck.unread.length > 0;
  const isDenied = qualification !== undefined && qualificationProblem(qualification) === 'QUALIFICATION_DENIED';
  return isUnread || isDenied || blockedSteps(transition).length > 0;
}

function blockedSteps({ steps, stepSince }: Transition): string[] {
  return stepNames.flatMap((name) => {
    const step = steps[name];
    return step.state === 'blocked' ? [joined(step.code, name, stepSince[name])] : [];
  });
}

function vettingOf({ qualification }: Transition): string | undefined {
  const problem = qualification && qualificationProblem(qualification);
  return problem && joined(problem, qualification.readAt);
}

function joined(...parts: readonly (string | Date | undefined)[]): string {
  return parts.flatMap((part) => (part instanceof Date ? part.toISOString() : (part ?? []))).join(' ');
}

import type { ErrorCode } from '../core/errors.ts';
import { endBehind } from '../core/relationship-ends.ts';
import { isNextAwaited, type Replaceable } from '../core/relationship-replaced.ts';
import type { Transition } from '../core/transition.ts';
import type { Translate } from './translate.ts';

type Blockable = Replaceable & Pick<Transition, 'tenant'>;

/** For staff: what is in the way. An end that leaves a request for another relationship open needs nothing else made. */
export function obstacleSentence(t: Translate, transition: Blockable, code: ErrorCode): string {
  const { steps, tenant } = transition;
  const isOfRelationship = steps.delegatedAdmin.state === 'blocked' && steps.delegatedAdmin.code === code;
  if (isOfRelationship && isNextAwaited(transition)) return t('common.end.nextAwaited');
  return t(`errors.${code}`, { domain: tenant.domain });
}

/** For staff: when what this code tells of ended, and who ended it. Nothing where Microsoft could not be asked. */
export function endSentences(
  t: Translate,
  { relationshipEnds }: Pick<Transition, 'relationshipEnds'>,
  code: ErrorCode,
): string[] {
  const end = endBehind(relationshipEnds, code);
  if (!end) return [];
  const { endedAt, endedBy, userName = '' } = end;
  return [...(endedAt ? [t('common.end.at', { endedAt })] : []), t(`common.end.by.${endedBy}`, { userName })];
}

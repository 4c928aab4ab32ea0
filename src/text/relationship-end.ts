import type { ErrorCode } from '../core/errors.ts';
import { endBehind } from '../core/relationship-ends.ts';
import type { Transition } from '../core/transition.ts';
import type { Translate } from './translate.ts';

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

import { AppError } from '../../../core/errors.ts';
import { canExtend, type RelationshipCalls } from './relationship-calls.ts';
import { extendsItself } from './relationship-view.ts';
import { isAlive } from './reusable-relationship.ts';

/** One more where somebody changed it between our look and our change. */
const mostTries = 2;

/** Has Microsoft prolong a relationship at its end. Repeating it changes nothing. */
export async function extendRelationship(
  calls: Pick<RelationshipCalls, 'get' | 'extend'>,
  relationshipId: string,
): Promise<'extended' | 'impossible' | 'over'> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = await calls.get(relationshipId);
    if (!now || !isAlive(now)) return 'over';
    if (!canExtend(now)) return 'impossible';
    if (extendsItself(now)) return 'extended';
    const outcome = await calls.extend(now);
    if (outcome !== 'changed') return outcome === 'extended' ? 'extended' : 'over';
  }
  throw new AppError('UPSTREAM_UNEXPECTED', { status: '412', reason: 'changed under our hands' });
}

import { problemOf, type Visit } from '../error-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import type { Answer } from '../respond.ts';
import { journeyOf, type Journey } from '../session/journey.ts';

/** For visitors who are on a journey; all others are told why they are not. */
export async function onJourney(
  { deps, errors, sessions }: ConnectParts,
  visit: Visit,
  answer: (visit: Visit, journey: Journey) => Promise<Answer>,
): Promise<Answer> {
  const outcome = await journeyOf(deps, sessions, visit.request);
  if (outcome.kind === 'none') return errors.problem(visit, 'SESSION_ENDED');
  const { organisationId } = outcome.kind === 'over' ? outcome : outcome.journey.transition;
  const known = { ...visit, organisationId };
  return outcome.kind === 'over' ? errors.problem(known, problemOf(outcome.code)) : answer(known, outcome.journey);
}

import type { Route } from '../http-route.ts';
import { problemOf, type Visit } from './error-page.ts';
import { progressPath } from './pages/progress-page.ts';
import type { ConnectParts } from './parts.ts';
import type { Answer } from './respond.ts';
import { isFromElsewhere, isOwnForm, journeyOf, type Journey } from './session/journey.ts';

/** A form of the signed-in journey: nothing is done unless this session's own page sent it. */
export function ownForm(
  { deps, errors, sessions }: ConnectParts,
  path: string,
  act: (visit: Visit, journey: Journey) => Promise<Answer>,
): Route {
  return errors.route('POST', path, async (visit) => {
    const { request } = visit;
    const outcome = await journeyOf(deps, sessions, request);
    if (outcome.kind === 'none') return errors.problem(visit, 'SESSION_ENDED');
    const { organisationId } = outcome.kind === 'over' ? outcome : outcome.journey.transition;
    const known = { ...visit, organisationId };
    if (outcome.kind === 'over') return errors.problem(known, problemOf(outcome.code));
    if (isFromElsewhere(request) || !isOwnForm(outcome.journey.session, request.body)) {
      deps.log.warn({ correlationId: request.correlationId }, 'a form without this session’s token was refused');
      return errors.problem(known, 'FORM_REFUSED', { backPath: progressPath });
    }
    return act(known, outcome.journey);
  });
}

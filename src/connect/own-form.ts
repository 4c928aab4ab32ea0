import type { Route } from '../http-route.ts';
import type { Visit } from './error-page.ts';
import { onJourney } from './journey/on-journey.ts';
import { progressPath } from './pages/progress-page.ts';
import type { ConnectParts } from './connect-parts.ts';
import type { Answer } from './respond.ts';
import { isFromElsewhere, isOwnForm, type Journey } from './session/journey.ts';

/** A form of the signed-in journey: nothing is done unless this session's own page sent it. */
export function ownForm(
  parts: ConnectParts,
  path: string,
  act: (visit: Visit, journey: Journey) => Promise<Answer>,
): Route {
  const { deps, errors } = parts;
  const checked = async (visit: Visit, journey: Journey): Promise<Answer> => {
    const { request } = visit;
    if (isFromElsewhere(request) || !isOwnForm(journey.session, request.body)) {
      deps.log.warn({ correlationId: request.correlationId }, 'a form without this session’s token was refused');
      return errors.problem(visit, 'FORM_REFUSED', { backPath: progressPath });
    }
    return act(visit, journey);
  };
  return errors.route('POST', path, (visit) => onJourney(parts, visit, checked));
}

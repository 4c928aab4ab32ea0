// A link that opens nothing any more: why, and a button that tells staff.
import { askForLink, findEndedLink } from '../../core/use-cases/customer/ask-for-link.ts';
import type { Route } from '../../http-route.ts';
import type { Visit } from '../error-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import { seeOther, type Answer } from '../respond.ts';
import { isFromElsewhere } from '../session/journey.ts';

/** Undefined where nobody would be helped by a new link. */
export async function endedLinkPage(parts: ConnectParts, visit: Visit, token: string): Promise<Answer | undefined> {
  const { deps, errors } = parts;
  const ended = await findEndedLink(deps.core, token);
  if (!ended) return undefined;
  const { code, transition, isAskedFor } = ended;
  const { correlationId } = visit.request;
  deps.log.info({ code, correlationId }, 'partner connect visitor turned away');
  const { organisationId } = transition;
  return errors.problem({ ...visit, organisationId }, code, {
    newLink: isAskedFor ? { kind: 'asked' } : { kind: 'ask', path: `${pathOf(token)}/new-link` },
  });
}

export function askForLinkRoute(parts: ConnectParts): Route {
  const { deps, errors, limits } = parts;
  return errors.route('POST', '/connect/:token/new-link', async (visit) => {
    const { request } = visit;
    if (isFromElsewhere(request)) return errors.problem(visit, 'FORM_REFUSED');
    if (!(await limits.mayOpenLinks(request))) return errors.problem(visit, 'TOO_MANY');
    const token = request.params['token'] ?? '';
    const ended = await findEndedLink(deps.core, token);
    if (ended) await askForLink(deps.core, ended);
    // Its own page says what is so now: told, or that the link works, or is nobody's.
    return seeOther(pathOf(token));
  });
}

function pathOf(token: string): string {
  return `/connect/${encodeURIComponent(token)}`;
}

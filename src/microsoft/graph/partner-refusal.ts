import { AppError } from '../../core/errors.ts';
import type { ApiAnswer } from '../api-client.ts';
import type { Graph } from './graph.ts';

/** What delegated admin asks of whoever calls: membership of this group, with multi-factor authentication. */
const neededRole = 'AdminAgents';

/** Where Graph knows us and still says no, a right of our own is missing: no customer and no new secret would help. */
export function refusedToPartner(graph: Pick<Graph, 'refused'>, answer: ApiAnswer): AppError {
  const refused = graph.refused(answer);
  return answer.status === 403
    ? new AppError('PARTNER_ROLE_MISSING', { ...refused.details, role: neededRole })
    : refused;
}

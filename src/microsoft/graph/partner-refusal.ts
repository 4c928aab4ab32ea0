import { AppError } from '../../core/errors.ts';
import type { ApiAnswer } from '../api-client.ts';
import type { Graph } from './graph.ts';

/** What Graph wants of whoever calls for delegated admin, besides the permission: a member of this group, signed in with MFA. */
const neededRole = 'AdminAgents';

export function refusedToPartner(graph: Pick<Graph, 'refused'>, answer: ApiAnswer): AppError {
  const refused = graph.refused(answer);
  return answer.status === 403 ? new AppError(refused.code, { ...refused.details, role: neededRole }) : refused;
}

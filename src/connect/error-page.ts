// The translator of this edge: what a page's work ended with, in words for the customer, and once in the log.
import type { ServerResponse } from 'node:http';
import { AppError, errorSpecs, type ErrorCode } from '../core/errors.ts';
import type { Route, RouteRequest } from '../http-route.ts';
import type { ConnectLog } from './connect-deps.ts';
import type { Site } from './pages/layout.ts';
import { problemPage, type Problem, type ProblemDetails } from './pages/problem-page.ts';
import { send, showPage, type Answer } from './respond.ts';

export interface Visit {
  request: RouteRequest;
  response: ServerResponse;
}

export interface ErrorPages {
  problem(visit: Visit, problem: Problem, details?: ProblemDetails): Answer;
  /** A route whose failures end as pages. */
  route(method: Route['method'], path: string, handle: (visit: Visit) => Promise<Answer>): Route;
}

const statuses: Record<Problem, number> = {
  LINK_UNKNOWN: 404,
  LINK_EXPIRED: 410,
  LINK_REVOKED: 410,
  TRANSITION_CLOSED: 410,
  SIGN_IN_CANCELLED: 200,
  SIGN_IN_FAILED: 403,
  SIGN_IN_NEEDS_MFA: 403,
  SIGN_IN_BLOCKED: 403,
  CROSS_TENANT_BLOCKED: 403,
  APP_DISABLED: 403,
  TENANT_GONE: 410,
  STATE_MISMATCH: 400,
  WRONG_TENANT: 403,
  PARTNER_ACCOUNT: 403,
  PERSONAL_ACCOUNT: 403,
  GUEST_ACCOUNT: 403,
  NOT_ADMINISTRATOR: 403,
  CONSENT_DECLINED: 200,
  NOT_MINE: 200,
  ADMIN_CENTRE_ERROR: 200,
  SESSION_ENDED: 403,
  FORM_REFUSED: 403,
  TOO_MANY: 429,
  TEMPORARY: 503,
  BUSY: 503,
  NOT_FOUND: 404,
  UNEXPECTED: 500,
};

export function createErrorPages(site: Site, log: ConnectLog): ErrorPages {
  const answerWith = ({ request }: Visit, problem: Problem, details: ProblemDetails = {}): Answer => {
    const reference = request.correlationId;
    return showPage(problemPage(site, problem, { reference, ...details }), statuses[problem]);
  };
  return {
    problem: answerWith,
    route: (method, path, handle) => ({
      method,
      path,
      async handle(request, response) {
        const visit = { request, response };
        const answer = await handle(visit).catch((err: unknown) =>
          answerWith(visit, translate(err, log, request.correlationId)),
        );
        send(response, answer);
      },
    }),
  };
}

function translate(err: unknown, log: ConnectLog, correlationId: string): Problem {
  if (!(err instanceof AppError)) {
    log.error({ err, correlationId }, 'partner connect page failed');
    return 'UNEXPECTED';
  }
  const problem = problemOf(err.code);
  const data = { code: err.code, details: err.details, correlationId };
  if (problem === 'UNEXPECTED') log.error({ ...data, err }, 'partner connect page failed');
  else log.info(data, 'partner connect visitor turned away');
  return problem;
}

const sameName = [
  'LINK_UNKNOWN',
  'LINK_EXPIRED',
  'LINK_REVOKED',
  'TRANSITION_CLOSED',
  'SIGN_IN_CANCELLED',
  'SIGN_IN_FAILED',
  'SIGN_IN_NEEDS_MFA',
  'SIGN_IN_BLOCKED',
  'CROSS_TENANT_BLOCKED',
  'APP_DISABLED',
  'TENANT_GONE',
  'STATE_MISMATCH',
  'WRONG_TENANT',
  'PARTNER_ACCOUNT',
  'PERSONAL_ACCOUNT',
  'GUEST_ACCOUNT',
  'NOT_ADMINISTRATOR',
  'CONSENT_DECLINED',
] as const satisfies readonly (ErrorCode & Problem)[];

/** Nothing that the customer could do anything about: our operator is told. */
const oursToMend: readonly ErrorCode[] = ['OWN_CREDENTIALS_REFUSED', 'SERVICE_ACCOUNT_REFUSED', 'PARTNER_ROLE_MISSING'];

/** What a code of core means on this site. Codes of the staff's side have no page: one of them here is a bug. */
export function problemOf(code: ErrorCode): Problem {
  const same = sameName.find((name) => name === code);
  if (same) return same;
  if (code === 'TRANSITION_NOT_FOUND') return 'LINK_UNKNOWN';
  return errorSpecs[code].retryable || oursToMend.includes(code) ? 'TEMPORARY' : 'UNEXPECTED';
}

/** For answers that no route of ours gave. */
export function problemOfStatus(status: number): Problem {
  if (status === 404 || status === 405) return 'NOT_FOUND';
  if (status === 503) return 'BUSY';
  return status < 500 ? 'FORM_REFUSED' : 'UNEXPECTED';
}

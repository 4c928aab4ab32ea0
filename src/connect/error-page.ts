// The translator of this edge: what a page's work ended with, in words for the customer, and once in the log.
import type { ServerResponse } from 'node:http';
import { AppError, errorSpecs, type ErrorCode } from '../core/errors.ts';
import type { SignInRefusal } from '../core/ports/microsoft.ts';
import type { AcceptedBody, Route, RouteRequest } from '../http-route.ts';
import type { ConnectLog } from './connect-deps.ts';
import { siteFor, type Site } from './pages/layout.ts';
import { problemPage, problemSpecs, type Problem, type ProblemDetails } from './pages/problem-page.ts';
import { send, showPage, type Answer } from './respond.ts';

export interface Visit {
  request: RouteRequest;
  response: ServerResponse;
  /** Whose customer the visitor is, once that is known. */
  organisationId?: string;
}

export interface ErrorPages {
  problem(visit: Visit, problem: Problem, details?: ProblemDetails): Answer;
  /** A route whose failures end as pages; what is posted to it is one of our forms. */
  route(method: Route['method'], path: string, handle: (visit: Visit) => Promise<Answer>): Route;
}

export function createErrorPages(site: Site, log: ConnectLog): ErrorPages {
  const answerWith = (visit: Visit, problem: Problem, details: ProblemDetails = {}): Answer => {
    const reference = visit.request.correlationId;
    const page = problemPage(siteFor(site, visit.organisationId), problem, { reference, ...details });
    return showPage(page, problemSpecs[problem].status);
  };
  return {
    problem: answerWith,
    route: (method, path, handle) => ({
      ...(method === 'GET' ? { method } : { method, accepts: ourForms }),
      path,
      async handle(request, response) {
        const visit = { request, response };
        const answer = await handle(visit).catch((err: unknown) =>
          answerWith({ ...visit, ...whoseCustomer(err) }, translate(err, log, request.correlationId)),
        );
        send(response, answer);
      },
    }),
  };
}

/** They have buttons and hidden fields: nothing is typed into them. */
const ourForms: AcceptedBody = { kind: 'form', mostBytes: 4 * 1024 };

function whoseCustomer(err: unknown): Pick<Visit, 'organisationId'> {
  const organisationId = err instanceof AppError ? err.details['organisationId'] : undefined;
  return organisationId === undefined ? {} : { organisationId };
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

/** Nothing that the customer could do anything about: our operator is told. */
const oursToMend: readonly ErrorCode[] = ['OWN_CREDENTIALS_REFUSED', 'SERVICE_ACCOUNT_REFUSED', 'PARTNER_ROLE_MISSING'];

/** What a code of core means on this site. Codes of the staff's side have no page: one of them here is a bug. */
export function problemOf(code: ErrorCode): Problem {
  if (isProblem(code)) return code;
  if (code === 'TRANSITION_NOT_FOUND') return 'LINK_UNKNOWN';
  return errorSpecs[code].retryable || oursToMend.includes(code) ? 'TEMPORARY' : 'UNEXPECTED';
}

function isProblem(code: string): code is Problem {
  return Object.hasOwn(problemSpecs, code);
}

/** For the customer's IT department, where Microsoft said anything that its own log knows. */
export function traceOf({ correlationId, number }: SignInRefusal, at: Date): Pick<ProblemDetails, 'trace'> {
  if (correlationId === undefined && number === undefined) return {};
  const known = { ...(correlationId !== undefined && { correlationId }), ...(number !== undefined && { number }) };
  return { trace: { ...known, at } };
}

/** For answers that no route of ours gave. */
export function problemOfStatus(status: number): Problem {
  if (status === 404 || status === 405) return 'NOT_FOUND';
  if (status === 503) return 'BUSY';
  return status < 500 ? 'FORM_REFUSED' : 'UNEXPECTED';
}

import type { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import { bodyOf, unexpectedAnswer, type ApiAnswer, type ApiClient, type ApiRequest } from '../api-client.ts';
import type { GraphCall } from '../outbound/calls.ts';
import type { Tokens } from '../entra/tokens.ts';
import { pageOf } from './graph-wire.ts';

export const graphScope = 'https://graph.microsoft.com/.default';

type GraphRequest = Omit<ApiRequest, keyof GraphCaller | 'call'> & { call: GraphCall };

/** Who calls: a tenant's app-only token, or that of the partner's service account. */
type GraphCaller = Pick<ApiRequest, 'token' | 'tenantId' | 'asAccount'>;

/** Graph with one kind of token: the partner's for relationships and mail, a customer's for what is theirs. */
export interface Graph {
  send(request: GraphRequest): Promise<ApiAnswer>;
  /** Every page. */
  list<Item extends z.ZodType>(
    request: Pick<GraphRequest, 'call' | 'path' | 'lane'>,
    item: Item,
  ): Promise<z.output<Item>[]>;
  /** For a status that the caller did not expect. */
  refused(answer: ApiAnswer): AppError;
}

export interface GraphDeps {
  api: ApiClient;
  clock: Clock;
}

/** Far more than one customer's relationships or one relationship's groups need; a loop would never end. */
const mostPages = 20;

export function createGraph({ api, clock }: GraphDeps, caller: GraphCaller): Graph {
  const refused = (answer: ApiAnswer) => refusedByGraph(answer, clock);
  const send: Graph['send'] = async (request) => {
    const lane = request.lane ?? relationshipIn(request.path);
    return api.send({ ...request, ...caller, ...(lane !== undefined && { lane }) });
  };
  return {
    send,
    refused,
    async list(request, item) {
      const items = [];
      let next: string | undefined = request.path;
      for (let page = 0; next !== undefined; page += 1) {
        if (page === mostPages) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'too many pages' });
        const answer = await send({ ...request, method: 'GET', path: next });
        if (answer.status !== 200) throw refused(answer);
        const body: { value: z.output<typeof item>[]; '@odata.nextLink'?: string | undefined } = bodyOf(
          answer,
          pageOf(item),
        );
        items.push(...body.value);
        next = body['@odata.nextLink'];
      }
      return items;
    },
  };
}

/** Where Graph knows us and still says no, a right of our own is missing: no customer and no new secret would help. */
function refusedByGraph(answer: ApiAnswer, clock: Clock): AppError {
  const refused = unexpectedAnswer(answer, clock);
  return answer.status === 403 ? new AppError('PARTNER_ROLE_MISSING', refused.details) : refused;
}

export function asApp(tokens: Tokens, tenantId: string): GraphCaller {
  return { tenantId, token: async (options) => tokens.appOnly(tenantId, graphScope, options) };
}

export function asServiceAccount(tokens: Tokens, partnerTenantId: string): GraphCaller {
  return {
    tenantId: partnerTenantId,
    asAccount: true,
    token: async (options) => tokens.appAndUser(graphScope, options),
  };
}

/** Each is with one customer, whose trouble must not hold up those of others. */
function relationshipIn(path: string): string | undefined {
  return /\/delegatedAdminRelationships\/([^/?]+)/.exec(path)?.[1];
}

/** A literal inside an OData filter or function call, ready for an address. */
export function odataText(text: string): string {
  return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}

import type { Clock, Ids } from '../../core/ports/runtime.ts';
import { unexpectedAnswer, type ApiAnswer, type ApiClient, type ApiRequest } from '../api-client.ts';
import type { AppError } from '../../core/errors.ts';
import type { PartnerCenterCall } from '../outbound/calls.ts';
import type { Tokens } from '../entra/tokens.ts';
import type { Log } from '../reading.ts';
import { createMfaMemory, type MfaMemory } from './mfa-memory.ts';
import { refusalByNumber } from './partner-center-errors.ts';

const partnerCenterScope = 'https://api.partnercenter.microsoft.com/.default';

/**
 * The version is required of every call, though most examples leave it out:
 * https://learn.microsoft.com/partner-center/developer/headers
 */
const ofEveryCall = { 'MS-Contract-Version': 'v1', 'X-Locale': 'en-US' };

/** Which token a call takes is Microsoft's decision, call by call: see the reference's table of what refuses app-only. */
type TokenKind = 'appOnly' | 'appAndUser';

interface Read {
  call: PartnerCenterCall;
  path: string;
  as: TokenKind;
  headers?: Record<string, string>;
}

interface Write {
  call: PartnerCenterCall;
  path: string;
  body: object;
  /** The same is the same request to Partner Center, also in a later call. */
  requestId: string;
}

export interface PartnerCenter {
  get(request: Read): Promise<ApiAnswer>;
  /** For a status that the caller did not expect. */
  refused(answer: ApiAnswer): AppError;
}

/** With the service account: what changes something for a customer. */
export interface PartnerCenterWrites {
  post(request: Write): Promise<ApiAnswer>;
}

/** As the app alone, writes included. The path begins with the version: some parts of Partner Center have their own. */
export interface PartnerCenterAsApp extends Pick<PartnerCenter, 'refused'> {
  send(
    request: Pick<ApiRequest, 'method' | 'path' | 'body' | 'headers' | 'isRead'> & { call: PartnerCenterCall },
  ): Promise<ApiAnswer>;
}

export interface PartnerCenterDeps {
  api: ApiClient;
  baseUrl: string;
  tokens: Tokens;
  partnerTenantId: string;
  clock: Clock;
  ids: Ids;
  log: Log;
}

export function createPartnerCenter(
  deps: PartnerCenterDeps,
): PartnerCenter & PartnerCenterAsApp & PartnerCenterWrites & MfaMemory {
  const { api, baseUrl, tokens, partnerTenantId, clock, ids, log } = deps;
  const mfa = createMfaMemory({ clock, log });

  return {
    async get({ call, path, as, headers }) {
      const withUser = as === 'appAndUser';
      const answer = await api.send({
        call,
        method: 'GET',
        path,
        ...laneOf(path),
        tenantId: partnerTenantId,
        asAccount: withUser,
        token: async (options) =>
          withUser
            ? tokens.appAndUser(partnerCenterScope, options)
            : tokens.appOnly(partnerTenantId, partnerCenterScope, options),
        headers: {
          // The same through all tries of one call: that is how Partner Center recognises them.
          'MS-RequestId': ids.guid(),
          ...ofEveryCall,
          ...(withUser && { ValidateMfa: 'true' }),
          ...headers,
        },
      });
      if (withUser) mfa.watch(answer);
      return answer;
    },
    async post({ call, path, body, requestId }) {
      const answer = await api.send({
        call,
        method: 'POST',
        path,
        body,
        ...laneOf(path),
        tenantId: partnerTenantId,
        asAccount: true,
        token: async (options) => tokens.appAndUser(partnerCenterScope, options),
        headers: { 'MS-RequestId': requestId, ...ofEveryCall, ValidateMfa: 'true' },
      });
      mfa.watch(answer);
      return answer;
    },
    send: async (request) =>
      api.send({
        ...request,
        path: `${baseUrl}${request.path}`,
        tenantId: partnerTenantId,
        token: async (options) => tokens.appOnly(partnerTenantId, partnerCenterScope, options),
        headers: { 'MS-RequestId': ids.guid(), ...ofEveryCall, ...request.headers },
      }),
    mfaSeenAt: mfa.mfaSeenAt,
    refused: (answer) => refusalByNumber(answer) ?? unexpectedAnswer(answer, clock),
  };
}

/** A customer's own trouble holds up that customer alone. */
function laneOf(path: string): { lane?: string } {
  const customer = /^\/customers\/([0-9a-f-]{36})(?=\/|\?|$)/i.exec(path)?.[1];
  return customer === undefined ? {} : { lane: customer.toLowerCase() };
}

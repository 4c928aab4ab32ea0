import type { Clock, Ids } from '../../core/ports/runtime.ts';
import { unexpectedAnswer, type ApiAnswer, type ApiClient } from '../api-client.ts';
import type { AppError } from '../../core/errors.ts';
import type { Tokens } from '../entra/tokens.ts';
import { PartnerCenterError } from './partner-center-wire.ts';

const partnerCenterScope = 'https://api.partnercenter.microsoft.com/.default';

/** Which token a call takes is Microsoft's decision, call by call: see the reference's table of what refuses app-only. */
type TokenKind = 'appOnly' | 'appAndUser';

export interface PartnerCenter {
  get(path: string, tokenKind: TokenKind): Promise<ApiAnswer>;
  /** For a status that the caller did not expect. */
  refused(answer: ApiAnswer): AppError;
}

export interface PartnerCenterDeps {
  api: ApiClient;
  tokens: Tokens;
  partnerTenantId: string;
  clock: Clock;
  ids: Ids;
}

export function createPartnerCenter({ api, tokens, partnerTenantId, clock, ids }: PartnerCenterDeps): PartnerCenter {
  return {
    get: async (path, tokenKind) =>
      api.send({
        method: 'GET',
        path,
        token: async (options) =>
          tokenKind === 'appOnly'
            ? tokens.appOnly(partnerTenantId, partnerCenterScope, options)
            : tokens.appAndUser(partnerCenterScope, options),
        // The same through all retries of one call: that is how Partner Center recognises them.
        headers: { 'MS-RequestId': ids.guid(), 'MS-CorrelationId': ids.guid(), 'X-Locale': 'en-US' },
      }),
    refused: (answer) => unexpectedAnswer(answer, clock),
  };
}

/** Tenant not found, or no commerce relationship with it: not, or not yet, a customer of ours. */
export function saysNotOurCustomer(answer: ApiAnswer): boolean {
  const error = PartnerCenterError.safeParse(answer.json);
  const code = error.success ? error.data.code : undefined;
  return (answer.status === 404 && code === '60003') || (answer.status === 403 && code === '20002');
}

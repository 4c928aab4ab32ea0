import { z } from 'zod';
import type { BotCredentials, Probe, SignInProbes } from '../../core/ports/check-up.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import { permissionsIn } from '../entra/access-token.ts';
import { numbersIn } from '../entra/entra-errors.ts';
import { EntraErrorBody, OpenIdConfiguration } from '../entra/entra-wire.ts';
import type { Tokens } from '../entra/tokens.ts';
import { graphScope } from '../graph/graph.ts';
import { mfaComplianceIn, type MfaMemory } from '../partner-center/mfa-memory.ts';
import type { PartnerCenter } from '../partner-center/partner-center.ts';
import { jsonOf, type SendHttp } from '../send-http.ts';
import { probe, refusedByEntra } from './probe.ts';

export interface SignInProbesDeps {
  loginUrl: string;
  partnerTenantId: string;
  botLoginTenant: string;
  botResource: string;
  sendHttpFor: (call: 'probeSignIn' | 'probeBotToken') => SendHttp;
  tokens: Tokens;
  partnerCenter: PartnerCenter & MfaMemory;
  clock: Clock;
}

export function createSignInProbes(deps: SignInProbesDeps): SignInProbes {
  const { loginUrl, partnerTenantId, sendHttpFor, tokens, partnerCenter, clock } = deps;
  return {
    async partnerTenant() {
      return answerOf(async () => {
        const asked = clock.now();
        const address = `${loginUrl}/${partnerTenantId}/v2.0/.well-known/openid-configuration`;
        const response = await sendHttpFor('probeSignIn')(address);
        const value = { clockAheadMs: clockAheadMs(response, { asked, answered: clock.now() }) };
        return { response, json: await jsonOf(response), shape: OpenIdConfiguration, value };
      });
    },
    ownToken: async () =>
      probe(async () => ({
        permissions: permissionsIn(await tokens.appOnly(partnerTenantId, graphScope, { fresh: true })),
      })),
    serviceAccountToken: async () =>
      probe(async () => {
        await tokens.appAndUser(graphScope, { fresh: true });
        return undefined;
      }),
    mfaCompliance: async ({ seenSince } = {}) =>
      probe(async () => {
        const seenAt = partnerCenter.mfaSeenAt();
        if (seenSince && seenAt && seenAt >= seenSince) return true;
        const path = '/customers/relationshiprequests';
        return mfaComplianceIn(await partnerCenter.get({ call: 'probeMfa', path, as: 'appAndUser' }));
      }),
    botToken: async (bot) =>
      answerOf(async () => {
        const address = `${loginUrl}/${bot.tenantId ?? deps.botLoginTenant}/oauth2/v2.0/token`;
        const body = clientCredentials(bot, deps.botResource);
        const response = await sendHttpFor('probeBotToken')(address, { method: 'POST', body });
        const shape = z.object({ access_token: z.string() });
        return { response, json: await jsonOf(response), shape, value: undefined };
      }),
  };
}

function clientCredentials({ appId, appPassword }: BotCredentials, resource: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope: `${resource}/.default`,
  });
}

interface EntraAnswer<T> {
  response: Response;
  json: unknown;
  /** What a good answer looks like. */
  shape: z.ZodType;
  value: T;
}

/** One exchange with Entra without MSAL, which would answer discovery from memory and keeps headers to itself. */
async function answerOf<T>(exchange: () => Promise<EntraAnswer<T>>): Promise<Probe<T>> {
  const exchanged = await probe(exchange);
  if (exchanged.kind !== 'read') return exchanged;
  const { response, json, shape, value } = exchanged.value;
  const { status } = response;
  if (status === 429 || status >= 500) return { kind: 'silent', detail: `HTTP ${String(status)}` };
  if (status === 200 && shape.safeParse(json).success) return { kind: 'read', value };
  const body = EntraErrorBody.safeParse(json).data;
  const numbers = [...(body?.error_codes ?? []), ...numbersIn(body?.error_description ?? '')];
  return refusedByEntra(numbers, `HTTP ${String(status)}`);
}

/** Their clock has whole seconds, and was read somewhere between our question and their answer. */
function clockAheadMs(response: Response, { asked, answered }: { asked: Date; answered: Date }): number | undefined {
  const theirs = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(theirs)) return undefined;
  return theirs - (asked.getTime() + answered.getTime()) / 2;
}

import type { CustomerSignIn } from '../../core/ports/microsoft.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { ServiceAccountSignIn } from '../../core/ports/service-account.ts';
import type { SecretStore } from '../../core/ports/store/secret-store.ts';
import type { MicrosoftConfig } from '../microsoft-config.ts';
import type { LoginCall } from '../outbound/calls.ts';
import type { createOutbound } from '../outbound/outbound.ts';
import type { Log } from '../reading.ts';
import type { SendHttp } from '../send-http.ts';
import { anyTenant, createCustomerSignIn } from './sign-in/customer-sign-in.ts';
import { createIdTokenVerifier } from './sign-in/id-token.ts';
import { createKeptRefreshTokenStore, createMemoryRefreshTokenStore } from './service-account/refresh-token-store.ts';
import { createManagedIdentityAssertion } from './managed-identity.ts';
import { createMsalNetwork } from './msal-network.ts';
import { createSeal } from './service-account/seal.ts';
import { createServiceAccountSignIn } from './service-account/service-account-sign-in.ts';
import { createTokens, type EntraApp, type Tokens } from './tokens.ts';

export interface Entra {
  tokens: Tokens;
  signIn: CustomerSignIn;
  /** Absent where what Entra gives could not be kept encrypted. */
  serviceAccountSignIn?: ServiceAccountSignIn;
}

export interface EntraDeps {
  login: ReturnType<typeof createOutbound>;
  clock: Clock;
  secrets?: SecretStore;
  log: Log;
}

/** Everything that goes to Microsoft's sign-in: tokens for the service, and people who sign in. */
export function createEntra(config: MicrosoftConfig, { login, clock, secrets, log }: EntraDeps): Entra {
  const { loginUrl, clientId, partnerTenantId, tokenKeys, serviceAccountRefreshToken: configured } = config;
  const asking = (name: LoginCall, tenant: string) => login({ name, tenant, repeat: 'always' });
  // A code is good for one redemption.
  const redeeming = (name: LoginCall, tenant: string) => login({ name, tenant, repeat: 'ifNotDone' });
  const keeping = tokenKeys && secrets && { secrets, seal: createSeal(tokenKeys), configured, log };
  const refreshTokens = keeping ? createKeptRefreshTokenStore(keeping) : createMemoryRefreshTokenStore(configured);
  const app = appOf(config, { clock, sendHttp: asking('managedIdentityToken', 'managed identity') });
  const tokens = createTokens({ app, clock, sendHttpFor: asking, refreshTokens });
  const people = {
    app,
    clock,
    verifyIdToken: createIdTokenVerifier({
      ...{ loginUrl, clientId, clock },
      sendHttpFor: (tenantId) => asking('readSigningKeys', tenantId),
    }),
    log,
  };
  const { consentScope } = config;
  return {
    tokens,
    signIn: createCustomerSignIn({ ...people, consentScope, sendHttp: redeeming('redeemSignInCode', anyTenant) }),
    ...(keeping && {
      serviceAccountSignIn: createServiceAccountSignIn({
        ...people,
        refreshTokens,
        tokens,
        sendHttp: redeeming('redeemServiceAccountCode', partnerTenantId),
      }),
    }),
  };
}

/** The registration, and what it proves itself with. */
function appOf(config: MicrosoftConfig, { clock, sendHttp }: { clock: Clock; sendHttp: SendHttp }): EntraApp {
  const { managedIdentityClientId: identityClientId, managedIdentityUrl, tokenExchangeAudience, loginUrl } = config;
  if (identityClientId === undefined) return config;
  const network = createMsalNetwork({ loginUrl, clock, sendHttp });
  const identityUrl = managedIdentityUrl === undefined ? {} : { identityUrl: managedIdentityUrl };
  const identity = { identityClientId, tokenExchangeAudience, network, ...identityUrl };
  return { ...config, clientAssertion: createManagedIdentityAssertion(identity) };
}

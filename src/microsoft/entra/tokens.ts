import { ConfidentialClientApplication } from '@azure/msal-node';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { SendHttp } from '../send-http.ts';
import { scopeIn } from '../clouds.ts';
import { authorityOf } from './authority.ts';
import { appOnlyCodeOf, fromMsal } from './entra-errors.ts';
import { createMsalNetwork } from './msal-network.ts';
import { credentialForMsal, type OwnCredential } from './own-credential.ts';
import type { RefreshTokenStore } from './service-account/refresh-token-store.ts';
import { createServiceAccountTokens } from './service-account/service-account-tokens.ts';

/** The two kinds of token that Microsoft tells apart. Both throw AppError; `fresh` asks past every cache. */
export interface Tokens {
  /** The service itself in a tenant. CONSENT_SETTLING: our app is not (yet) in that tenant. */
  appOnly(tenantId: string, scope: string, options: { fresh: boolean }): Promise<string>;
  /** The service on behalf of the partner's service account (Secure Application Model). */
  appAndUser(scope: string, options: { fresh: boolean }): Promise<string>;
  /** Another account may be the service account from now on: what was got with the earlier one is not used again. */
  forgetServiceAccount(): void;
}

export interface EntraApp extends OwnCredential {
  loginUrl: string;
  clientId: string;
  partnerTenantId: string;
  /** As tokens are made out to in this cloud. */
  graphResource: string;
  partnerCenterResource: string;
}

export interface TokensDeps {
  app: EntraApp;
  clock: Clock;
  sendHttpFor: (call: 'appToken' | 'serviceAccountToken', tenantId: string) => SendHttp;
  refreshTokens: RefreshTokenStore;
}

/** A client holds one tenant's tokens. Dropping them costs a request, so there is no need to keep many. */
const mostClients = 500;

export interface EntraClientDeps {
  app: EntraApp;
  clock: Clock;
  sendHttp: SendHttp;
}

export function createEntraClient({ app, clock, sendHttp }: EntraClientDeps, tenant: string) {
  const { loginUrl } = app;
  return new ConfidentialClientApplication({
    auth: { clientId: app.clientId, authority: authorityOf(loginUrl, tenant), ...credentialForMsal(app) },
    system: { networkClient: createMsalNetwork({ loginUrl, clock, sendHttp }) },
  });
}

export function createTokens({ app, clock, sendHttpFor, refreshTokens }: TokensDeps): Tokens {
  const clients = new Map<string, ConfidentialClientApplication>();
  const { partnerTenantId } = app;
  const newClient = () => {
    const sendHttp = sendHttpFor('serviceAccountToken', partnerTenantId);
    return createEntraClient({ app, clock, sendHttp }, partnerTenantId);
  };
  const serviceAccount = createServiceAccountTokens({ clock, refreshTokens, newClient });

  function clientFor(tenantId: string): ConfidentialClientApplication {
    const known = clients.get(tenantId);
    if (known) return known;
    if (clients.size >= mostClients) clients.clear();
    const client = createEntraClient({ app, clock, sendHttp: sendHttpFor('appToken', tenantId) }, tenantId);
    clients.set(tenantId, client);
    return client;
  }

  return {
    async appOnly(tenantId, scope, { fresh }) {
      try {
        const result = await clientFor(tenantId).acquireTokenByClientCredential({
          scopes: [scopeIn(app, scope)],
          skipCache: fresh,
        });
        if (result) return result.accessToken;
      } catch (error) {
        const ours = tenantId === partnerTenantId;
        throw fromMsal(error, (refusal) => {
          const code = appOnlyCodeOf(refusal);
          // In the partner's own tenant nothing settles by itself: the registration is wrong.
          return ours && code === 'CONSENT_SETTLING' ? 'OWN_CREDENTIALS_REFUSED' : code;
        });
      }
      throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no token' });
    },

    ...serviceAccount,
    appAndUser: async (scope, options) => serviceAccount.appAndUser(scopeIn(app, scope), options),
  };
}

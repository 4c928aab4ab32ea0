import { AuthError, ManagedIdentityApplication, type INetworkModule } from '@azure/msal-node';
import { AppError } from '../../core/errors.ts';
import { TransportFailure } from './msal-network.ts';

export interface ManagedIdentityDeps {
  /** Of the user-assigned identity that the app registration trusts (federated credential). */
  identityClientId: string;
  /** What the registration expects the identity's token to be for; each cloud has its own. */
  tokenExchangeAudience: string;
  /** Stands in for Azure's own endpoint, in tests. */
  identityUrl?: string;
  network: INetworkModule;
}

/** Azure's endpoint on every virtual machine; App Service and others name theirs in variables that MSAL reads itself. */
const instanceMetadataUrl = 'http://169.254.169.254';

/**
 * A managed identity's token in place of a secret: nothing to keep and nothing that ends. MSAL finds the endpoint, asks
 * it, and keeps the token while it is good; tries over are ours, as for every call.
 */
export function createManagedIdentityAssertion(deps: ManagedIdentityDeps): () => Promise<string> {
  const identity = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: deps.identityClientId },
    system: { networkClient: standingIn(deps), disableInternalRetries: true },
  });
  return async () => {
    try {
      const { accessToken } = await identity.acquireToken({ resource: deps.tokenExchangeAudience });
      return accessToken;
    } catch (error) {
      if (error instanceof TransportFailure || !(error instanceof AuthError)) throw error;
      // Through MSAL, whose client asks for this in the middle of a request of its own.
      const details = { reason: 'managed identity', error: error.errorCode };
      throw new TransportFailure(new AppError('OWN_CREDENTIALS_REFUSED', details, { cause: error }));
    }
  };
}

function standingIn({ network, identityUrl }: ManagedIdentityDeps): INetworkModule {
  if (identityUrl === undefined) return network;
  const there = (url: string) => url.replace(instanceMetadataUrl, () => identityUrl);
  return {
    sendGetRequestAsync: async (url, ...rest) => network.sendGetRequestAsync(there(url), ...rest),
    sendPostRequestAsync: async (url, ...rest) => network.sendPostRequestAsync(there(url), ...rest),
  };
}

// Signs activities as the Bot Framework channel does, with keys that the SDK fetches from a server of ours.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { MsalServiceClientCredentialsFactory, ServiceClientCredentialsFactory } from 'botframework-connector';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const botAppId = '22222222-2222-4222-8222-222222222222';
const issuer = 'https://api.botframework.com';
/** What the bot shows to the connector. */
export const outboundToken = 'outbound-token-of-the-bot';

/** The SDK's own credentials, with a token endpoint that always says yes. */
class BotCredentials extends ServiceClientCredentialsFactory {
  readonly #inner = new MsalServiceClientCredentialsFactory(botAppId, {
    acquireTokenByClientCredential: async () => ({ accessToken: outboundToken, expiresOn: new Date('2999-01-01') }),
  } as never);

  override isValidAppId(appId: string) {
    return this.#inner.isValidAppId(appId);
  }
  override isAuthenticationDisabled() {
    return this.#inner.isAuthenticationDisabled();
  }
  override createCredentials(...asked: Parameters<ServiceClientCredentialsFactory['createCredentials']>) {
    const [appId, audience = issuer, ...rest] = asked;
    return this.#inner.createCredentials(appId, audience, ...rest);
  }
}

interface ChannelClaims {
  serviceUrl: string;
  audience?: string;
  issuer?: string;
  /** A few minutes ahead when absent. */
  endsAt?: Date;
  /** Signed by a key that the channel does not publish, under the name of one that it does. */
  isForged?: boolean;
}

export interface ChannelKeys {
  authentication: ConfigurationBotFrameworkAuthentication;
  sign(claims: ChannelClaims): Promise<string>;
  stop(): Promise<void>;
}

/** `endorsements`: the channels for whose activities the published key is good. */
export async function startChannelKeys({ endorsements = ['msteams'] } = {}): Promise<ChannelKeys> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'test-key', use: 'sig', alg: 'RS256', endorsements };
  const server = createServer((request, response) => {
    const answer = request.url === '/keys' ? { keys: [key] } : { issuer, jwks_uri: `${base()}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = () => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    authentication: new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: botAppId,
        MicrosoftAppType: 'MultiTenant',
        ToBotFromChannelOpenIdMetadataUrl: `${base()}/openid`,
        ToBotFromEmulatorOpenIdMetadataUrl: `${base()}/openid`,
        ToBotFromChannelTokenIssuer: issuer,
        ToChannelFromBotOAuthScope: issuer,
        ToChannelFromBotLoginUrl: 'https://login.test/botframework.com',
      },
      new BotCredentials(),
    ),
    sign: ({ serviceUrl, audience = botAppId, issuer: from = issuer, endsAt, isForged = false }) =>
      new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: 'test-key' })
        .setIssuer(from)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(endsAt ?? '5m')
        .sign(isForged ? stranger.privateKey : privateKey),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

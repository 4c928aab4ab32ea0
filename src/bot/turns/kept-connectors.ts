import {
  BotFrameworkAuthentication,
  ConnectorFactory,
  type AuthenticateRequestResult,
  type ClaimsIdentity,
  type ConnectorClient,
  type UserTokenClient,
} from 'botframework-connector';
import type { Activity } from 'botbuilder';
import { tamePipeline } from './connector-pipeline.ts';

const mostServiceUrls = 100;

/**
 * The SDK builds a connector client and a user token client for every turn, a fifth of a turn's work. One bot has one
 * app id, so a client serves every turn with the same service URL and audience.
 */
export class KeptConnectors extends BotFrameworkAuthentication {
  readonly #inner: BotFrameworkAuthentication;
  readonly #connectors = new Map<string, Promise<ConnectorClient>>();
  #userTokens: Promise<UserTokenClient> | undefined;

  constructor(inner: BotFrameworkAuthentication) {
    super();
    this.#inner = inner;
  }

  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const result = await this.#inner.authenticateRequest(activity, authHeader);
    return { ...result, connectorFactory: this.createConnectorFactory(result.claimsIdentity) };
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new Error('streaming connections are not offered');
  }

  override createConnectorFactory(claimsIdentity: ClaimsIdentity): ConnectorFactory {
    return new KeptConnectorFactory(this.#connectors, () => this.#inner.createConnectorFactory(claimsIdentity));
  }

  override createUserTokenClient(claimsIdentity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= this.#inner.createUserTokenClient(claimsIdentity);
    return this.#userTokens;
  }
}

class KeptConnectorFactory extends ConnectorFactory {
  readonly #kept: Map<string, Promise<ConnectorClient>>;
  readonly #inner: () => ConnectorFactory;

  constructor(kept: Map<string, Promise<ConnectorClient>>, inner: () => ConnectorFactory) {
    super();
    this.#kept = kept;
    this.#inner = inner;
  }

  override create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const key = JSON.stringify([serviceUrl, audience ?? '']);
    const known = this.#kept.get(key);
    if (known) return known;
    if (this.#kept.size >= mostServiceUrls) this.#kept.clear();
    // The SDK's own audience applies where none is given; an empty one would be asked for as it is.
    const made = this.#inner()
      .create(serviceUrl, audience === '' ? undefined : audience)
      .then(tamePipeline);
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }
}

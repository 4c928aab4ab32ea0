import {
  BotFrameworkAuthentication,
  ConnectorFactory,
  type AuthenticateRequestResult,
  type ClaimsIdentity,
  type ConnectorClient,
  type UserTokenClient,
} from 'botframework-connector';
import type { Activity } from 'botbuilder';
import { createConnections, tamePipeline, type Connections } from './connector-pipeline.ts';

const mostServiceUrls = 100;

/**
 * The SDK builds a connector client and a user token client for every turn, a fifth of a turn's work. One bot has one
 * app id, so a client serves every turn with the same service URL and audience.
 */
export class KeptConnectors extends BotFrameworkAuthentication {
  readonly #inner: BotFrameworkAuthentication;
  readonly #kept: Kept = { clients: new Map(), connections: createConnections() };
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
    return new KeptConnectorFactory(this.#kept, () => this.#inner.createConnectorFactory(claimsIdentity));
  }

  override createUserTokenClient(claimsIdentity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= this.#inner.createUserTokenClient(claimsIdentity);
    return this.#userTokens;
  }
}

interface Kept {
  clients: Map<string, Promise<ConnectorClient>>;
  connections: Connections;
}

class KeptConnectorFactory extends ConnectorFactory {
  readonly #kept: Kept;
  readonly #inner: () => ConnectorFactory;

  constructor(kept: Kept, inner: () => ConnectorFactory) {
    super();
    this.#kept = kept;
    this.#inner = inner;
  }

  override create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const { clients, connections } = this.#kept;
    const key = JSON.stringify([serviceUrl, audience ?? '']);
    const known = clients.get(key);
    if (known) return known;
    if (clients.size >= mostServiceUrls) clients.clear();
    // The SDK's own audience applies where none is given; an empty one would be asked for as it is.
    const made = this.#inner()
      .create(serviceUrl, audience === '' ? undefined : audience)
      .then((connector) => tamePipeline(connector, connections));
    clients.set(key, made);
    made.catch(() => clients.delete(key));
    return made;
  }
}

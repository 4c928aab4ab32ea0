import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConnectorClient } from 'botframework-connector';

/** Longer than Teams ever takes, shorter than the 15 s after which it sends the person's activity again. */
const sendTimeoutMs = 8000;
const longestWaitMs = 2000;
/** The SDK's own sign-in waits for ever. */
const tokenTimeoutMs = 15_000;
const retries = 2;
/**
 * Shorter than servers keep a connection open. One that they are just closing takes a message along, and with it the
 * form that somebody was filling in: people think for minutes between two cards.
 */
const keptOpenMs = 4000;

interface PipelineRequest {
  url: string;
  method: string;
  timeout: number;
  agent?: HttpAgent | HttpsAgent;
}
interface PipelineResponse {
  status: number;
  headers: { get(name: string): string | undefined };
}
interface Policy {
  name: string;
  sendRequest(
    request: PipelineRequest,
    next: (request: PipelineRequest) => Promise<PipelineResponse>,
  ): Promise<PipelineResponse>;
}
interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
  addPolicy(policy: Policy, options: { phase: 'Retry' }): void;
}

export interface Connections {
  http: HttpAgent;
  https: HttpsAgent;
}

/** One pool for all clients of a bot. */
export function createConnections(idleMs = keptOpenMs): Connections {
  const options = { keepAlive: true, timeout: idleMs };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/**
 * The SDK's client has no timeout and repeats a POST after a 5xx, which posts twice when the first one had arrived. No
 * option of it changes that, so its pipeline is changed; a test counts the requests, and notices when an SDK differs.
 */
export function tamePipeline(
  connector: ConnectorClient,
  connections: Connections,
  tokenWithinMs = tokenTimeoutMs,
): ConnectorClient {
  const pipeline = pipelineOf(connector);
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.addPolicy(createPatience(connections), { phase: 'Retry' });
  const { credentials } = connector;
  connector.credentials = {
    signRequest: async (request) => signedWithin(tokenWithinMs, credentials.signRequest(request)),
  };
  return connector;
}

/** Without a token nothing was sent, however the sign-in failed: the code says so to whoever must know. */
async function signedWithin<T>(ms: number, signing: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the sign-in did not answer in time')), ms);
  try {
    return await Promise.race([signing, late]);
  } catch (cause) {
    throw Object.assign(new Error('no token for the connector', { cause }), { code: 'NOT_SIGNED' });
  } finally {
    clearTimeout(timer);
  }
}

function pipelineOf(connector: ConnectorClient): Pipeline {
  const client: unknown = Reflect.get(connector, 'client');
  if (!hasPipeline(client)) throw new Error('this version of botframework-connector keeps its pipeline elsewhere');
  return client.pipeline;
}

function hasPipeline(client: unknown): client is { pipeline: Pipeline } {
  return typeof client === 'object' && client !== null && 'pipeline' in client;
}

function createPatience({ http, https }: Connections): Policy {
  return {
    name: 'partnerConnectPatience',
    async sendRequest(request, next) {
      request.timeout = sendTimeoutMs;
      request.agent = request.url.startsWith('https:') ? https : http;
      for (let attempt = 0; ; attempt += 1) {
        const response = await next(request);
        const waitMs = attempt < retries ? waitBeforeRetryMs(request, response, attempt) : undefined;
        if (waitMs === undefined) return response;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    },
  };
}

/** Undefined: do not try again. A refusal (429, 412) did nothing; a 5xx may have, so only what may be repeated is. */
function waitBeforeRetryMs(request: PipelineRequest, response: PipelineResponse, attempt: number): number | undefined {
  const backoffMs = 200 * 2 ** attempt;
  if (response.status === 412) return backoffMs;
  if (response.status === 429) {
    const retryAfterMs = Number(response.headers.get('retry-after')) * 1000;
    return retryAfterMs >= 0 && retryAfterMs <= longestWaitMs ? retryAfterMs : undefined;
  }
  const isRepeatable = request.method === 'GET' || request.method === 'PUT';
  return isRepeatable && response.status >= 502 && response.status <= 504 ? backoffMs : undefined;
}

// The Bot Connector as far as the bench needs it: keeps what stands in a conversation now, and nothing of the past, so
// that the hundred-thousandth call costs what the first did.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { testOrganisationId } from '../support/records.ts';

export interface Standing {
  /** Posts and edits so far. */
  received: number;
  /** The newest card with buttons: what each of them would send, by its action. */
  card?: { activityId: string; buttons: ReadonlyMap<string, object> };
  newestText?: string;
}

export interface FastConnector {
  url: string;
  standing(conversationId: string): Standing;
  stop(): Promise<void>;
}

interface Activity {
  text?: string;
  attachments?: unknown[];
}

export async function startFastConnector(): Promise<FastConnector> {
  const conversations = new Map<string, Standing>();
  let posted = 0;

  function standing(conversationId: string): Standing {
    const known = conversations.get(conversationId) ?? { received: 0 };
    conversations.set(conversationId, known);
    return known;
  }

  function receive(conversationId: string, activityId: string, activity: Activity): void {
    const now = standing(conversationId);
    now.received += 1;
    if (activity.text !== undefined) now.newestText = activity.text;
    const buttons = new Map(buttonsIn(activity.attachments));
    if (buttons.size > 0) now.card = { activityId, buttons };
    else if (now.card?.activityId === activityId) delete now.card;
  }

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  // Either bot rests while the other one works; a connection closed meanwhile would cost it a turn.
  server.keepAliveTimeout = 0;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , conversationId = '', kind, named] = (request.url ?? '').split('/').map(decodeURIComponent);
    if (request.method === 'GET') {
      end(response, kind === 'pagedmembers' ? { members: [] } : memberNamed(named ?? ''));
      return;
    }
    const activity = JSON.parse(await text(request)) as Activity;
    const activityId = request.method === 'PUT' ? (named ?? '') : `activity-${String((posted += 1))}`;
    receive(conversationId, activityId, activity);
    end(response, { id: activityId });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    standing,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function memberNamed(id: string): object {
  const userPrincipalName = `${id.replace(/\W/g, '')}@northwindtraders.example`;
  return { id, name: id, aadObjectId: id, userPrincipalName, email: userPrincipalName, tenantId: testOrganisationId };
}

function end(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function buttonsIn(value: unknown): [action: string, data: object][] {
  if (Array.isArray(value)) return value.flatMap(buttonsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, data } = value as { type?: unknown; data?: { pc?: { action?: string } } };
  if (type === 'Action.Submit' && data?.pc?.action !== undefined) return [[data.pc.action, data]];
  return Object.values(value).flatMap(buttonsIn);
}

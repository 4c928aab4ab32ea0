// The Bot Connector's REST API as far as the bot uses it: records every call, answers as Teams does, fails on demand.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ConnectorCall {
  /** When it came, in milliseconds since 1970 by this machine's clock. */
  at: number;
  method: string;
  /** As called: `/v3/conversations/<id>/activities/…`, the id decoded. */
  path: string;
  conversationId: string;
  activityId?: string;
  body: SentActivity;
  authorization?: string;
  /** What the answer named it: the new activity, or the new conversation. */
  answeredId?: string;
}

export interface SentActivity {
  type?: string;
  text?: string;
  textFormat?: string;
  replyToId?: string;
  attachments?: { contentType: string; content: Record<string, unknown> }[];
  members?: { id: string }[];
  [key: string]: unknown;
}

export interface FakeMember {
  id: string;
  name: string;
  aadObjectId: string;
  email?: string;
  userPrincipalName?: string;
  tenantId?: string;
  userRole?: string;
}

interface ConnectorFailure {
  status: number;
  code?: string;
  headers?: Record<string, string>;
  /** The call takes effect although it is answered so. */
  butDone?: boolean;
}

export interface FakeConnector {
  url: string;
  calls: ConnectorCall[];
  /** Everybody in every conversation. */
  members: FakeMember[];
  /** The next `times` calls for which `when` holds are answered so. `hang` answers never. */
  fail(failure: ConnectorFailure | 'hang', when?: (call: ConnectorCall) => boolean, times?: number): void;
  /** Calls for which `when` holds take effect, and are answered, only then. */
  hold(until: Promise<unknown>, when: (call: ConnectorCall) => boolean): void;
  /** What stands in a conversation now, in the order posted, edits applied. */
  chat(conversationId: string): { activityId: string; activity: SentActivity }[];
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function startFakeConnector(): Promise<FakeConnector> {
  const calls: ConnectorCall[] = [];
  const members: FakeMember[] = [];
  const chats = new Map<string, { activityId: string; activity: SentActivity }[]>();
  const failures: { failure: ConnectorFailure | 'hang'; when: (call: ConnectorCall) => boolean; left: number }[] = [];
  const held: { until: Promise<unknown>; when: (call: ConnectorCall) => boolean }[] = [];
  let posted = 0;

  function effect(call: ConnectorCall): Answer {
    if (call.method === 'GET') return membersAnswer(call.path, members);
    if (call.path === '/v3/conversations') {
      call.answeredId = `a:opened-${call.body.members?.[0]?.id ?? ''}`;
      return { status: 201, body: { id: call.answeredId } };
    }
    const chat = chats.get(call.conversationId) ?? [];
    chats.set(call.conversationId, chat);
    if (call.method === 'POST') {
      posted += 1;
      call.answeredId = `activity-${String(posted)}`;
      chat.push({ activityId: call.answeredId, activity: call.body });
      return { status: 201, body: { id: call.answeredId } };
    }
    const known = chat.find(({ activityId }) => activityId === call.activityId);
    if (!known) return { status: 404, body: { error: { code: 'ActivityNotFoundInConversation', message: 'gone' } } };
    if (call.method === 'PUT') known.activity = call.body;
    else chat.splice(chat.indexOf(known), 1);
    return { status: 200, body: { id: known.activityId } };
  }

  /** Undefined: no answer at all. */
  function answer(call: ConnectorCall): Answer | undefined {
    const planned = failures.find(({ left, when }) => left > 0 && when(call));
    if (!planned) return effect(call);
    planned.left -= 1;
    if (planned.failure === 'hang') return undefined;
    const { status, code = 'Failed', headers = {}, butDone } = planned.failure;
    if (butDone) effect(call);
    return { status, body: { error: { code, message: 'planned' } }, headers };
  }

  // As long as at Teams: who stood still for some seconds goes on over the same connection.
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    void readCall(request).then(async (call) => {
      calls.push(call);
      await Promise.all(held.filter(({ when }) => when(call)).map(({ until }) => until));
      const answered = answer(call);
      if (!answered) return;
      response.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers });
      response.end(JSON.stringify(answered.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    calls,
    members,
    fail: (failure, when = () => true, times = 1) => failures.push({ failure, when, left: times }),
    hold: (until, when) => void held.push({ until, when }),
    chat: (conversationId) => chats.get(conversationId) ?? [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<ConnectorCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://fake').pathname);
  const [, conversationId = '', activityId] =
    /^\/v3\/conversations\/(.+?)(?:\/(?:activities|members|pagedmembers)(?:\/(.+))?)?$/.exec(path) ?? [];
  return {
    at: Date.now(),
    method: request.method ?? '',
    path,
    conversationId,
    ...(activityId !== undefined && { activityId }),
    ...(request.headers.authorization !== undefined && { authorization: request.headers.authorization }),
    body: text === '' ? {} : (JSON.parse(text) as SentActivity),
  };
}

function membersAnswer(path: string, members: readonly FakeMember[]): Answer {
  if (path.endsWith('/pagedmembers')) return { status: 200, body: { members } };
  const wanted = path.slice(path.lastIndexOf('/members/') + '/members/'.length);
  const member = members.find(({ id }) => id === wanted);
  return member
    ? { status: 200, body: member }
    : { status: 404, body: { error: { code: 'MemberNotFoundInConversation', message: 'unknown' } } };
}

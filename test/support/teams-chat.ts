// One place in Teams with people in it who type and click, and a bot that answers through the fake connector.
import type { IncomingMessage } from 'node:http';
import { createBot, type Bot } from '../../src/bot/create-bot.ts';
import type { BotDeps, BotLog } from '../../src/bot/bot-deps.ts';
import type { Route, RouteRequest } from '../../src/http-route.ts';
import type { FindTenantOutcome } from '../../src/core/ports/microsoft.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { createSignText, hashOf, randomIds } from '../../src/runtime.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { testPolicy } from './core-deps.ts';
import { createFakeAddresses, type FakeAddresses } from './fake-addresses.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { startFakeConnector, type FakeConnector, type FakeMember, type SentActivity } from './fake-connector.ts';
import { fakeDirectory } from './fake-directory.ts';
import { createFakeMicrosoft, type MicrosoftAnswers } from './fake-microsoft.ts';
import { testOrganisationId } from './records.ts';

export const megan: FakeMember = {
  id: '29:megan',
  name: 'Megan Bowen',
  aadObjectId: 'user-megan',
  email: 'megan@northwindtraders.example',
  tenantId: testOrganisationId,
};
export const alex: FakeMember = {
  id: '29:alex',
  name: 'Alex Wilber',
  aadObjectId: 'user-alex',
  email: 'alex@northwindtraders.example',
  tenantId: testOrganisationId,
};
export const guest: FakeMember = {
  id: '29:guest',
  name: 'Guest Visitor',
  aadObjectId: 'user-guest',
  userPrincipalName: 'visitor_fabrikam.example#EXT#@northwindtraders.example',
  tenantId: testOrganisationId,
  userRole: 'guest',
};

interface LogLine {
  level: 'info' | 'warn' | 'error';
  fields: Record<string, unknown>;
  message: string;
}

export interface TestBed {
  connector: FakeConnector;
  store: Store;
  clock: FakeClock;
  log: LogLine[];
  woken: { watcher: number; delivery: number };
  tenants: Map<string, FindTenantOutcome>;
  microsoft: MicrosoftAnswers;
  addresses: FakeAddresses;
  /** What the bot is made of, for tests that make another. */
  deps: BotDeps;
  bot: Bot;
  /** The process ends and another starts over the same store; `wrap` changes the store that it sees. */
  restart(wrap?: (store: Store) => Store, changes?: Partial<BotDeps>): void;
  chat(place: Place): TeamsChat;
  stop(): Promise<void>;
}

export interface Place {
  conversationId: string;
  kind: 'personal' | 'groupChat' | 'channel';
}
export const personal: Place = { conversationId: 'a:megan', kind: 'personal' };
export const thread: Place = { conversationId: '19:general@thread.tacv2;messageid=1000', kind: 'channel' };

export interface Answered {
  status: number;
  body?: unknown;
}

export interface TeamsChat {
  types(who: FakeMember, text: string, extra?: object): Promise<Answered>;
  /** Presses the button with this action on the newest card that has it. */
  clicks(who: FakeMember, action: string, inputs?: Record<string, string>): Promise<Answered>;
  /** Sends this value, as a click on the activity named would. */
  submits(who: FakeMember, value: object, extra?: object): Promise<Answered>;
  sends(activity: object): Promise<Answered>;
  /** Texts and cards (as one string each) that stand in the chat now. */
  lines(): string[];
  lastLine(): string;
  /** Whether any card here has a button for it. */
  has(action: string): boolean;
  /** The value that the button would send, newest card first. */
  button(action: string): { value: Record<string, unknown>; activityId: string };
}

export async function createTestBed(changes: Partial<BotDeps> = {}): Promise<TestBed> {
  const connector = await startFakeConnector();
  connector.members.push({ ...megan }, { ...alex });
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock();
  const log: LogLine[] = [];
  const woken = { watcher: 0, delivery: 0 };
  const tenants = new Map<string, FindTenantOutcome>([
    ['contoso.example', { kind: 'found', tenantId: 'tenant-contoso', cloud: 'global', displayName: 'Contoso' }],
    ['fabrikam.example', { kind: 'found', tenantId: 'tenant-fabrikam', cloud: 'global' }],
    ['own.example', { kind: 'found', tenantId: 'tenant-partner', cloud: 'global' }],
    ['elsewhere.example', { kind: 'found', tenantId: 'tenant-elsewhere', cloud: 'china' }],
  ]);
  const { answers: microsoft, partner } = createFakeMicrosoft();
  const addresses = createFakeAddresses();
  const deps: BotDeps = {
    config: {
      authentication: 'off',
      appType: 'SingleTenant',
      organisations: [{ organisationId: testOrganisationId, name: 'Northwind Traders' }],
      roles: { managers: [], operators: [] },
      defaultCountry: 'AU',
      publicUrl: 'http://127.0.0.1:3978',
    },
    store,
    clock,
    ids: randomIds,
    hashOf,
    sign: createSignText(['a key of the tests that is long enough']),
    policy: testPolicy,
    directory: fakeDirectory(async (domain) => tenants.get(domain) ?? { kind: 'notFound' }),
    partner,
    addresses,
    within: (_ms, work) => work,
    checkUp: async () => [],
    translate: createTranslate('en'),
    log: recordingLog(log),
    wakeWatcher: () => (woken.watcher += 1),
    wakeDelivery: () => (woken.delivery += 1),
    ...changes,
  };
  const bed: TestBed = {
    connector,
    store,
    clock,
    log,
    woken,
    tenants,
    microsoft,
    addresses,
    deps,
    bot: createBot(deps),
    restart(wrap = (same) => same, more = {}) {
      bed.bot = createBot({ ...deps, store: wrap(store), ...more });
    },
    chat: (place) => createTeamsChat({ connector, organisationId: testOrganisationId, deliver: deliverTo(bed) }, place),
    async stop() {
      await bed.bot.drain();
      await connector.stop();
      await store.close();
    },
  };
  return bed;
}

/** To the bot as it is at that moment: it may have been restarted since. */
function deliverTo(bed: TestBed): TeamsWire['deliver'] {
  return (activity) => post(bed.bot.messagesRoute, activity);
}

/** What stands between people and the bot: how its activities get there, and where what it says arrives. */
export interface TeamsWire {
  connector: FakeConnector;
  organisationId: string;
  deliver(activity: object): Promise<Answered>;
}

let activities = 0;

export function createTeamsChat(wire: TeamsWire, { conversationId, kind }: Place): TeamsChat {
  const { connector, organisationId } = wire;
  const sends: TeamsChat['sends'] = (activity) => wire.deliver(activity);
  const from = (who: FakeMember, activity: object) => {
    activities += 1;
    return {
      type: 'message',
      id: `inbound-${String(activities)}`,
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: who.id, name: who.name, aadObjectId: who.aadObjectId },
      recipient: { id: '28:bot', name: 'Partner Connect' },
      conversation: { id: conversationId, conversationType: kind, tenantId: organisationId },
      channelData: {
        tenant: { id: organisationId },
        ...(kind === 'channel' && { team: { id: '19:general@thread.tacv2' } }),
      },
      ...activity,
    };
  };
  const standing = () => connector.chat(conversationId);
  const chat: TeamsChat = {
    sends,
    types: (who, text, extra = {}) => sends(from(who, { text, ...extra })),
    submits: (who, value, extra = {}) => sends(from(who, { value, ...extra })),
    clicks(who, action, inputs = {}) {
      const { value, activityId } = chat.button(action);
      return chat.submits(who, { ...value, ...inputs }, { replyToId: activityId });
    },
    lines: () => standing().map(({ activity }) => cardLine(activity)),
    lastLine: () => chat.lines().at(-1) ?? '',
    has: (action) => standing().some(({ activity }) => buttonFor(action, activity) !== undefined),
    button(action) {
      for (const { activity, activityId } of [...standing()].reverse()) {
        const found = buttonFor(action, activity);
        if (found) return { value: found, activityId };
      }
      throw new Error(`no card here has a button for ${action}`);
    },
  };
  return chat;
}

/** Text, or every sentence and value on the card. */
export function cardLine({ text, attachments }: SentActivity): string {
  return text ?? textsIn(attachments).join(' | ');
}

const shownKeys = new Set(['text', 'title', 'label', 'value', 'errorMessage']);

function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return shownKeys.has(key) && value !== '' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => (name === 'data' ? [] : textsIn(item, name)));
}

function buttonFor(action: string, { attachments }: SentActivity): Record<string, unknown> | undefined {
  return buttonsIn(attachments).find(({ pc }) => (pc as { action?: string } | undefined)?.action === action);
}

function buttonsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(buttonsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, data } = value as { type?: unknown; data?: Record<string, unknown> };
  const own = type === 'Action.Submit' && data ? [data] : [];
  return [...own, ...Object.values(value).flatMap(buttonsIn)];
}

export async function post(route: Route, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const request = { headers, body, params: {}, query: new URLSearchParams(), correlationId: 'test' };
  const answered: Answered = { status: 0 };
  const response = {
    statusCode: 200,
    setHeader: () => undefined,
    end(text?: string) {
      answered.status = response.statusCode;
      if (text !== undefined) answered.body = JSON.parse(text);
    },
  };
  const asked: Partial<IncomingMessage> & Omit<RouteRequest, keyof IncomingMessage> = request;
  await route.handle(asked as RouteRequest, response as never);
  return answered;
}

function recordingLog(lines: LogLine[]): BotLog {
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
  };
  const log: BotLog = { info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return log;
}

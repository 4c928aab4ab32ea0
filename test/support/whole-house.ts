// The whole service as production joins it, over a database file, between a fake Teams and a stand-in for Microsoft's
// cloud. Time is moved by the tests: nothing is due, delivered or looked at before `pass`.
import { createApp, type App } from '../../src/app.ts';
import type { Config, Environment } from '../../src/config.ts';
import type { Claim } from '../../src/core/ports/store/claim.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { createLog } from '../../src/log.ts';
import { sandboxPartner, sandboxProvider } from '../../src/sandbox/directory.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createCustomer, type Customer } from './customer.ts';
import type { FakeClock } from './fake-clock.ts';
import { startFakeConnector, type FakeConnector, type FakeMember } from './fake-connector.ts';
import { createFakeTimers } from './fake-timers.ts';
import { createHouseDatabase } from './house-database.ts';
import { houseConfig, houseRedirectUris } from './house-config.ts';
import { interceptedStore, type Carry, type StoreCall } from './intercepted-store.ts';
import { invitationAddress, startSandboxCloud, type SandboxCloud } from './sandbox-cloud.ts';
import * as people from './teams-chat.ts';
import { createTeamsChat, type Answered, type Place, type TeamsChat } from './teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from './transition-forms.ts';

export const organisationId = sandboxPartner.tenantId;

/** The same people as in the bot's own tests, as staff of the sandbox's partner. */
export const megan = employed(people.megan);
export const alex = employed(people.alex);
export const guest = employed(people.guest);

function employed(member: FakeMember): FakeMember {
  const email = member.email?.replace(/@.*/, `@${sandboxPartner.domain}`);
  return { ...member, tenantId: organisationId, ...(email !== undefined && { email }) };
}

interface LogLine {
  level: string;
  msg: string;
  [field: string]: unknown;
}

export interface WholeHouse {
  clock: FakeClock;
  connector: FakeConnector;
  cloud: SandboxCloud;
  /** What every process of this house has logged. */
  log: LogLine[];
  /** Where the service is reached; another address after a restart. */
  url(): string;
  /** The store of the process that runs now, for looking into. */
  store(): Store;
  chat(place: Place): TeamsChat;
  /** A browser with nobody signed in. */
  customer(): Customer;
  /** Moves time second by second; what is due is done, unless the loops are held. */
  pass(seconds: number): Promise<void>;
  /** Moves time at one stroke; what has become due on the way is done once, then. */
  leap(seconds: number): Promise<void>;
  /** From now on nothing is visited or delivered but by `workOnce`. */
  holdLoops(): void;
  /** They work again. */
  releaseLoops(): void;
  /** All visits that are due, and one delivery; false when there was none. */
  workOnce(): Promise<boolean>;
  /** Another process over the same file. `killed`: the one before did nothing any more, not even close the file. */
  restart(end?: 'stopped' | 'killed'): Promise<void>;
  stop(): Promise<void>;
}

interface Process {
  app: App;
  port: number;
  store: Store;
  die(): void;
}

export interface HouseOptions {
  cloud?: SandboxCloud;
  connector?: FakeConnector;
  /** A database that exists; a fresh one when absent. */
  databaseUrl?: string;
  /** Keys that this house's environment has different; some name addresses of the cloud. */
  environment?: (cloudUrl: string) => Environment;
  /** What this house has different. */
  configure?: (config: Config) => Config;
}

function configurationOf({ environment = () => ({}), configure = (config) => config }: HouseOptions) {
  return (where: { databaseUrl: string; cloudUrl: string }): Config =>
    configure(houseConfig({ ...where, environment: environment(where.cloudUrl) }));
}

export async function openWholeHouse(options: HouseOptions = {}): Promise<WholeHouse> {
  const cloud = options.cloud ?? (await startSandboxCloud({ redirectUris: houseRedirectUris }));
  const connector = options.connector ?? (await startFakeConnector());
  if (!options.connector) connector.members.push(megan, alex);
  const database = options.databaseUrl === undefined ? await createHouseDatabase() : undefined;
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const log: LogLine[] = [];
  const configured = configurationOf(options);
  const allowed: Allowed = { deliveries: Number.POSITIVE_INFINITY, visits: true };

  async function startProcess(): Promise<Process> {
    const file = await openStore(databaseUrl);
    const life = { isOver: false };
    const store = interceptedStore(file, async (call, carry) => {
      if (life.isOver) throw new Error('this process was killed');
      return claimAllowed(allowed, call, carry);
    });
    const app = await createApp(
      configured({ databaseUrl, cloudUrl: cloud.url }),
      createLog('info', {
        write(line) {
          if (!life.isOver) log.push(JSON.parse(line) as LogLine);
        },
      }),
      { clock: cloud.clock, timers: createFakeTimers(cloud.clock), store, random: () => 0 },
    );
    const { port } = await app.start();
    return {
      app,
      port,
      store: file,
      die() {
        life.isOver = true;
        void file.close();
        // Frees the port; all else that it would do on a good end is refused above.
        void app.stop().catch(() => undefined);
      },
    };
  }

  const tidy = async () => {
    if (!options.connector) await connector.stop();
    if (!options.cloud) await cloud.stop();
    await database?.remove();
  };
  let running = await startProcess().catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  const url = () => `http://127.0.0.1:${String(running.port)}`;
  const deliver = (activity: object) => postActivity(url(), activity);
  return {
    clock: cloud.clock,
    connector,
    cloud,
    log,
    url,
    store: () => running.store,
    chat: (place) => createTeamsChat({ connector, organisationId, deliver }, place),
    customer: () => createCustomer({ cloud, address: url }),
    async pass(seconds) {
      for (let second = 0; second < seconds; second += 1) {
        cloud.clock.advance(1000);
        await running.app.settle();
      }
    },
    async leap(seconds) {
      cloud.clock.advance(seconds * 1000);
      await running.app.settle();
    },
    holdLoops() {
      Object.assign(allowed, { deliveries: 0, visits: false });
    },
    releaseLoops() {
      Object.assign(allowed, { deliveries: Number.POSITIVE_INFINITY, visits: true });
    },
    async workOnce() {
      Object.assign(allowed, { deliveries: 1, visits: true });
      await running.app.settle();
      const wasOne = allowed.deliveries === 0;
      Object.assign(allowed, { deliveries: 0, visits: false });
      return wasOne;
    },
    async restart(end = 'stopped') {
      if (end === 'stopped') await running.app.stop();
      else running.die();
      running = await startProcess();
    },
    async stop() {
      await running.app.stop();
      await tidy();
    },
  };
}

interface Allowed {
  deliveries: number;
  visits: boolean;
}

async function claimAllowed(allowed: Allowed, { name, values }: StoreCall, carry: Carry): Promise<unknown> {
  if (name === 'visits.claimVisits' && !allowed.visits) return [];
  if (name !== 'deliveries.claimDeliveries') return carry();
  if (allowed.deliveries === 0) return [];
  const claim = values[0] as Claim;
  const claimed = await carry([{ ...claim, limit: Math.min(claim.limit, allowed.deliveries) }]);
  if (Array.isArray(claimed)) allowed.deliveries -= claimed.length;
  return claimed;
}

export interface Told {
  who?: FakeMember;
  domain?: string;
  category?: string;
  customer?: typeof customerTyped;
}

/** As far as the review card, or as far as it goes. */
export async function fillTransition(chat: TeamsChat, told: Told = {}): Promise<void> {
  const { who = megan, domain = 'contoso.com', category = 'corporate', customer = customerTyped } = told;
  await chat.types(who, 'transition');
  await chat.clicks(who, 'next', customer);
  await chat.clicks(who, 'next', addressTyped);
  await chat.clicks(who, 'next', { ...tenantTyped, domain, category });
  if (chat.has('skip')) await chat.clicks(who, 'skip');
}

/** Until cards and mails are out. */
export async function startTransition(house: WholeHouse, chat: TeamsChat, told: Told = {}): Promise<void> {
  await fillTransition(chat, told);
  if (chat.has('submit')) await chat.clicks(told.who ?? megan, 'submit');
  await house.pass(3);
}

let threads = 0;

/** In a thread where nothing else is. */
export async function startInNewThread(house: WholeHouse, domain: string): Promise<TeamsChat> {
  threads += 1;
  const chat = house.chat({ conversationId: `19:new@thread.tacv2;messageid=${String(threads)}`, kind: 'channel' });
  await startTransition(house, chat, { domain });
  return chat;
}

/** For `environment`: the sandbox's partner as a reseller of its provider's. */
export function asReseller(cloudUrl: string): Environment {
  return {
    PARTNER_MODEL: 'reseller',
    PROVIDER_TENANT_ID: sandboxProvider.tenantId,
    PROVIDER_NAME: sandboxProvider.displayName,
    PROVIDER_INVITATION_URL: `${cloudUrl}${invitationAddress(sandboxProvider.tenantId)}`,
  };
}

/** For `configure`: Alex may do what managers may. */
export function withAlexAsManager(config: Config): Config {
  return { ...config, bot: { ...config.bot, roles: { managers: [alex.aadObjectId], operators: [] } } };
}

/** As Teams does it. */
export async function postActivity(url: string, activity: object): Promise<Answered> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, ...(text !== '' && { body: JSON.parse(text) as unknown }) };
}

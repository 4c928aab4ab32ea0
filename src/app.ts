import { showPhone } from './address/show-phone.ts';
import { createBot, type Bot } from './bot/create-bot.ts';
import { checkUpSettings, createCheckUp, type CheckUp } from './check-up/create-check-up.ts';
import type { ClaimLoop } from './claim-loop/claim-loop.ts';
import { beforeDeadline } from './claim-loop/before-deadline.ts';
import type { Config } from './config.ts';
import { createConnect, type Connect } from './connect/create-connect.ts';
import { providerNameOf } from './core/companies.ts';
import type { Clock, Ids, Timers } from './core/ports/runtime.ts';
import type { Store } from './core/ports/store/store.ts';
import { consentUrl, newConsentAddress } from './core/use-cases/partner-consent.ts';
import { linkUrl } from './core/link.ts';
import type { Transition } from './core/transition.ts';
import { createDeliveryLoop } from './delivery/delivery-loop.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createHttpServer, type HttpServer } from './http/http-server.ts';
import type { Logger } from './log.ts';
import { createMailSender } from './mail/create-mail-sender.ts';
import { botEndpointsIn } from './microsoft/clouds.ts';
import { createMicrosoft } from './microsoft/create-microsoft.ts';
import { microsoftConfigIn } from './microsoft/microsoft-config.ts';
import { createWebhooks, type Webhooks } from './microsoft/webhooks/create-webhooks.ts';
import { callbackUrlOf } from './microsoft/webhooks/webhook-config.ts';
import { createOperatorWatch } from './operator-watch.ts';
import { createSignText, hashOf, randomIds, systemClock, systemTimers, within } from './runtime.ts';
import { openStore } from './store/open-store.ts';
import { createTranslate } from './text/translate.ts';
import { wakingTransitions } from './waking-transitions.ts';
import { createWatcher } from './watcher/watcher.ts';

export interface App {
  /** Resolves when everything listens and works. */
  start(): Promise<{ port: number }>;
  /** Says that it is stopping, then stops accepting, lets what is in hand finish, and closes the store. Bounded. */
  stop(): Promise<void>;
  /** Visits and deliveries that are due by the clock, until none is left: what tests call instead of waiting. */
  settle(): Promise<void>;
}

/** What tests replace: time, ids, timers, and the store that they look into. */
export interface Overrides {
  clock?: Clock;
  ids?: Ids;
  timers?: Timers;
  store?: Store;
  random?: () => number;
}

/** For everything that is stopped together; no part takes the whole of it. */
const stopDeadlineMs = 24_000;
const partDeadlineMs = 10_000;
const closeDeadlineMs = 3_000;

/** Builds every part and joins them. Nothing listens and nothing runs before `start`. */
export async function createApp(config: Config, log: Logger, overrides: Overrides = {}): Promise<App> {
  const store = overrides.store ?? (await openStore(config.databaseUrl));
  const wake: Wake = { wakeWatcher: () => watcher.wake(), wakeDelivery: () => delivery.wake() };
  const life = { isStopping: false };
  const base = buildBase({ config, store, log, wake }, overrides);

  const watcher = buildWatcher(base);
  const webhooks = buildWebhooks(base);
  const connect = buildConnect(base);
  const bot = buildBot(base, connect);
  const delivery = buildDelivery(base, bot);
  const http = buildHttp(base, { bot, connect, webhooks, life });
  const operatorWatch = buildOperatorWatch(base, bot);
  const housekeeping = createHousekeeping({ ...base.tools, ...config.data, store });

  const parts = { bot, http, watcher, delivery, housekeeping, operatorWatch, webhooks, store, life };
  return joined(parts, { ...base.tools, ...config.stop });
}

/** Something is due now: a visit to a tenant, or news to deliver. */
interface Wake {
  wakeWatcher: () => void;
  wakeDelivery: () => void;
}

interface Given {
  config: Config;
  store: Store;
  log: Logger;
  wake: Wake;
}

type Base = ReturnType<typeof buildBase>;

/** What the parts have in common: what core asks of the machine and of Microsoft, and the words. */
function buildBase({ config, store, log, wake }: Given, overrides: Overrides) {
  const { clock = systemClock, ids = randomIds, timers = systemTimers, random = Math.random } = overrides;
  const tools = { clock, ids, timers, random, log };
  const transitions = wakingTransitions(store.transitions, wake.wakeDelivery);
  const sign = createSignText(config.linkKeys);
  const core = { transitions, clock, ids, hashOf, sign, policy: config.policy };
  const microsoftConfig = microsoftConfigIn(config.policy.cloud, config.microsoft);
  // A call is given up after real time, whoever decides when the loops wake.
  const microsoftDeps = { ...tools, timers: systemTimers, secrets: store.secrets };
  return {
    config,
    store,
    wake,
    tools,
    core,
    microsoftConfig,
    microsoft: createMicrosoft(microsoftConfig, microsoftDeps),
    translate: createTranslate(),
  };
}

function buildWatcher({ store, core, tools, microsoft }: Base): ClaimLoop {
  return createWatcher({ ...core, ...tools, ...microsoft, within, visits: store.visits });
}

function buildWebhooks({ config, store, core, tools, microsoft, wake }: Base): Webhooks {
  return createWebhooks(config.webhooks, { ...core, ...tools, ...microsoft, ...store, ...wake });
}

/** The website for the customer's admin, and the page on which the partner's service account signs in. */
function buildConnect(base: Base): Connect {
  const { config, store, core, tools, microsoft, microsoftConfig, wake, translate } = base;
  const { serviceAccountSignIn: signIn, probes } = microsoft;
  return createConnect({
    ...core,
    ...microsoft,
    core,
    // Absent where the service could not keep what it gives.
    partnerConsent: signIn && { signIn, microsoft: probes, settings: microsoftConfig },
    config: { ...config.connect, signOutUrl: `${microsoftConfig.loginUrl}/common/oauth2/v2.0/logout` },
    ephemeral: store.ephemeral,
    translate,
    ...wake,
    log: tools.log,
  });
}

function buildBot(base: Base, connect: Connect): Bot {
  const { config, store, core, tools, microsoft, wake, translate } = base;
  const newConsentUrl = () => consentUrl(config.http.publicUrl, newConsentAddress(core), core.sign);
  return createBot({
    ...core,
    ...microsoft,
    config: { ...config.bot, ...botEndpointsIn(config.policy.cloud, config.bot.appTenantId) },
    store: { ...store, transitions: core.transitions },
    within,
    checkUp: buildCheckUp(base, connect),
    newConsentUrl: microsoft.serviceAccountSignIn && newConsentUrl,
    providerNameOf: (organisationId) => providerNameOf(config.connect, organisationId),
    translate,
    log: tools.log,
    ...wake,
  });
}

/** What operators ask for in the chat, with what only the running service can have seen. */
function buildCheckUp({ config, store, tools, microsoft, microsoftConfig }: Base, connect: Connect): CheckUp {
  return createCheckUp(
    { ...config, microsoft: microsoftConfig },
    {
      ...microsoft,
      webhookUrl: config.webhooks && callbackUrlOf(config.webhooks),
      pingDatabase: () => store.ping(),
      databaseClockAheadMs: () => store.clockAheadMs(),
      isProxyUncounted: () => connect.isProxyUncounted(),
      clock: tools.clock,
    },
  );
}

/** What was promised travels by Teams or by mail. */
function buildDelivery({ config, store, core, tools, microsoft, translate }: Base, bot: Bot): ClaimLoop {
  const linkUrlOf = ({ link }: Transition) => linkUrl(config.http.publicUrl, link, core.sign);
  const mail = createMailSender({ ...config.connect, mail: microsoft.mail, translate, linkUrlOf, showPhone });
  return createDeliveryLoop({ ...store, ...core, ...tools, senders: { teams: bot.sender, mail } });
}

interface Doors {
  bot: Bot;
  connect: Connect;
  webhooks: Webhooks;
  life: { isStopping: boolean };
}

/** Everything of ours that listens, on one port. */
function buildHttp({ config, store, tools }: Base, { bot, connect, webhooks, life }: Doors): HttpServer {
  return createHttpServer({
    ...config.http,
    routes: [bot.messagesRoute, ...connect.routes, ...webhooks.routes],
    errorPage: connect.errorPage,
    health: { ping: () => store.ping(), isStopping: () => life.isStopping },
    log: tools.log,
  });
}

function buildOperatorWatch({ config, store, tools, microsoft, microsoftConfig }: Base, { operators }: Bot) {
  const settings = checkUpSettings({ ...config, microsoft: microsoftConfig }, microsoft);
  const watched = { microsoft: microsoft.probes, settings, ephemeral: store.ephemeral, operators };
  return createOperatorWatch({ ...tools, ...watched }, config.bot.roles);
}

interface Parts {
  bot: Bot;
  http: HttpServer;
  watcher: ClaimLoop;
  delivery: ClaimLoop;
  housekeeping: ReturnType<typeof createHousekeeping>;
  operatorWatch: ReturnType<typeof createOperatorWatch>;
  webhooks: Webhooks;
  store: Store;
  life: { isStopping: boolean };
}

interface StopOptions {
  clock: Clock;
  /** For so long it says that it is stopping and still takes what comes. */
  graceMs: number;
  timers: Timers;
  log: Logger;
}

/** The order in which parts start and stop: nobody is asked who is not there yet, or no longer. */
function joined(parts: Parts, { graceMs, clock, timers, log }: StopOptions): App {
  const { bot, http, watcher, delivery, housekeeping, operatorWatch, webhooks, store, life } = parts;
  const inTime = async (part: string, done: Promise<void>, deadlineMs: number): Promise<void> => {
    const isDone = await beforeDeadline(done, timers, deadlineMs);
    if (!isDone) log.warn({ part }, 'stopping without waiting for it any longer');
  };
  return {
    async start() {
      bot.warm();
      const listening = await http.start();
      watcher.start();
      delivery.start();
      housekeeping.start();
      operatorWatch.start();
      webhooks.start();
      return listening;
    },
    async stop() {
      life.isStopping = true;
      if (graceMs > 0) await new Promise<void>((resolve) => timers.after(graceMs, resolve));
      const endsAt = clock.now().getTime() + stopDeadlineMs;
      const leftMs = () => Math.min(partDeadlineMs, Math.max(0, endsAt - clock.now().getTime()));
      const background = Promise.all([housekeeping.stop(), operatorWatch.stop()]).then(() => undefined);
      await Promise.all([inTime('housekeeping', background, leftMs()), http.stop(leftMs())]);
      await inTime('webhooks', webhooks.stop(), leftMs());
      await Promise.all([watcher.stop(leftMs()), inTime('turns', bot.drain(), leftMs())]);
      await delivery.stop(leftMs());
      await inTime('store', store.close(), closeDeadlineMs);
    },
    async settle() {
      await webhooks.drain();
      await watcher.runUntilIdle();
      await delivery.runUntilIdle();
      await operatorWatch.settle();
    },
  };
}

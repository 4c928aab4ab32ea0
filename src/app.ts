import { createBot } from './bot/create-bot.ts';
import { checkUpSettings, createCheckUp, type CheckUpConfig } from './check-up/create-check-up.ts';
import type { ClaimLoop } from './claim-loop/claim-loop.ts';
import { beforeDeadline } from './claim-loop/before-deadline.ts';
import type { Config } from './config.ts';
import { createConnect, type Connect } from './connect/create-connect.ts';
import type { Clock, Ids, Timers } from './core/ports/runtime.ts';
import type { Store } from './core/ports/store/store.ts';
import { consentUrl, newConsentAddress } from './core/use-cases/partner-consent.ts';
import { linkToken } from './core/link.ts';
import type { Transition } from './core/transition.ts';
import { createDeliveryLoop } from './delivery/delivery-loop.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createHttpServer } from './http/http-server.ts';
import type { Logger } from './log.ts';
import { createMailSender } from './mail/create-mail-sender.ts';
import { botEndpointsIn } from './microsoft/clouds.ts';
import { createMicrosoft, type Microsoft } from './microsoft/create-microsoft.ts';
import { microsoftConfigIn, type MicrosoftConfig } from './microsoft/microsoft-config.ts';
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
  const { clock = systemClock, ids = randomIds, timers = systemTimers, random = Math.random } = overrides;
  const store = overrides.store ?? (await openStore(config.databaseUrl));
  const sign = createSignText(config.linkKeys);
  const translate = createTranslate();
  const life = { isStopping: false };
  const wakeDelivery = () => delivery.wake();
  const transitions = wakingTransitions(store.transitions, wakeDelivery);
  const core = { transitions, clock, ids, hashOf, sign, policy: config.policy };
  const tools = { clock, ids, timers, random, log };

  const microsoftConfig = microsoftConfigIn(config.policy.cloud, config.microsoft);
  const microsoft = createMicrosoft(microsoftConfig, { ...tools, timers: systemTimers, secrets: store.secrets });
  const watcher = createWatcher({ ...core, ...tools, ...microsoft, visits: store.visits });
  const wakeWatcher = () => watcher.wake();
  const webhooks = createWebhooks(config.webhooks, { ...core, ...tools, ...microsoft, ...store, wakeWatcher });
  const checkUpParts = { ...microsoft, ...looksOf(config, store, () => connect), clock };
  const checkUpConfig = { ...config, microsoft: microsoftConfig };
  const checkUp = createCheckUp(checkUpConfig, checkUpParts);
  const newConsentUrl = () => consentUrl(config.http.publicUrl, newConsentAddress(core), sign);
  const bot = createBot({
    ...core,
    config: { ...config.bot, ...botEndpointsIn(config.policy.cloud, config.bot.appTenantId) },
    store: { ...store, transitions },
    ...microsoft,
    within,
    checkUp,
    newConsentUrl: microsoft.serviceAccountSignIn && newConsentUrl,
    translate,
    log,
    wakeWatcher,
    wakeDelivery,
  });
  const watched = { ...tools, ephemeral: store.ephemeral, operators: bot.operators };
  const operatorWatch = createOperatorWatch({ ...watched, ...accessOf(checkUpConfig, microsoft) }, config.bot.roles);
  const linkUrlOf = (transition: Transition) => `${config.http.publicUrl}/connect/${linkToken(transition.link, sign)}`;
  const mail = createMailSender({ ...config.connect, mail: microsoft.mail, translate, linkUrlOf });
  const delivery = createDeliveryLoop({ ...store, ...core, ...tools, senders: { teams: bot.sender, mail } });
  const connect = createConnect({
    ...core,
    ...microsoft,
    core,
    partnerConsent: partnerConsentOf(microsoftConfig, microsoft),
    config: { ...config.connect, signOutUrl: `${microsoftConfig.loginUrl}/common/oauth2/v2.0/logout` },
    ephemeral: store.ephemeral,
    translate,
    wakeWatcher,
    log,
  });
  const http = createHttpServer({
    ...config.http,
    routes: [bot.messagesRoute, ...connect.routes, ...webhooks.routes],
    errorPage: connect.errorPage,
    health: { ping: () => store.ping(), isStopping: () => life.isStopping },
    log,
  });
  const housekeeping = createHousekeeping({ ...tools, ...config.data, store });

  const parts = { bot, http, watcher, delivery, housekeeping, operatorWatch, webhooks, store, life };
  return joined(parts, { ...tools, ...config.stop });
}

/** What the self-check sees of this process. */
function looksOf(config: Config, store: Store, connect: () => Connect) {
  return {
    webhookUrl: config.webhooks && callbackUrlOf(config.webhooks),
    pingDatabase: () => store.ping(),
    databaseClockAheadMs: () => store.clockAheadMs(),
    isProxyUncounted: () => connect().isProxyUncounted(),
  };
}

/** What the service signs in with, as the self-check sees it. */
function accessOf(settings: CheckUpConfig, microsoft: Microsoft) {
  return { microsoft: microsoft.probes, settings: checkUpSettings(settings, microsoft) };
}

/** Absent where the service could not keep what it gives. */
function partnerConsentOf(settings: MicrosoftConfig, { serviceAccountSignIn: signIn, probes }: Microsoft) {
  return signIn && { signIn, microsoft: probes, settings };
}

interface Parts {
  bot: Pick<ReturnType<typeof createBot>, 'warm' | 'drain'>;
  http: ReturnType<typeof createHttpServer>;
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

import type { ConnectConfig, PartnerConsentDeps } from '../../src/connect/connect-deps.ts';
import { createConnect } from '../../src/connect/create-connect.ts';
import { linkToken } from '../../src/core/link.ts';
import type { Transition } from '../../src/core/transition.ts';
import { createHttpServer } from '../../src/http/http-server.ts';
import { randomIds } from '../../src/runtime.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { coreDeps } from './core-deps.ts';
import { createFakeMicrosoft } from './fake-microsoft.ts';
import { createMemoryEphemeralStore } from './memory-ephemeral-store.ts';
import { aTransition } from './records.ts';

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  data: Record<string, unknown>;
  message: string;
}

/** The whole site on a real server, with Microsoft and the store played by fakes. */
export async function openConnectSite(
  transition: Transition = aTransition(),
  config: Partial<ConnectConfig> = {},
  partnerConsent?: PartnerConsentDeps,
) {
  const core = coreDeps(transition);
  const microsoft = createFakeMicrosoft();
  const ephemeral = createMemoryEphemeralStore();
  const lines: LogLine[] = [];
  const writer = (level: LogLine['level']) => (data: object, message: string) => {
    lines.push({ level, data: { ...data }, message });
  };
  const log = { info: writer('info'), warn: writer('warn'), error: writer('error') };
  let wakings = 0;
  const settings: ConnectConfig = {
    publicUrl: 'http://connect.example',
    partnerName: 'Northwind Traders',
    signOutUrl: 'https://login.microsoft.example/logout',
    supportContact: 'help@northwindtraders.example',
    ...config,
  };
  const site = createConnect({
    config: settings,
    core,
    signIn: microsoft.signIn,
    connection: microsoft.connection,
    partner: microsoft.partner,
    partnerConsent,
    ephemeral,
    ids: randomIds,
    hashOf: core.hashOf,
    clock: core.clock,
    translate: createTranslate(),
    wakeWatcher: () => (wakings += 1),
    log,
  });
  const { publicUrl } = settings;
  const health = { ping: async () => undefined };
  const server = createHttpServer({ host: '127.0.0.1', port: 0, health, log, publicUrl, ...site });
  const { port } = await server.start();
  return {
    url: `http://127.0.0.1:${String(port)}`,
    core,
    microsoft,
    ephemeral,
    lines,
    wakings: () => wakings,
    close: () => server.stop(100),
    /** The path of the Partner Connect link, for the transition as it is now. */
    linkPath: () => `/connect/${linkToken(core.transitions.stored(transition.transitionId).link, core.sign)}`,
    /** The transition as stored. */
    now: () => core.transitions.stored(transition.transitionId),
    /** What the watcher or staff would write meanwhile. */
    change: (overrides: Partial<Transition>) => {
      core.transitions.put({ ...core.transitions.stored(transition.transitionId), ...overrides });
    },
  };
}
export type ConnectSite = Awaited<ReturnType<typeof openConnectSite>>;

// The self-check against the stand-in for Microsoft's cloud, with everything right until a test breaks it.
import { createCheckUp } from '../../src/check-up/create-check-up.ts';
import type { Config } from '../../src/config.ts';
import { levelOf, type Finding } from '../../src/core/check-up/findings.ts';
import { createLog } from '../../src/log.ts';
import { createMicrosoft } from '../../src/microsoft/create-microsoft.ts';
import { microsoftDefaults, type MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import { sandboxApp, sandboxBot, sandboxPartner } from '../../src/sandbox/directory.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { systemTimers } from '../../src/runtime.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeIds } from './fake-ids.ts';
import { houseConfig } from './house-config.ts';

export interface CheckUpScene {
  clock: FakeClock;
  controls: ReturnType<typeof createSandbox>['controls'];
  /** The findings with the configuration as it is now. */
  examine(): Promise<readonly Finding[]>;
  /** The same as `check: CODE`, of those that somebody must do something about. */
  complaints(): Promise<string[]>;
  bot: Config['bot'];
  baseMicrosoft: Config['microsoft'];
  /** Laid over it. */
  microsoft: Partial<MicrosoftConfig>;
  config: Partial<Config>;
  pingDatabase: () => Promise<void>;
  databaseClockAheadMs: () => Promise<number | undefined>;
  /** Absent at first: polling only. */
  webhookUrl: string | undefined;
  /** As Partner Center's client, for what stands there before the look. */
  register(url: string, events?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** `clientCertificates`: PEM, those that the app registration knows besides its secret. */
export async function startCheckUpScene(clientCertificates: readonly string[] = []): Promise<CheckUpScene> {
  const clock = createFakeClock();
  const machine = () => ({ clock, ids: createFakeIds(), timers: systemTimers, log: createLog('silent') });
  const sandbox = createSandbox({ clock: () => clock.now(), normalAfterSeconds: 0, clientCertificates });
  const { url } = await sandbox.start();
  const base = houseConfig({ databaseUrl: 'sqlite::memory:', cloudUrl: url });
  const scene: CheckUpScene = {
    clock,
    controls: sandbox.controls,
    bot: {
      ...base.bot,
      authentication: 'on',
      appId: sandboxBot.appId,
      appPassword: sandboxBot.appPassword,
      appTenantId: sandboxPartner.tenantId,
    },
    baseMicrosoft: base.microsoft,
    microsoft: {},
    config: {},
    pingDatabase: async () => undefined,
    databaseClockAheadMs: async () => undefined,
    webhookUrl: undefined,
    async register(webhookUrl, events) {
      const config = { ...microsoftDefaults, ...base.microsoft };
      const { registration } = createMicrosoft(config, machine());
      const wanted = events ?? (await registration.wantedEvents());
      const token = await tokenOf(url);
      const answer = await fetch(`${url}/partnercenter/webhooks/v1/registration`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ WebhookUrl: webhookUrl, WebhookEvents: wanted }),
      });
      if (!answer.ok) throw new Error(`not registered: ${String(answer.status)} ${await answer.text()}`);
    },
    async examine() {
      const config = { ...base, ...scene.config, bot: scene.bot };
      const microsoftConfig = { ...microsoftDefaults, ...scene.baseMicrosoft, ...scene.microsoft };
      const microsoft = createMicrosoft(microsoftConfig, machine());
      const checkUp = createCheckUp(
        { ...config, microsoft: microsoftConfig },
        {
          ...microsoft,
          webhookUrl: scene.webhookUrl,
          pingDatabase: scene.pingDatabase,
          databaseClockAheadMs: scene.databaseClockAheadMs,
          clock,
        },
      );
      return checkUp();
    },
    async complaints() {
      const findings = await scene.examine();
      const bad = findings.filter((finding) => ['failed', 'warning'].includes(levelOf(finding)));
      return bad.map(({ check, code }) => `${check}: ${code}`);
    },
    stop: async () => sandbox.stop(),
  };
  return scene;
}

async function tokenOf(cloudUrl: string): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxApp.clientId,
    client_secret: sandboxApp.clientSecret,
    scope: 'https://api.partnercenter.microsoft.com/.default',
  });
  const address = `${cloudUrl}/login/${sandboxPartner.tenantId}/oauth2/v2.0/token`;
  const answer = await fetch(address, { method: 'POST', body: form });
  return ((await answer.json()) as { access_token: string }).access_token;
}

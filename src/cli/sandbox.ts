// `npm start`: the service, a stand-in for Microsoft's cloud, and the Agents Playground as the Teams client, all on
// this machine. The only place that sets APP_MODE=sandbox.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createApp } from '../app.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLog, logFile } from '../log.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { sandboxEnvironment, sandboxWebhooks } from './sandbox-command/environment.ts';
import { keptLinkKey } from './sandbox-command/link-key.ts';
import { playgroundUserId } from './sandbox-command/playground-config.ts';
import { startPlayground, type Playground } from './sandbox-command/playground.ts';
import { readSandboxSettings } from './sandbox-command/settings.ts';
import { whereToGo } from './sandbox-command/where-to-go.ts';

const say = (text: string) => void process.stdout.write(`${text}\n`);
const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

/** In the reverse order of the starts, each once, whatever the others do. */
async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    await stop().catch((error: unknown) => {
      say(`Could not stop cleanly: ${String(error)}`);
      process.exitCode = 1;
    });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    say('\nStopping. Press Ctrl-C again to stop at once.');
    stopping = stopAll();
  });
}

async function start(): Promise<void> {
  const settings = readSandboxSettings(process.env);
  mkdirSync(settings.folder, { recursive: true });
  const logPath = `${settings.folder}/service.log`;
  const log = createLog(settings.logLevel, logFile(logPath));

  const sandbox = createSandbox({
    clock: () => new Date(),
    port: settings.sandboxPort,
    normalAfterSeconds: settings.normalAfterSeconds,
    stateFile: `${settings.folder}/sandbox-cloud.json`,
    deliverWebhooksEverySeconds: 1,
    redirectUris: ['signed-in', 'consented', 'partner-consented'].map(
      (path) => `${settings.publicUrl}/connect/${path}`,
    ),
  });
  const cloud = await sandbox.start();
  stops.push(() => sandbox.stop());

  const environment = sandboxEnvironment(settings, { cloudUrl: cloud.url, linkKey: keptLinkKey(settings.folder) });
  const rootFile = `${settings.folder}/sandbox-webhook-root.pem`;
  writeFileSync(rootFile, sandbox.webhooks.rootPem());
  const webhooks = sandboxWebhooks({ cloudUrl: cloud.url, rootFile });
  const app = await createApp(readConfig({ ...environment, ...webhooks, OPERATORS: playgroundUserId }), log);
  const { port } = await app.start();
  stops.push(() => app.stop());

  const playground: Playground = settings.withPlayground
    ? await startPlayground({ port: settings.playgroundPort, endpoint: `http://127.0.0.1:${port}/api/messages` })
    : { kind: 'off' };
  if (playground.kind === 'running') stops.push(playground.stop);
  say(whereToGo({ settings, port, cloudUrl: cloud.url, playground, logPath }));
}

function whyNot(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return `Not started: ${String(error)}`;
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Not started: port ${String(error.port)} is taken. Stop what uses it, or set PORT or SANDBOX_PORT to another.`;
  }
  return `Not started: ${error.message}`;
}

try {
  await start();
  // A Ctrl-C that came while something was still starting: what started since is stopped here.
  if (stopping) await stopAll();
} catch (error) {
  process.exitCode = 1;
  say(whyNot(error));
  await stopAll();
}

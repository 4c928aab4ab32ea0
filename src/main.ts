// The service's process: environment, signals, exit code. Nothing else.
import { createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';

const log = createLog(process.env['LOG_LEVEL'] ?? 'info');

try {
  const config = readConfig(process.env);
  if (config.mode === 'sandbox') throw new ConfigError(['APP_MODE sandbox is for the sandbox command (npm start)']);
  const app = await createApp(config, log);
  const { port } = await app.start();
  log.info({ port }, 'started');

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The second one takes the way that Node takes without us: out at once.
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      app
        .stop()
        .then(() => log.info('stopped'))
        .catch((err: unknown) => {
          log.fatal({ err }, 'stopping failed');
          process.exitCode = 1;
        })
        // A connection that somebody keeps open does not keep the process.
        .finally(() => setTimeout(() => process.exit(), 2_000).unref());
    });
  }
} catch (err) {
  log.fatal(err instanceof ConfigError ? { problems: err.problems } : { err }, 'not started');
  process.exitCode = 1;
}

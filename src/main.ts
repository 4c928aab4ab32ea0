// The service's process: environment, signals, exit code. Nothing else.
import { createApp } from './app.ts';
import { ConfigError, logLevelOf, readConfig } from './config.ts';
import { createLog } from './log.ts';

const log = createLog(logLevelOf(process.env));

try {
  const config = readConfig(process.env);
  if (config.mode === 'sandbox') throw new ConfigError(['APP_MODE sandbox is for the sandbox command (npm start)']);
  const app = await createApp(config, log);
  const { port } = await app.start();

  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = (signal: NodeJS.Signals): void => {
    // The next one, whichever it is, takes the way that Node takes without us: out at once.
    for (const one of signals) process.removeListener(one, stop);
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
  };
  for (const signal of signals) process.on(signal, stop);
  log.info({ port }, 'started');
} catch (err) {
  log.fatal(err instanceof ConfigError ? { problems: err.problems } : { err }, 'not started');
  process.exitCode = 1;
}

// The whole service, as src/main.ts starts it, with the sandbox's configuration: nothing of it leaves this machine.
// Nobody listens where Microsoft would, and with an empty database nothing is asked of it.
import { createApp } from '../../../src/app.ts';
import { readSandboxSettings } from '../../../src/cli/sandbox-command/settings.ts';
import { sandboxEnvironment } from '../../../src/cli/sandbox-command/environment.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { untilStopped } from './until-stopped.ts';

const [databaseUrl = ''] = process.argv.slice(2);
const settings = readSandboxSettings({ PORT: '0', DATABASE_URL: databaseUrl });
const linkKey = 'a key of the tests that is long enough';
const config = readConfig(sandboxEnvironment(settings, { cloudUrl: 'http://127.0.0.1:9', linkKey }));
const app = await createApp(config, createLog('info'));

await untilStopped(await app.start());
await app.stop();

// `npm run webhooks -- status | register | test`: Partner Center's one webhook registration of the partner's tenant, as
// the configuration of the service would use it. Somebody else's is replaced only when asked to by name.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { createMicrosoft } from '../microsoft/create-microsoft.ts';
import { microsoftConfigIn } from '../microsoft/microsoft-config.ts';
import { callbackUrlOf } from '../microsoft/webhooks/webhook-config.ts';
import { sameUrl, type WebhookRegistration } from '../microsoft/webhooks/registration.ts';
import { randomIds, systemClock, systemTimers } from '../runtime.ts';
import { doctorEnvironment } from './doctor-command/environment.ts';

const usage = 'usage: npm run webhooks -- <status | register [--take-over] | test> [--env <name> | --sandbox]';

interface Task {
  registration: WebhookRegistration;
  callbackUrl: string;
  takeOver: boolean;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function status({ registration, callbackUrl }: Task): Promise<boolean> {
  const registered = await registration.read();
  const isOurs = registered !== undefined && sameUrl(registered.url, callbackUrl);
  if (!registered) say('Nobody is registered: polling only.');
  else say(`${isOurs ? 'Ours' : 'Another program’s'}: ${registered.url}\n  ${registered.events.join('\n  ')}`);
  return isOurs;
}

async function register({ registration, callbackUrl, takeOver }: Task): Promise<boolean> {
  const outcome = await registration.keep(callbackUrl, { takeOver });
  if (outcome.kind !== 'taken') {
    say(`${callbackUrl} is registered for:\n  ${outcome.events.join('\n  ')}`);
    return true;
  }
  say(`Not registered: ${outcome.registered.url} is. It would get no events any more, and may take them back.`);
  say('If that is what you want: npm run webhooks -- register --take-over');
  return false;
}

const tries = 15;
const betweenTriesMs = 2_000;

async function test({ registration }: Task): Promise<boolean> {
  const correlationId = await registration.sendTest();
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const { status: state, responseCodes } = await registration.readTest(correlationId);
    say(`${state}${responseCodes.length > 0 ? `, answered ${responseCodes.join(', ')}` : ''}`);
    if (/^completed$/i.test(state)) return true;
    if (/^failed$/i.test(state)) return false;
    await wait(betweenTriesMs);
  }
  say('No result yet. Is the service running with WEBHOOKS=on, and reachable at its PUBLIC_URL?');
  return false;
}

const commands: ReadonlyMap<string | undefined, (task: Task) => Promise<boolean>> = new Map([
  ['status', status],
  ['register', register],
  ['test', test],
]);

function registrationOf(config: Config): WebhookRegistration {
  const log = createLog('silent');
  const settings = microsoftConfigIn(config.policy.cloud, config.microsoft);
  return createMicrosoft(settings, { clock: systemClock, ids: randomIds, timers: systemTimers, log }).registration;
}

async function run(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { env: { type: 'string' }, sandbox: { type: 'boolean' }, 'take-over': { type: 'boolean' } },
  });
  const command = positionals.length === 1 ? commands.get(positionals[0]) : undefined;
  if (!command) throw new TypeError('which of the three?');
  const config = readConfig(doctorEnvironment(values, process.env));
  const callbackUrl = callbackUrlOf(config.http);
  return command({ registration: registrationOf(config), callbackUrl, takeOver: values['take-over'] === true });
}

try {
  if (!(await run())) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  const details = error instanceof Error && 'details' in error ? ` ${JSON.stringify(error.details)}` : '';
  const isUsage = error instanceof TypeError;
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}${details}\n${isUsage ? `${usage}\n` : ''}`,
  );
}

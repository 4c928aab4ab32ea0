// `npm run test:contract -- --env <name> [--tenant <domain> [--write]]`
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { doctorEnvironment, EnvironmentFileMissing } from '../../src/cli/doctor-command/environment.ts';
import { readConfig } from '../../src/config.ts';

const usage = 'usage: npm run test:contract -- --env <name> [--tenant <domain of a test customer> [--write]]';
const skipped = [
  'SKIPPED: no credentials were given, so the real cloud was NOT tried.',
  'Fill in env/.env.<name> as for the service (docs/install.md), then name it:',
  usage,
  'It reads. With --tenant it reads that customer too; with --write it asks that customer for a relationship, gives the',
  'groups of ACCESS_ASSIGNMENTS its roles once it is active, and sends one mail from SENDER_MAILBOX to itself.',
  '',
].join('\n');

async function runContract(): Promise<void> {
  const { values } = parseArgs({
    options: { env: { type: 'string' }, tenant: { type: 'string' }, write: { type: 'boolean' } },
  });
  const env = values.env ?? process.env['MICROSOFT_CONTRACT_ENV'];
  if (env === undefined) {
    process.stdout.write(skipped);
    return;
  }
  // What is missing or wrong is said once, and not by every test.
  readConfig(doctorEnvironment({ env }, process.env));
  process.env['MICROSOFT_CONTRACT_ENV'] = env;
  if (values.tenant !== undefined) process.env['MICROSOFT_CONTRACT_TENANT'] = values.tenant;
  if (values.write === true) process.env['MICROSOFT_CONTRACT_WRITE'] = 'yes';
  const mocha = new Mocha({ timeout: 120_000 });
  mocha.addFile(new URL('microsoft-live.ts', import.meta.url).pathname);
  await mocha.loadFilesAsync();
  mocha.run((failures) => {
    process.exitCode = failures > 0 ? 1 : 0;
  });
}

try {
  await runContract();
} catch (error) {
  process.exitCode = 1;
  const isUsage = error instanceof EnvironmentFileMissing || error instanceof TypeError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `${usage}\n` : ''}`);
}

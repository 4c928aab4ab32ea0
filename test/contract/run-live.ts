// `npm run test:contract -- --env <name> [--tenant <domain> [--write]]`
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const usage = 'usage: npm run test:contract -- --env <name> [--tenant <domain of a test customer> [--write]]';
const { values } = parseArgs({
  options: { env: { type: 'string' }, tenant: { type: 'string' }, write: { type: 'boolean' } },
});
const env = values.env ?? process.env['MICROSOFT_CONTRACT_ENV'];
if (env === undefined) {
  process.stdout.write(
    [
      'SKIPPED: no credentials were given, so the real cloud was NOT tried.',
      'Fill in env/.env.<name> as for the service (docs/install.md), then name it:',
      usage,
      'It reads. With --tenant it reads that customer too; with --write it asks that customer for a relationship,',
      'and sends one mail from SENDER_MAILBOX to itself.',
      '',
    ].join('\n'),
  );
} else {
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

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { runCommand, startCommandSandbox, type CommandSandbox } from '../support/operator-command.ts';

describe('npm run webhooks', () => {
  let sandbox: CommandSandbox;
  before(async () => {
    sandbox = await startCommandSandbox();
  });
  after(() => sandbox.stop());

  const webhooks = async (args: readonly string[], port = '3978') =>
    runCommand('webhooks', ['--sandbox', ...args], { environment: { ...sandbox.environment, PORT: port } });

  it('shows, makes and keeps the registration, and takes another program’s only when asked to by name', async () => {
    const nobody = await webhooks(['status']);
    const made = await webhooks(['register']);
    const ours = await webhooks(['status']);
    const refused = await webhooks(['register'], '3979');
    const taken = await webhooks(['register', '--take-over'], '3979');
    const others = await webhooks(['status']);

    assert.match(nobody.stdout, /Nobody is registered/);
    assert.match(made.stdout, /127\.0\.0\.1:3978\/webhooks\/partner-center is registered for:\n {2}test-created/);
    assert.match(ours.stdout, /^Ours: /);
    assert.match(refused.stdout, /Not registered: http:\/\/127\.0\.0\.1:3978\S+ is\./);
    assert.match(taken.stdout, /127\.0\.0\.1:3979\S+ is registered/);
    assert.match(others.stdout, /^Another program’s: http:\/\/127\.0\.0\.1:3979/);
    assert.deepEqual(
      [nobody, made, ours, refused, taken, others].map(({ code }) => code),
      [1, 0, 0, 1, 0, 1],
    );
  });

  it('says what it takes when it is asked for something else', async () => {
    const { code, stderr } = await webhooks(['steal']);

    assert.equal(code, 1);
    assert.match(stderr, /usage: npm run webhooks -- <status \| register/);
  });
});

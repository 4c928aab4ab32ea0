import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sandboxEnvironment } from '../../src/cli/sandbox-command/environment.ts';
import { readSandboxSettings } from '../../src/cli/sandbox-command/settings.ts';
import { openConsent } from '../../src/core/use-cases/partner-consent.ts';
import { createSignText, systemClock } from '../../src/runtime.ts';
import { createMemoryEphemeralStore } from '../support/memory-ephemeral-store.ts';
import { runCommand } from '../support/operator-command.ts';

const linkKey = 'a key of the tests that is long enough';
const environment = sandboxEnvironment(readSandboxSettings({ PUBLIC_URL: 'http://127.0.0.1:3978' }), {
  cloudUrl: 'http://127.0.0.1:4280',
  linkKey,
});

const partnerConsent = async (args: readonly string[], changes: Record<string, string>) =>
  runCommand('partner-consent', args, { environment: { ...environment, ...changes } });

describe('npm run partner-consent', () => {
  it('makes an address that the service knows, without a service account that is configured', async () => {
    const { code, stdout } = await partnerConsent([], { SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: '' });

    const [, token = ''] = /^http:\/\/127\.0\.0\.1:3978\/connect\/partner-consent\/(\S+)$/m.exec(stdout) ?? [];
    const tools = { sign: createSignText([linkKey]), clock: systemClock, ephemeral: createMemoryEphemeralStore() };
    const opening = await openConsent(tools, token, undefined);
    assert.deepEqual([code, opening.kind], [0, 'open']);
    assert.match(stdout, /works once, and until .*give it to nobody else/s);
    assert.ok(!stdout.includes(linkKey));
  });

  it('says which key is missing, and how it is used', async () => {
    const noKey = await partnerConsent([], { SECRET_TOKEN_KEY: '', SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: '' });
    const noName = await partnerConsent(['--env', 'nowhere'], {});
    const noOption = await partnerConsent(['--everything'], {});

    assert.deepEqual([noKey.code, noName.code, noOption.code], [1, 1, 1]);
    assert.match(noKey.stderr, /SECRET_TOKEN_KEY is missing/);
    assert.match(noName.stderr, /env\/\.env\.nowhere does not exist/);
    assert.match(noOption.stderr, /usage: npm run partner-consent/);
  });
});

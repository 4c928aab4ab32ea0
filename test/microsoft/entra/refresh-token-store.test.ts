import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '../../../src/core/ports/store.ts';
import { createKeptRefreshTokenStore } from '../../../src/microsoft/entra/refresh-token-store.ts';
import { createSeal } from '../../../src/microsoft/entra/seal.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { warningLog } from '../microsoft-fixture.ts';

const keys = ['a key of the tests that is long enough', 'another key of the tests, long enough'] as const;

describe('the kept refresh token', () => {
  let store: Store;
  let warnings: string[];
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    warnings = [];
  });
  afterEach(async () => {
    await store.close();
  });

  const tokens = (configured = 'configured', key: string = keys[0]) =>
    createKeptRefreshTokenStore({
      secrets: store.secrets,
      seal: createSeal([key]),
      configured,
      log: warningLog((_facts, message) => void warnings.push(message)),
    });

  it('is the configured one until Entra gives another', async () => {
    assert.equal(await tokens().read(), 'configured');
  });

  it('survives the process that got it', async () => {
    await tokens().write('rotated');
    await tokens().write('rotated again');

    assert.equal(await tokens().read(), 'rotated again');
  });

  it('stands in the store encrypted', async () => {
    await tokens().write('rotated');

    const stored = await store.secrets.get('service-account-refresh-token');

    assert.doesNotMatch(stored?.value ?? '', /rotated|configured/);
  });

  it('gives way to a token that the operator has configured since', async () => {
    await tokens('configured').write('rotated');

    const anew = tokens('configured after signing in anew');
    const read = await anew.read();
    await anew.write('rotated from there');

    assert.deepEqual([read, await anew.read()], ['configured after signing in anew', 'rotated from there']);
  });

  it('falls back on the configured one when the key is gone, says so, and is kept with the new key from then on', async () => {
    await tokens('configured', keys[0]).write('rotated');

    const withNewKey = tokens('configured', keys[1]);
    const read = await withNewKey.read();
    await withNewKey.write('rotated again');

    assert.deepEqual([read, await withNewKey.read()], ['configured', 'rotated again']);
    assert.ok(warnings.includes('kept secret cannot be opened'));
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import {
  createKeptRefreshTokenStore,
  createMemoryRefreshTokenStore,
  type RefreshTokenStore,
} from '../../../../src/microsoft/entra/service-account/refresh-token-store.ts';
import { createSeal } from '../../../../src/microsoft/entra/service-account/seal.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { warningLog } from '../../microsoft-fixture.ts';

const keys = ['a key of the tests that is long enough', 'another key of the tests, long enough'] as const;

async function tokenIn(tokens: RefreshTokenStore): Promise<string | undefined> {
  return (await tokens.read())?.refreshToken;
}

/** As a redemption does it. */
async function rotate(tokens: RefreshTokenStore, refreshToken: string): Promise<void> {
  const held = await tokens.read();
  assert.ok(held);
  await tokens.rotate(held, refreshToken);
}

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

  const keptWith = (configured: string | undefined, key: string = keys[0]) =>
    createKeptRefreshTokenStore({
      secrets: store.secrets,
      seal: createSeal([key]),
      configured,
      log: warningLog((_facts, message) => void warnings.push(message)),
    });
  const tokens = (configured = 'configured', key: string = keys[0]) => keptWith(configured, key);

  it('is the configured one until Entra gives another', async () => {
    assert.equal(await tokenIn(tokens()), 'configured');
  });

  it('survives the process that got it', async () => {
    await rotate(tokens(), 'rotated');
    await rotate(tokens(), 'rotated again');

    assert.equal(await tokenIn(tokens()), 'rotated again');
  });

  it('stands in the store encrypted', async () => {
    await rotate(tokens(), 'rotated');

    const stored = await store.secrets.get('service-account-refresh-token');

    assert.doesNotMatch(stored?.value ?? '', /rotated|configured/);
  });

  it('gives way to a token that the operator has configured since', async () => {
    await rotate(tokens('configured'), 'rotated');

    const anew = tokens('configured after signing in anew');
    const read = await tokenIn(anew);
    await rotate(anew, 'rotated from there');

    assert.deepEqual([read, await tokenIn(anew)], ['configured after signing in anew', 'rotated from there']);
  });

  it('falls back on the configured one when the key is gone, says so, and is kept with the new key from then on', async () => {
    await rotate(tokens('configured', keys[0]), 'rotated');

    const withNewKey = tokens('configured', keys[1]);
    const read = await tokenIn(withNewKey);
    await rotate(withNewKey, 'rotated again');

    assert.deepEqual([read, await tokenIn(withNewKey)], ['configured', 'rotated again']);
    assert.ok(warnings.includes('kept secret cannot be opened'));
  });

  it('may come from a person who signed in, with nothing configured', async () => {
    const before = await tokenIn(keptWith(undefined));

    await keptWith(undefined).replace('signed in');
    await rotate(keptWith(undefined), 'rotated');

    assert.deepEqual([before, await tokenIn(keptWith(undefined))], [undefined, 'rotated']);
  });

  it('of a person who signed in takes the place of a configured one, and outlives its removal', async () => {
    await tokens('configured').replace('signed in');

    const [beside, without] = [await tokenIn(tokens('configured')), await tokenIn(keptWith(undefined))];
    await rotate(keptWith(undefined), 'rotated');

    assert.deepEqual([beside, without], ['signed in', 'signed in']);
    assert.equal(await tokenIn(tokens('configured')), 'rotated');
  });

  it('of a person who signed in is not lost to a redemption that was under way', async () => {
    const underWay = await tokens().read();
    assert.ok(underWay);

    await tokens().replace('signed in');
    await tokens().rotate(underWay, 'rotated from the earlier one');

    assert.equal(await tokenIn(tokens()), 'signed in');
  });
});

describe('the refresh token that is kept in memory', () => {
  it('rotates, and gives way to a person who signed in, also while a redemption is under way', async () => {
    const tokens = createMemoryRefreshTokenStore('configured');
    await rotate(tokens, 'rotated');
    const underWay = await tokens.read();
    assert.ok(underWay);

    await tokens.replace('signed in');
    await tokens.rotate(underWay, 'late');

    assert.deepEqual([underWay.refreshToken, await tokenIn(tokens)], ['rotated', 'signed in']);
  });
});

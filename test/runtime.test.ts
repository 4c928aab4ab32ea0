import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import sinon from 'sinon';
import { createSignText, hashOf, randomIds, systemTimers, within } from '../src/runtime.ts';

describe('a hash of parts', () => {
  it('is the same for the same parts and URL-safe', () => {
    assert.equal(hashOf('a', 'b'), hashOf('a', 'b'));
    assert.match(hashOf('a', 'b'), /^[A-Za-z0-9_-]{43}$/);
  });

  it('tells apart parts that read the same when joined', () => {
    const hashes = [hashOf('ab', 'c'), hashOf('a', 'bc'), hashOf('abc'), hashOf('', 'abc'), hashOf('1:a', '')];

    assert.equal(new Set(hashes).size, hashes.length);
  });
});

describe('a signature', () => {
  it('made with an earlier key still verifies after a rotation', () => {
    const before = createSignText(['old key']);
    const rotated = createSignText(['new key', 'old key']);

    assert.equal(rotated.verify('text', before.sign('text')), true);
    assert.equal(before.verify('text', rotated.sign('text')), false);
  });

  it('of another text, or cut short, does not verify', () => {
    const sign = createSignText(['key']);

    assert.equal(sign.verify('other', sign.sign('text')), false);
    assert.equal(sign.verify('text', sign.sign('text').slice(0, -4)), false);
    assert.equal(sign.verify('text', ''), false);
  });
});

describe('random ids', () => {
  it('are long, URL-safe and never twice the same', () => {
    const ids = Array.from({ length: 100 }, () => randomIds.random());

    assert.equal(new Set(ids).size, 100);
    assert.ok(ids.every((id) => /^[A-Za-z0-9_-]{32}$/.test(id)));
    assert.match(randomIds.guid(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

describe('waiting for a while', () => {
  const never = new Promise<string>(() => undefined);

  it('gives what the work gives, and what it fails with', async () => {
    assert.equal(await within(1000, Promise.resolve('done')), 'done');
    await assert.rejects(within(1000, Promise.reject(new TypeError('a bug'))), TypeError);
  });

  it('gives up on work that takes longer', async () => {
    assert.equal(await within(0, never), undefined);
  });

  it('does not mind work that fails after it was given up', async () => {
    const { promise, reject } = Promise.withResolvers<string>();

    const given = await within(0, promise);
    reject(new Error('too late to matter'));

    assert.equal(given, undefined);
  });
});

describe('the timers of the machine', () => {
  let machine: sinon.SinonFakeTimers;

  beforeEach(() => {
    machine = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    machine.restore();
  });

  it('run what they were given once, when its time has come', () => {
    const run = sinon.fake();

    systemTimers.after(1000, run);
    machine.tick(999);
    assert.equal(run.callCount, 0);

    machine.tick(5000);
    assert.equal(run.callCount, 1);
  });

  it('run nothing that was cancelled', () => {
    const run = sinon.fake();

    systemTimers.after(1000, run)();
    machine.tick(5000);

    assert.equal(run.callCount, 0);
  });
});

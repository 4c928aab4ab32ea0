import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  createSigningCertificates,
  type FindCertificates,
} from '../../../src/microsoft/webhooks/signing-certificates.ts';
import { createWebhookCertificates } from '../../../src/sandbox/webhooks/certificates.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { elsewhere, faults } from '../faults/faults.ts';
import { startMicrosoftStub, type MicrosoftStub } from '../microsoft-stub.ts';
import { createWireTimers } from '../wire-timers.ts';

const path = '/certificates/signer.cer';
const { bundlePem } = createWebhookCertificates('Signer', new Date());
/** As long as one is waited for. */
const timeoutMs = 15_000;
const minuteMs = 60 * 1000;

describe('the certificate that a webhook names', () => {
  let stub: MicrosoftStub;
  let clock: FakeClock;
  let find: FindCertificates;
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    clock = createFakeClock();
    const timers = createWireTimers(clock, timeoutMs);
    stub.whenSilent(timers.expire);
    stub.whenSlow(timers.pass);
    find = createSigningCertificates({ prefixes: [`${stub.url}/certificates/`], clock, timers });
  });
  afterEach(async () => {
    await stub.stop();
  });

  const looked = async () => (await find(`${stub.url}${path}`)).kind;

  for (const fault of faults) {
    it(`is not there on ${fault.name}, and is asked for again after a minute`, async () => {
      stub.on('GET', path, fault.answer);

      const first = await looked();
      stub.on('GET', path, { raw: bundlePem });
      const soon = await looked();
      clock.advance(minuteMs);

      assert.deepEqual([first, soon, await looked()], ['unavailable', 'unavailable', 'found']);
      assert.deepEqual(stub.requests('GET', elsewhere), []);
    });
  }

  it('is there when it comes after ten seconds', async () => {
    stub.on('GET', path, { raw: bundlePem, afterMs: 10_000 });

    assert.equal(await looked(), 'found');
  });

  it('is there all the same when the first answer was lost', async () => {
    stub.on('GET', path, { reset: true }, { raw: bundlePem });

    assert.equal(await looked(), 'found');
  });

  it('is not read to the end when it is too long to be one', async () => {
    stub.on('GET', path, { raw: Buffer.alloc(50 * 1024 * 1024) });

    assert.equal(await looked(), 'unavailable');
  });
});

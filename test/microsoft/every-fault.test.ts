// Every call that goes out to Microsoft, under every fault that the network and Microsoft have: what the caller is told,
// and how often Microsoft was asked.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { microsoftDefaults } from '../../src/microsoft/microsoft-config.ts';
import { everyCall, startCall } from './faults/every-call.ts';
import { elsewhere, faults } from './faults/faults.ts';
import type { MicrosoftTest } from './microsoft-fixture.ts';

const { requestTimeoutMs } = microsoftDefaults;
const limits = { requestTimeoutMs, longestRetryAfterMs: 5_000 };

describe('under every fault', () => {
  let microsoft: MicrosoftTest;
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  for (const [name, call] of Object.entries(everyCall)) {
    for (const fault of faults) {
      const tries = fault.tries[call.tries];
      const told = call.told?.[fault.name] ?? call.told?.[fault.code] ?? fault.code;
      it(`${name} is asked for ${tries} times and is ${told} on ${fault.name}`, async () => {
        microsoft = await startCall(call, () => [fault.answer], limits);

        const word = await call.make(microsoft);

        assert.equal(word, told);
        assert.equal(microsoft.stub.requests(call.method, call.path).length, tries);
        assert.deepEqual(microsoft.stub.requests('GET', elsewhere), []);
      });
    }

    for (const [way, change] of [
      ['with a byte order mark in front', { mark: true }],
      ['when it comes after ten seconds', { afterMs: 10_000 }],
    ] as const) {
      it(`${name} is what it is ${way}`, async () => {
        microsoft = await startCall(call, (good) => [{ ...good, ...change }], limits);

        assert.equal(await call.make(microsoft), 'good');
      });
    }

    if (call.tries !== 'read') continue;
    it(`${name} is there all the same when the first answer was lost`, async () => {
      microsoft = await startCall(call, (good) => [{ reset: true }, good], limits);

      const word = await call.make(microsoft);

      assert.equal(word, 'good');
      assert.deepEqual(microsoft.logged, []);
    });
  }
});

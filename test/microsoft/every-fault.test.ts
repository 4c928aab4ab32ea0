// Every call that goes out to Microsoft, under every fault that the network and Microsoft have: what the caller is told,
// and how often Microsoft was asked.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { microsoftDefaults } from '../../src/microsoft/microsoft-config.ts';
import type { CallName } from '../../src/microsoft/outbound/calls.ts';
import type { CallRow } from './faults/call-row.ts';
import { elsewhere, faults } from './faults/faults.ts';
import { graphCalls } from './faults/graph-calls.ts';
import { loginCalls } from './faults/login-calls.ts';
import { partnerCenterCalls } from './faults/partner-center-calls.ts';
import { startMicrosoftTest, type MicrosoftTest } from './microsoft-fixture.ts';
import type { StubAnswer } from './microsoft-stub.ts';

const calls: Record<Exclude<CallName, 'managedIdentityToken'>, CallRow> = {
  ...loginCalls,
  ...graphCalls,
  ...partnerCenterCalls,
};
const { requestTimeoutMs } = microsoftDefaults;

describe('under every fault', () => {
  let microsoft: MicrosoftTest;
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  /** Everything answers, and the call itself as it is told to. */
  async function start(call: CallRow, answersOf: (good: StubAnswer) => StubAnswer[]): Promise<void> {
    microsoft = await startMicrosoftTest((baseUrl) => ({
      ...{ requestTimeoutMs, longestRetryAfterMs: 5_000 },
      ...call.config?.(baseUrl),
    }));
    await call.others?.(microsoft);
    const good = typeof call.good === 'function' ? await call.good(microsoft) : call.good;
    microsoft.stub.on(call.method, call.path, ...answersOf(good));
  }

  for (const [name, call] of Object.entries(calls)) {
    for (const fault of faults) {
      const tries = fault.tries[call.tries];
      const told = call.told?.[fault.name] ?? call.told?.[fault.code] ?? fault.code;
      it(`${name} is asked for ${tries} times and is ${told} on ${fault.name}`, async () => {
        await start(call, () => [fault.answer]);

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
        await start(call, (good) => [{ ...good, ...change }]);

        assert.equal(await call.make(microsoft), 'good');
      });
    }

    if (call.tries !== 'read') continue;
    it(`${name} is there all the same when the first answer was lost`, async () => {
      await start(call, (good) => [{ reset: true }, good]);

      const word = await call.make(microsoft);

      assert.equal(word, 'good');
      assert.deepEqual(microsoft.logged, []);
    });
  }
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { partnerTenantId, startMicrosoftTest, type MicrosoftTest } from '../microsoft-fixture.ts';
import type { StubAnswer } from '../microsoft-stub.ts';

const path = '/partnercenter/v1/customers/relationshiprequests';
const hourMs = 60 * 60 * 1000;
const saying = (isMfaCompliant: string, status = 200): StubAnswer => ({
  status,
  headers: { isMfaCompliant },
  fixture: 'get-relationship-request',
});

describe('whether the service account signed in with multi-factor authentication', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, { fixture: 'token-refresh' });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });
  const calls = () => microsoft.stub.requests('GET', path).length;
  /** As who is content with what was said in the last hour. */
  const look = async () => {
    const seenSince = new Date(microsoft.clock.now().getTime() - hourMs);
    const answer = await microsoft.probes.signIn.mfaCompliance({ seenSince });
    return answer.kind === 'read' ? answer.value : answer.kind;
  };

  it('is known from any call of the account, for as long as the asker likes', async () => {
    microsoft.stub.on('GET', path, saying('true'));
    await microsoft.partner.resellerInvitationUrl();

    const looks = [await look(), await look()];
    microsoft.clock.advance(hourMs);
    const atTheEnd = await look();
    const before = calls();
    microsoft.clock.advance(1);
    const asked = await look();

    assert.deepEqual([...looks, atTheEnd, asked], [true, true, true, true]);
    assert.deepEqual([before, calls()], [1, 2]);
  });

  it('is asked for each time by who wants to know it now', async () => {
    microsoft.stub.on('GET', path, saying('true'));

    await microsoft.probes.signIn.mfaCompliance();
    await microsoft.probes.signIn.mfaCompliance();

    assert.equal(calls(), 2);
  });

  for (const [what, bad] of [
    ['said that it did not', saying('false')],
    ['refused its token', { status: 401, json: {} }],
  ] as const) {
    it(`is asked for anew once Partner Center ${what}`, async () => {
      microsoft.stub.on('GET', path, saying('true'), bad);
      await microsoft.probes.signIn.mfaCompliance();
      await microsoft.probes.signIn.mfaCompliance();
      microsoft.stub.on('GET', path, saying('true'));
      const before = calls();

      const looks = [await look(), await look()];

      assert.deepEqual(looks, [true, true]);
      assert.equal(calls(), before + 1);
    });
  }
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { partnerTenantId, startMicrosoftTest, type MicrosoftTest } from './microsoft-fixture.ts';
import { startSandboxTest, type SandboxTest } from './sandbox-fixture.ts';

const path = '/partnercenter/v1/customers/relationshiprequests';
const invitation = { fixture: 'get-relationship-request' };

describe('the health of the connection to Microsoft', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  for (const [said, value] of [
    ['true', true],
    ['false', false],
  ] as const) {
    it(`knows the service account's sign-in by Partner Center's word: ${said}`, async () => {
      microsoft.stub.on('GET', path, { ...invitation, headers: { isMfaCompliant: said } });

      const reading = await microsoft.health.partnerTokenIsMfaCompliant();

      assert.deepEqual(reading, { kind: 'read', value });
      assert.equal(microsoft.stub.requests('GET', path)[0]?.headers['validatemfa'], 'true');
    });
  }

  it('does not guess when Partner Center says nothing about it', async () => {
    microsoft.stub.on('GET', path, invitation);

    assert.deepEqual(await microsoft.health.partnerTokenIsMfaCompliant(), { kind: 'read', value: undefined });
  });

  it('says whose fault it is that it cannot be read', async () => {
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, {
      status: 400,
      json: { error: 'invalid_grant', error_description: 'AADSTS700082: …' },
    });

    const reading = await microsoft.health.partnerTokenIsMfaCompliant();

    assert.deepEqual(reading, { kind: 'unread', code: 'OWN_CREDENTIALS_REFUSED' });
  });

  it('warns once of a sign-in without MFA, and again when it had been right in between', async () => {
    const [bad, good] = ['false', 'true'].map((said) => ({ ...invitation, headers: { isMfaCompliant: said } }));
    microsoft.stub.on('GET', path, bad!, bad!, good!, bad!);

    for (let call = 0; call < 4; call += 1) await microsoft.health.partnerTokenIsMfaCompliant();

    const warnings = microsoft.logged.filter((line) => line.message === 'service account signed in without mfa');
    assert.equal(warnings.length, 2);
  });
});

describe('the health of the connection to the sandbox', () => {
  let microsoft: SandboxTest;
  beforeEach(async () => {
    microsoft = await startSandboxTest();
  });
  afterEach(async () => {
    await microsoft.stop();
  });

  it('is good after a sign-in with MFA', async () => {
    assert.deepEqual(await microsoft.health.partnerTokenIsMfaCompliant(), { kind: 'read', value: true });
  });

  it('is told apart by MFA, also when the call itself is refused for the want of it', async () => {
    microsoft.controls.setTroubles({ mfaMissing: true });

    assert.deepEqual(await microsoft.health.partnerTokenIsMfaCompliant(), { kind: 'read', value: false });
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { partnerTenantId, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import type { StubAnswer } from '../../microsoft-stub.ts';

const customerId = 'eebd1b55-5360-4438-a11d-5c06918c3014';
const path = `/partnercenter/v1/customers/${customerId}/qualifications`;
const requestId = '037db222-6d8e-4d7f-ba78-df3dca33fb68';
const education = { tenantId: customerId, name: 'Education', requestId };

describe('qualifications', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, { fixture: 'token-refresh' });
  });
  afterEach(async () => microsoft.stub.stop());

  for (const [name, answer, value] of [
    ['approved', { fixture: 'get-qualifications-approved' }, [{ name: 'Education', state: 'approved' }]],
    ['in review', { fixture: 'get-qualifications-in-review' }, [{ name: 'Education', state: 'inReview' }]],
    [
      'denied, with Microsoft’s reason',
      { fixture: 'get-qualifications-denied' },
      [{ name: 'Education', state: 'denied', reason: 'Not an Education Customer' }],
    ],
    [
      'granted before there was vetting',
      { json: [{ qualification: 'Nonprofit' }] },
      [{ name: 'Nonprofit', state: 'approved' }],
    ],
    [
      'in a state that came later',
      { json: [{ qualification: 'Education', vettingStatus: 'Paused' }] },
      [{ name: 'Education', state: 'unknown' }],
    ],
    [
      'in the wrapping of the reference',
      { json: { qualifications: [{ qualification: 'None' }] } },
      [{ name: 'None', state: 'approved' }],
    ],
    ['none', { json: [] }, []],
  ] satisfies [string, StubAnswer, unknown][]) {
    it(`are read when they are ${name}`, async () => {
      microsoft.stub.on('GET', path, answer);

      assert.deepEqual(await microsoft.partner.readQualifications(customerId), { kind: 'read', value });
    });
  }

  it('are unread for somebody who is no customer yet', async () => {
    microsoft.stub.on('GET', path, { fixture: 'get-customer-no-relationship' });

    const reading = await microsoft.partner.readQualifications(customerId);

    assert.equal(reading.kind, 'unread');
  });

  it('are asked for on behalf of the service account, by the number that the caller keeps', async () => {
    microsoft.stub.on('POST', path, { fixture: 'create-qualification' });

    const reading = await microsoft.partner.requestQualification(education);

    assert.deepEqual(reading, { kind: 'read', value: { name: 'Education', state: 'inReview' } });
    const [seen] = microsoft.stub.requests('POST', path);
    assert.equal(seen?.headers['ms-requestid'], requestId);
    assert.deepEqual(JSON.parse(seen.body), { Qualification: 'Education' });
    const grants = microsoft.stub.requests('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`);
    assert.match(grants.at(-1)!.body, /grant_type=refresh_token/);
  });

  it('that have been asked for already are there all the same', async () => {
    microsoft.stub.on('POST', path, { status: 400, json: { code: '600099', description: 'Already.', data: [] } });
    microsoft.stub.on('GET', path, { fixture: 'get-qualifications-in-review' });

    const reading = await microsoft.partner.requestQualification(education);

    assert.deepEqual(reading, { kind: 'read', value: { name: 'Education', state: 'inReview' } });
  });

  for (const [name, refusal, known, code] of [
    ['not ours to ask for', { status: 403, json: { code: '1002' } }, [], 'PARTNER_ROLE_MISSING'],
    [
      'asked for before Partner Center has heard',
      { fixture: 'get-customer-no-relationship' },
      [],
      'UPSTREAM_UNAVAILABLE',
    ],
    ['refused and not there', { status: 400, json: { code: '600099' } }, [], 'UPSTREAM_UNEXPECTED'],
    [
      'refused and denied before',
      { status: 409, json: { code: '600099' } },
      [{ qualification: 'Education', vettingStatus: 'Denied' }],
      'UPSTREAM_UNEXPECTED',
    ],
  ] satisfies [string, StubAnswer, unknown, string][]) {
    it(`that are ${name} say so as ${code}`, async () => {
      microsoft.stub.on('POST', path, refusal);
      microsoft.stub.on('GET', path, { json: known });

      const reading = await microsoft.partner.requestQualification(education);

      assert.deepEqual(reading.kind === 'unread' && reading.code, code);
    });
  }
});

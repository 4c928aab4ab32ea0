import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import type { StubAnswer } from '../../microsoft-stub.ts';

const path = '/partnercenter/v1/validations/address';
const address = { country: 'US', line1: 'Microsoft Way', city: 'Redmond', state: 'WA', postalCode: '98052' };

describe('whether Microsoft knows an address', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => microsoft.stub.stop());

  const verdictOn = async (answer: StubAnswer) => {
    microsoft.stub.on('POST', path, answer);
    return microsoft.addresses.judge(address);
  };

  it('is asked with the names of the documentation, every required one there', async () => {
    microsoft.stub.on('POST', path, { fixture: 'validate-address-verified-shippable' });

    await microsoft.addresses.judge({ country: 'IE', line1: '1 Main Street', line2: 'Floor 2', city: 'Dublin' });

    const [request] = microsoft.stub.requests('POST', path);
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      AddressLine1: '1 Main Street',
      AddressLine2: 'Floor 2',
      City: 'Dublin',
      State: '',
      PostalCode: '',
      Country: 'IE',
    });
  });

  it('is yes, without a word of its suggestion, when the address is verified', async () => {
    const shippable = await verdictOn({ fixture: 'validate-address-verified-shippable' });

    assert.deepEqual(shippable, { kind: 'read', value: { kind: 'known' } });
  });

  it('is yes for an address that is verified and not shipped to', async () => {
    const verified = await verdictOn({ json: { status: 'Verified', suggestedAddresses: null } });

    assert.deepEqual(verified, { kind: 'read', value: { kind: 'known' } });
  });

  it('comes with what Microsoft suggests instead', async () => {
    const verdict = await verdictOn({ fixture: 'validate-address-street-partial' });

    const suggestion = { ...address, line1: '1 Microsoft Way', postalCode: '98052-6399' };
    assert.deepEqual(verdict, { kind: 'read', value: { kind: 'unknown', suggestions: [suggestion] } });
  });

  for (const status of ['InteractionRequired', 'PremisesPartial', 'Multiple', 'None', 'SomethingNew']) {
    it(`is no when the status is ${status}`, async () => {
      const verdict = await verdictOn({ json: { status } });

      assert.deepEqual(verdict, { kind: 'read', value: { kind: 'unknown', suggestions: [] } });
    });
  }

  it('is not told when Microsoft could not put the address to the test', async () => {
    const verdict = await verdictOn({ json: { status: 'NotValidated' } });

    assert.deepEqual(verdict, { kind: 'read', value: { kind: 'notJudged' } });
  });

  it('leaves out suggestions that are none, and all behind the third', async () => {
    const whole = { country: 'us', city: 'Redmond', addressLine1: '1 Microsoft Way', addressLine2: 'B', state: null };
    const suggestedAddresses = [{ country: 'US' }, 'text', whole, whole, whole, whole];

    const verdict = await verdictOn({ json: { status: 'Multiple', suggestedAddresses } });

    const read = { country: 'US', line1: '1 Microsoft Way', line2: 'B', city: 'Redmond' };
    assert.deepEqual(verdict, { kind: 'read', value: { kind: 'unknown', suggestions: [read, read, read] } });
  });

  it('is no when Microsoft refuses the address outright', async () => {
    const verdict = await verdictOn({ status: 400, json: { code: 2000 } });

    assert.deepEqual(verdict, { kind: 'read', value: { kind: 'unknown', suggestions: [] } });
  });

  it('is unread when Microsoft is away', async () => {
    const verdict = await verdictOn({ status: 503 });

    assert.equal(verdict.kind === 'unread' && verdict.code, 'UPSTREAM_UNAVAILABLE');
  });
});

// Each failure mode that can be seen before a link exists: Microsoft's stand-in, our client, and what staff read.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { approve, licenceRoles, relationshipBody, relationshipsPath } from '../support/sandbox-cloud.ts';
import { personal, type TeamsChat } from '../support/teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from '../support/transition-forms.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

describe('what staff are told before a link exists', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  before(async () => {
    house = await openWholeHouse();
    chat = house.chat(personal);
  });
  afterEach(async () => {
    house.cloud.sandbox.controls.clearFaults();
    await chat.types(megan, 'cancel');
  });
  after(() => house.stop());

  const typeAddress = async (address: object = {}, country = 'AU') => {
    await chat.types(megan, 'transition');
    await chat.clicks(megan, 'next', { ...customerTyped, country, phone: '' });
    await chat.clicks(megan, 'next', { ...addressTyped, ...address });
    return chat.lastLine();
  };
  const typeTenant = async (domain: string) => {
    await chat.clicks(megan, 'next', { ...tenantTyped, domain });
    return chat.lastLine();
  };
  const reviewOf = async (domain: string) => {
    await typeAddress();
    await typeTenant(domain);
    await chat.clicks(megan, 'skip');
    return chat.lastLine();
  };

  for (const [mode, domain, sentence] of [
    ['F1, no such tenant', 'nobody-has-this.example', /✕ Blocked: Microsoft knows no tenant for nobody-has-this/],
    ['F2, our own tenant', 'northwindtraders.com', /✕ Blocked: northwindtraders\.com belongs to our own tenant/],
    ['F7, another cloud', 'woodgrovebank.com', /✕ Blocked: .* lives in another Microsoft cloud/],
  ] as const) {
    it(`${mode}: blocked on the tenant form`, async () => {
      await typeAddress();

      const form = await typeTenant(domain);

      assert.match(form, sentence);
      assert.match(form, /Step 3 of 5/);
    });
  }

  it('F4, an open transition: blocked, with a button that shows it', async () => {
    await startTransition(house, chat);
    await typeAddress();

    const form = await typeTenant('contoso.com');

    assert.match(form, /✕ Blocked: A transition for this tenant is already open: Contoso Pharmaceuticals/);
    assert.ok(chat.has('showTransition'));
  });

  for (const [mode, domain, sentence] of [
    ['nothing is in the way', 'tailspintoys.com', /Checked with Microsoft: nothing is in the way/],
    ['F3, our customer already', 'wingtiptoys.com', /Note: {2}\| It is our customer in Partner Center already/],
    ['F5, another region', 'humongousinsurance.com', /Note: {2}\| .* another part of the world \(EU\) than ours/],
    ['F7, GCC', 'cpandl.com', /nothing is in the way.*Good: {2}\| It is a US government tenant \(GCC\)/],
    [
      'F36, access that covers our roles',
      'treyresearch.net',
      /Good: {2}\| Delegated admin .* is there until .* used again/,
    ],
  ] as const) {
    it(`${mode}: told on the review card`, async () => {
      const review = await reviewOf(domain);

      assert.match(review, sentence);
      assert.match(review, /Good: {2}\| Our own access to Microsoft works/);
    });
  }

  for (const [mode, domain, changes, sentence] of [
    [
      'F35, Microsoft-led access',
      'adatum.com',
      { displayName: 'MLT_Adatum' },
      /Note: {2}\| There is only the read-only/,
    ],
    [
      'F35, access that is too narrow',
      'fabrikam.com',
      { accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[0] }] } },
      /Note: {2}\| There is delegated admin \(GDAP\), but without all the roles/,
    ],
  ] as const) {
    it(`${mode}: told on the review card`, async () => {
      await haveRelationship(domain, changes);

      assert.match(await reviewOf(domain), sentence);
    });
  }

  it('F8, an address that Microsoft does not know: a person picks', async () => {
    const card = await typeAddress({ line1: '7 Half Street' });

    assert.match(card, /Which address is right\?.*7 Half Street North, North Ryde New South Wales 2113/s);
    await chat.clicks(megan, 'next', { pick: '0' });
    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('F8, the address check is away: said on the review card', async () => {
    house.cloud.sandbox.controls.addFault({ path: '/partnercenter/v1/validations', status: 403 });

    assert.match(await reviewOf('tailspintoys.com'), /Not checked: {2}\| the address/);
  });

  it('F9, a registration number that is missing: said on the review card', async () => {
    await typeAddress({ line1: 'Fő utca 1', city: 'Budapest', state: '', postalCode: '1011' }, 'HU');
    await typeTenant('tailspintoys.com');

    await chat.clicks(megan, 'skip');

    assert.match(chat.lastLine(), /Note: {2}\| Microsoft wants the registration number/);
  });

  it('a country rule that would hold the process up does not', async () => {
    const card = await typeAddress({ state: '', postalCode: '1111' }, 'NZ');

    assert.match(card, /Step 3 of 5/);
    assert.ok(house.log.some(({ msg, rule }) => msg === 'a country rule cannot be used' && rule === 'phoneNumber'));
  });

  async function haveRelationship(domain: string, changes: Record<string, unknown>): Promise<void> {
    const { cloud } = house;
    const token = await cloud.appToken();
    const { body } = await cloud.call('POST', relationshipsPath, { token, body: relationshipBody(domain, changes) });
    const relationshipId = String(body['id']);
    const path = `${relationshipsPath}/${relationshipId}/requests`;
    await cloud.call('POST', path, { token, body: { action: 'lockForApproval' } });
    cloud.clock.advance(1000);
    await approve(cloud, relationshipId, `admin@${domain}`);
    cloud.clock.advance(60_000);
  }
});

describe('what staff are told while our own access to Microsoft is broken', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse();
  });
  after(() => house.stop());

  it('lets them make the link, and says that an operator must act before it can be brought to its end', async () => {
    const chat = house.chat(personal);
    house.cloud.sandbox.controls.setTroubles({ refreshTokenExpired: true });

    for (const typed of [undefined, customerTyped, addressTyped, { ...tenantTyped, domain: 'contoso.com' }]) {
      await (typed ? chat.clicks(megan, 'next', typed) : chat.types(megan, 'transition'));
    }
    await chat.clicks(megan, 'skip');

    assert.match(chat.lastLine(), /Note: {2}\| The link can be made, but .* Microsoft refuses our service account/);
    assert.match(chat.lastLine(), /Not checked: {2}\| the delegated admin that is there/);
    assert.ok(chat.has('submit'));
  });
});

// F1 to F9: what staff are told while they type, before a link exists.
import assert from 'node:assert/strict';
import { sandboxProvider } from '../../../src/sandbox/directory.ts';
import { thread } from '../../support/teams-chat.ts';
import { customerTyped, tenantTyped } from '../../support/transition-forms.ts';
import { asReseller, megan } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { t } from './scene.ts';

type Mode = 'F1' | 'F2' | 'F3' | 'F4' | 'F5' | 'F6' | 'F7' | 'F8' | 'F9';

export const beforeTheLink: Scenarios<Mode> = {
  F1: {
    tells: 'a domain that no tenant has is blocked on its form, with the name that always works, and can be corrected',
    codes: ['TENANT_NOT_FOUND', 'DOMAIN_MALFORMED'],
    async play({ typeTenant, chat }) {
      const refused = await typeTenant('nobody-has-this.example');
      await chat.clicks(megan, 'next', { domain: 'contoso', category: 'corporate', licenceSource: 'none' });
      const malformed = chat.lastLine();
      await chat.clicks(megan, 'next', { domain: 'contoso.com', category: 'corporate', licenceSource: 'none' });

      assert.ok(refused.includes(`✕ Blocked: ${t('errors.TENANT_NOT_FOUND', { domain: 'nobody-has-this.example' })}`));
      assert.match(refused, /onmicrosoft\.com.*Step 3 of 5|Step 3 of 5.*onmicrosoft\.com/s);
      assert.ok(malformed.includes(t('errors.DOMAIN_MALFORMED', { domain: 'contoso' })));
      assert.match(chat.lastLine(), /Licences wanted/);
    },
  },
  F2: {
    tells: 'our own tenant, or our provider’s, is blocked on its form',
    codes: ['OWN_TENANT'],
    house: { environment: asReseller },
    async play({ typeTenant, chat }) {
      for (const domain of ['northwindtraders.com', sandboxProvider.domain]) {
        const refused = await typeTenant(domain);
        await chat.types(megan, 'cancel');

        assert.ok(refused.includes(`✕ Blocked: ${t('errors.OWN_TENANT', { domain })}`), refused);
        assert.match(refused, /Step 3 of 5/);
      }
    },
  },
  F3: {
    tells: 'a tenant that is our customer is told of on the review card, and what is in place is not asked for again',
    codes: [],
    async play(scene) {
      const review = await scene.review('wingtiptoys.com');
      await scene.chat.types(megan, 'cancel');
      const before = scene.controls.state().relationships.length;
      await scene.connect('wingtiptoys.com');
      await scene.house.pass(10);

      assert.ok(review.includes(t('cards.preFlight.alreadyCustomer')));
      assert.notEqual((await scene.transition()).verifiedAt, undefined);
      assert.equal(scene.controls.state().relationships.length, before);
    },
  },
  F4: {
    tells: 'a tenant with an open transition is blocked, and a button shows whose it is; nothing is asked twice',
    codes: [],
    async play(scene) {
      await scene.start();

      const refused = await scene.typeTenant('contoso.onmicrosoft.com');
      await scene.chat.clicks(megan, 'showTransition');

      assert.match(refused, /✕ Blocked: A transition for this tenant is already open: Contoso Pharmaceuticals/);
      assert.match(refused, /looked after by Megan Bowen/);
      assert.match(scene.chat.lastLine(), /● Waiting for the customer/);
      await scene.transition();
    },
  },
  F5: {
    tells: 'a country outside our region is warned of on the review card, and blocks the authorisation',
    codes: ['REGION_MISMATCH'],
    house: { environment: () => ({ PARTNER_REGION_COUNTRIES: 'US,AU' }) },
    async play(scene) {
      const review = await scene.review('humongousinsurance.com');
      await scene.chat.types(megan, 'cancel');
      const customer = await scene.connect('humongousinsurance.com');
      await scene.approveDelegatedAdmin();
      await scene.house.pass(30);

      assert.match(review, /Note: {2}\| .* another part of the world \(EU\) than ours/);
      await scene.assertBlocked('resellerRelationship', 'REGION_MISMATCH');
      await scene.assertSays(scene.news(), 'REGION_MISMATCH');
      assert.match((await customer.look()).text, /in a country where Microsoft does not let Northwind Traders sell/);
    },
  },
  F6: {
    tells: 'a tenant made for consumers’ identities is refused as soon as it can be seen, to staff and to the customer',
    codes: ['TENANT_UNSUITABLE'],
    async play(scene) {
      const signIn = await scene.typeTenant('contoso.b2clogin.com');
      await scene.chat.types(megan, 'cancel');
      const review = await scene.review('southridgevideo.onmicrosoft.com');
      await scene.chat.types(megan, 'cancel');
      await scene.start('proseware.com');
      const customer = await scene.signedIn();
      await customer.consent('admin@proseware.com');
      await scene.house.pass(12);

      assert.ok(signIn.includes(`✕ Blocked: ${t('errors.TENANT_UNSUITABLE', { domain: '' })}`));
      assert.ok(review.includes(t('cards.preFlight.forConsumers')));
      await scene.assertBlocked('directoryConnection', 'TENANT_UNSUITABLE');
      await scene.assertSays(scene.news(), 'TENANT_UNSUITABLE');
      assert.match((await customer.look()).text, /This tenant cannot be connected/);
    },
  },
  F7: {
    tells: 'a tenant in another cloud is blocked with the cloud’s name, and GCC is not taken for one',
    codes: ['TENANT_IN_OTHER_CLOUD'],
    async play({ typeTenant, review, chat }) {
      const refused = await typeTenant('woodgrovebank.com');
      await chat.types(megan, 'cancel');
      const gcc = await review('cpandl.com');

      assert.ok(refused.includes(`✕ Blocked: ${t('errors.TENANT_IN_OTHER_CLOUD', { domain: 'woodgrovebank.com' })}`));
      assert.ok(refused.includes(t('common.cloud.gccHigh')));
      assert.ok(gcc.includes(t('cards.preFlight.tenantInGcc')));
    },
  },
  F8: {
    tells: 'an address that Microsoft does not know is not changed: a person picks; a check that is away stops nobody',
    codes: ['ADDRESS_NOT_VERIFIED'],
    async play({ typeTenant, review, chat, controls }) {
      await typeTenant('', { address: { line1: '7 Half Street' } }).catch(() => undefined);
      const asked = chat.lines().join('\n');
      await chat.clicks(megan, 'next', { pick: '0' });
      const picked = chat.lastLine();
      await chat.types(megan, 'cancel');
      controls.addFault({ path: '/partnercenter/v1/validations', status: 403 });

      assert.match(asked, /Which address is right\?.*7 Half Street North, North Ryde, New South Wales 2113/s);
      assert.match(asked, /Keep what I typed/);
      assert.ok(asked.includes(t('errors.ADDRESS_NOT_VERIFIED')));
      assert.match(picked, /Step 3 of 5/);
      assert.match(await review('tailspintoys.com'), /Not checked: {2}\| the address/);
    },
  },
  F9: {
    tells: 'a registration number that the country wants is asked for with its format, and missed on the review card',
    codes: ['REGISTRATION_NUMBER_NEEDED'],
    async play({ chat, house }) {
      const address = { line1: 'Fő utca 1', line2: '', city: 'Budapest', state: '', postalCode: '1011' };

      await chat.types(megan, 'transition');
      await chat.clicks(megan, 'next', { ...customerTyped, country: 'HU', phone: '' });
      const asked = JSON.stringify(house.connector.chat(thread.conversationId));
      await chat.clicks(megan, 'next', { ...address, registrationNumber: 'none' });
      const refused = chat.lastLine();
      await chat.clicks(megan, 'next', { ...address, registrationNumber: '' });
      await chat.clicks(megan, 'next', { ...tenantTyped, domain: 'tailspintoys.com' });
      await chat.clicks(megan, 'skip');

      assert.match(asked, /Registration number of the company \(optional\).*Usually 10.*digits/s);
      assert.ok(refused.includes(t('cards.problem.registrationNumber')), refused);
      assert.ok(chat.lastLine().includes(t('cards.preFlight.numberMissing')));
    },
  },
};

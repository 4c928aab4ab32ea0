import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { CountryRules } from '../../../src/core/ports/addresses.ts';
import type { Address } from '../../../src/core/customer.ts';
import { testOrganisationId } from '../../support/records.ts';
import { createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';
import { addressTyped, customerTyped, fillForms, tenantTyped } from '../../support/transition-forms.ts';

const typed: Address = {
  country: 'AU',
  line1: '1 Epping Road',
  city: 'North Ryde',
  state: 'NSW',
  postalCode: '2113',
};

describe('the address form, with Microsoft’s help', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const rules = (overrides: Partial<CountryRules> = {}) => {
    bed.addresses.rules.set('AU', { stateRequired: false, states: [], postalCodeRequired: false, ...overrides });
  };
  const suggests = (...suggestions: Address[]) => {
    bed.addresses.verdict = { kind: 'read', value: { kind: 'unknown', suggestions } };
  };
  const submitFrom3 = async () => {
    await chat.clicks(megan, 'next', tenantTyped);
    await chat.clicks(megan, 'skip');
    const review = chat.lastLine();
    await chat.clicks(megan, 'submit');
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 10 });
    return { review, customer: items[0]?.customer };
  };

  it('goes on without a word when Microsoft knows the address', async () => {
    await fillForms(chat, 3);

    assert.deepEqual(bed.addresses.judged, [typed]);
    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('asks for what Microsoft asks for, and takes only states that it takes', async () => {
    rules({ states: ['NSW', 'VIC'] });
    await fillForms(chat, 2);

    assert.match(chat.lastLine(), /New South Wales/);
    assert.doesNotMatch(chat.lastLine(), /Queensland/);
    await chat.clicks(megan, 'next', { ...addressTyped, state: 'QLD', postalCode: '4000' });
    assert.match(chat.lastLine(), /Step 2 of 5.*Choose one from the list/s);
  });

  it('shows the phone number in groups on the receipt and on the review', async () => {
    await fillForms(chat, 5);

    const shown = chat.lines().filter((line) => line.includes('+61 2 9123 4567'));
    assert.equal(shown.length, 2);
    assert.doesNotMatch(chat.lines().join('\n'), /\+61291234567/);
  });

  it('refuses a postal code and a phone number that Microsoft would refuse', async () => {
    rules({ postalCodeFits: (code) => code !== '3141', phoneFits: (phone) => phone.startsWith('0') });
    await chat.types(megan, 'transition');
    await chat.clicks(megan, 'next', customerTyped);
    assert.match(chat.lastLine(), /Step 2 of 5/, 'the national way of writing it begins with 0');

    await chat.clicks(megan, 'next', { ...addressTyped, state: 'VIC', postalCode: '3141' });

    assert.match(chat.lastLine(), /Step 2 of 5.*This is not a postal code of the country/s);
  });

  it('stands on our own rules alone when Microsoft tells none in time', async () => {
    bed.restart(undefined, { within: () => Promise.resolve(undefined) });

    await fillForms(chat, 3);

    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('says on the review that an address was not checked when Microsoft is away', async () => {
    bed.addresses.verdict = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' };
    await fillForms(chat, 3);

    const { review, customer } = await submitFrom3();

    assert.match(review, /Not checked: {2}\| the address\. This holds nothing up/);
    assert.deepEqual(customer?.address, typed);
  });

  describe('when Microsoft does not know the address', () => {
    const better: Address = { ...typed, line1: '1 Epping Rd', postalCode: '2113' };

    it('offers what Microsoft suggests, once each and only of the same country', async () => {
      suggests(better, better, typed, { ...better, country: 'NZ' }, { ...better, postalCode: '9' });

      await fillForms(chat, 3);

      const card = chat.lastLine();
      assert.match(card, /Which address is right\?.*1 Epping Road, North Ryde, New South Wales 2113/s);
      assert.equal(card.match(/1 Epping Rd, North Ryde, New South Wales 2113/g)?.length, 1);
      assert.doesNotMatch(card, / 9\b/);
    });

    it('takes the suggestion that is picked', async () => {
      suggests(better);
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', { pick: '0' });

      const { review, customer } = await submitFrom3();
      assert.match(review, /Microsoft knows the address\./);
      assert.deepEqual(customer?.address, better);
    });

    it('keeps what was typed when that is picked, and says so on the review', async () => {
      suggests();
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', { pick: 'typed' });

      const { review, customer } = await submitFrom3();
      assert.match(review, /Note: {2}\| Microsoft does not know the address\. It is kept as it was typed\./);
      assert.deepEqual(customer?.address, typed);
    });

    it('goes back to the form with what was typed, to correct it', async () => {
      suggests(better);
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', { pick: 'correct' });

      assert.match(chat.lastLine(), /Address \(Australia\).*1 Epping Road.*North Ryde.*2113/s);
      bed.addresses.verdict = { kind: 'read', value: { kind: 'known' } };
      await chat.clicks(megan, 'next', { ...addressTyped, line1: '2 Epping Road' });
      assert.match(chat.lastLine(), /Step 3 of 5/);
    });

    it('asks again when nothing, or nothing that is there, is picked', async () => {
      suggests(better);
      await fillForms(chat, 3);

      for (const pick of ['', '1', '__proto__']) {
        await chat.clicks(megan, 'next', { pick });

        assert.match(chat.lastLine(), /Which address is right\?.*Choose one of these/s);
      }
    });

    it('shows the picked address again when a person goes back, and survives a restart', async () => {
      suggests(better);
      await fillForms(chat, 3);
      bed.restart();
      await chat.clicks(megan, 'next', { pick: '0' });

      await chat.clicks(megan, 'back');

      assert.match(chat.lastLine(), /Address \(Australia\).*1 Epping Rd\b/s);
    });
  });

  describe('in a country where Microsoft wants the company’s number', () => {
    const inHungary = { line1: 'Fő utca 1', line2: '', city: 'Budapest', state: '', postalCode: '1011' };
    beforeEach(async () => {
      await chat.types(megan, 'transition');
      await chat.clicks(megan, 'next', { ...customerTyped, country: 'HU', phone: '' });
    });

    it('asks for it, with how many digits it usually has, and keeps it with the customer', async () => {
      assert.match(chat.lastLine(), /Registration number of the company \(optional\)/);

      await chat.clicks(megan, 'next', { ...inHungary, registrationNumber: '12345678-2-41' });

      const { review, customer } = await submitFrom3();
      assert.match(review, /Registration number \| 12345678241/);
      assert.equal(customer?.registrationNumber, '12345678241');
    });

    it('goes on without it, and says on the review that it will be needed', async () => {
      await chat.clicks(megan, 'next', { ...inHungary, registrationNumber: '' });

      const { review, customer } = await submitFrom3();
      assert.match(review, /Note: {2}\| Microsoft wants the registration number/);
      assert.equal(customer?.registrationNumber, undefined);
    });

    it('refuses what is no number, beside what else is wrong', async () => {
      await chat.clicks(megan, 'next', { ...inHungary, line1: '', registrationNumber: 'none yet' });

      assert.match(chat.lastLine(), /This is needed\..*This is not a registration number/s);
    });

    it('keeps it through a pick and a correction', async () => {
      suggests();
      await chat.clicks(megan, 'next', { ...inHungary, registrationNumber: '12345678' });
      await chat.clicks(megan, 'next', { pick: 'correct' });
      assert.match(chat.lastLine(), /12345678/);
      await chat.clicks(megan, 'next', { ...inHungary, registrationNumber: '12345678' });
      await chat.clicks(megan, 'next', { pick: 'typed' });

      const { customer } = await submitFrom3();

      assert.equal(customer?.registrationNumber, '12345678');
    });
  });

  it('asks no registration number elsewhere', async () => {
    await fillForms(chat, 2);

    assert.doesNotMatch(chat.lastLine(), /Registration number/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { countries as countriesOfTheWorld } from '../../../src/address/countries.ts';
import { addressFormCard, type AddressForm } from '../../../src/cards/forms/address-form-card.ts';
import { customerFormCard } from '../../../src/cards/forms/customer-form-card.ts';
import type { FormFrame } from '../../../src/cards/forms/form.ts';
import { addressInputs, customerInputs, licencesInputs, tenantInputs } from '../../../src/cards/forms/inputs.ts';
import { licencesFormCard } from '../../../src/cards/forms/licences-form-card.ts';
import { tenantFormCard } from '../../../src/cards/forms/tenant-form-card.ts';
import { en } from '../../../src/text/en.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard } from '../../support/card-lint.ts';
import { actionOf, buttonsOf, inputOf, textsOf } from '../../support/card-reader.ts';

const t = createTranslate('en');
const frame: FormFrame = { nonce: 'n-1', progress: { current: 2, total: 5 }, canGoBack: true };
const countries = [{ title: 'Australia', value: 'AU' }];

function customerForm(changes: Partial<FormFrame> = {}) {
  const values = customerInputs({ email: 'adele@contoso', country: 'AU' });
  return customerFormCard(t, {
    frame: { ...frame, ...changes },
    values,
    problems: { email: { code: 'email' } },
    countries,
  });
}

function addressForm(form: AddressForm['form']) {
  const values = addressInputs({ state: 'NSW', postalCode: '2113' });
  return addressFormCard(t, { frame, values, problems: {}, countryName: 'Australia', form });
}

describe('a form', () => {
  it('says where one is', () => {
    assert.ok(textsOf(customerForm()).includes('Step 2 of 5'));
    const { progress: _none, ...alone } = frame;
    assert.ok(!textsOf(customerFormCard(t, { frame: alone, values: customerInputs({}), problems: {}, countries })).some((text) => text.startsWith('Step'))); // prettier-ignore
  });

  it('keeps what was typed and says under each field what is wrong with it', () => {
    const card = customerForm();

    assert.equal(inputOf(card, 'email')?.['value'], 'adele@contoso');
    assert.equal(inputOf(card, 'phone')?.['value'], '');
    assert.equal(textsOf(card).filter((text) => text === en['cards.problem.email']).length, 1);
  });

  it('can be gone on with, gone back from, started over and cancelled', () => {
    const card = customerForm();

    assert.deepEqual(buttonsOf(card), ['Next', 'Back', 'Start over', 'Cancel']);
    assert.deepEqual(actionOf(card, 'Next'), { action: 'next', nonce: 'n-1' });
    assert.deepEqual(actionOf(card, 'Back'), { action: 'back', nonce: 'n-1' });
    assert.deepEqual(actionOf(card, 'Start over'), { action: 'restart', nonce: 'n-1' });
    assert.deepEqual(actionOf(card, 'Cancel'), { action: 'cancelForm', nonce: 'n-1' });
  });

  it('has no Back where there is nothing before it', () => {
    assert.deepEqual(buttonsOf(customerForm({ canGoBack: false })), ['Next', 'Start over', 'Cancel']);
  });

  it('saves at the end of an edit, which cannot be started over', () => {
    const card = customerForm({ purpose: 'edit', last: true });

    assert.deepEqual(buttonsOf(card), ['Save', 'Back', 'Cancel']);
    assert.deepEqual(actionOf(card, 'Save'), { action: 'next', nonce: 'n-1' });
    assert.ok(textsOf(card).includes('Edit the customer'));
  });

  it('stays within the budget with every country and the longest texts of a wide script', () => {
    const wide = Object.fromEntries(Object.keys(customerInputs({})).map((field) => [field, '語'.repeat(5000)]));
    const everyCountry = countriesOfTheWorld('en').map(({ code, name }) => ({ title: name, value: code }));
    const { content } = customerFormCard(t, {
      frame: { ...frame, notice: '語'.repeat(5000) },
      values: customerInputs(wide),
      problems: {},
      countries: everyCountry,
    });

    assert.ok(everyCountry.length > 240);
    assert.deepEqual(lintCard(content), []);
  });

  it('shows a notice that belongs to no field', () => {
    assert.ok(textsOf(customerForm({ notice: 'Microsoft does not answer.' })).includes('Microsoft does not answer.'));
  });
});

describe('the address form', () => {
  it('asks as the country does', () => {
    const state = { kind: 'state', required: true, choices: [{ title: 'New South Wales', value: 'NSW' }] };
    const card = addressForm({
      cityKind: 'suburb',
      state,
      postalCode: { kind: 'zip', required: true, example: '2060' },
    });

    assert.ok(textsOf(card).includes('Address (Australia)'));
    assert.equal(inputOf(card, 'city')?.['label'], 'Suburb or city');
    assert.partialDeepStrictEqual(inputOf(card, 'state'), { label: 'State', value: 'NSW', choices: state.choices });
    assert.equal(inputOf(card, 'postalCode')?.['label'], 'ZIP code');
    assert.equal(inputOf(card, 'postalCode')?.['placeholder'], 'As in 2060');
    assert.equal(inputOf(card, 'postalCode')?.['isRequired'], true);
  });

  it('says what may be left empty', () => {
    const state = { kind: 'county', required: false, choices: [{ title: 'Co. Cork', value: 'CO' }] };
    const card = addressForm({
      cityKind: 'city',
      state,
      postalCode: { kind: 'eircode', required: false, example: 'A65' },
    });

    assert.equal(inputOf(card, 'state')?.['label'], 'County (optional)');
    assert.equal(inputOf(card, 'state')?.['isRequired'], false);
    assert.equal(inputOf(card, 'postalCode')?.['label'], 'Eircode (optional)');
    assert.equal(inputOf(card, 'postalCode')?.['isRequired'], false);
  });

  it('does not ask for what the country does not have', () => {
    const card = addressForm({ cityKind: 'city' });

    assert.equal(inputOf(card, 'state'), undefined);
    assert.equal(inputOf(card, 'postalCode'), undefined);
    assert.ok(inputOf(card, 'line1'));
  });

  it('says what is wrong with state and postal code', () => {
    const state = { kind: 'state', required: true, choices: [{ title: 'New South Wales', value: 'NSW' }] };
    const card = addressFormCard(t, {
      frame,
      values: addressInputs({}),
      problems: { state: { code: 'state' }, postalCode: { code: 'postalCode', values: { example: '2060' } } },
      countryName: 'Australia',
      form: { cityKind: 'city', state, postalCode: { kind: 'postal', required: true, example: '2060' } },
    });

    assert.ok(textsOf(card).includes('Choose one from the list.'));
    assert.ok(textsOf(card).includes('This is not a postal code of the country. It looks like 2060.'));
  });
});

describe('the tenant form', () => {
  it('offers every category and licence source', () => {
    const values = tenantInputs({ domain: 'contoso.com', category: 'academic' });
    const card = tenantFormCard(t, { frame, values, problems: {}, hasProvider: true });

    assert.equal(inputOf(card, 'category')?.['value'], 'academic');
    assert.deepEqual(inputOf(card, 'category')?.['choices'], [
      { title: 'Corporate (commercial and private sector)', value: 'corporate' },
      { title: 'Academic', value: 'academic' },
      { title: 'Government (public sector)', value: 'government' },
    ]);
    assert.equal((inputOf(card, 'licenceSource')?.['choices'] as unknown[]).length, 6);
  });

  it('offers another reseller of our provider only where we sell through one, or where it was chosen before', () => {
    const offered = (licenceSource: string, hasProvider?: boolean) => {
      const values = tenantInputs({ licenceSource });
      const card = tenantFormCard(t, { frame, values, problems: {}, ...(hasProvider && { hasProvider }) });
      return (inputOf(card, 'licenceSource')?.['choices'] as { value: string }[]).map(({ value }) => value);
    };

    assert.deepEqual(offered(''), ['none', 'open', 'webDirect', 'otherPartner', 'unknown']);
    assert.ok(offered('', true).includes('sameProvider'));
    assert.ok(offered('sameProvider').includes('sameProvider'));
  });

  it('says in its own words what is wrong with a tenant', () => {
    const problems = { domain: { code: 'text', values: { text: 'Microsoft knows no tenant for x.y.' } } } as const;
    const card = tenantFormCard(t, { frame, values: tenantInputs({}), problems });

    assert.ok(textsOf(card).includes('Microsoft knows no tenant for x.y.'));
  });
});

describe('the licences form', () => {
  it('has five rows, keeps what was typed, and can be skipped', () => {
    const values = licencesInputs({ product1: 'Visio Plan 2', quantity1: 'two' });
    const card = licencesFormCard(t, {
      frame,
      values,
      problems: { quantity1: { code: 'quantity', values: { max: 9 } } },
    });

    assert.equal(inputOf(card, 'product1')?.['value'], 'Visio Plan 2');
    assert.equal(inputOf(card, 'quantity1')?.['value'], 'two');
    assert.ok(inputOf(card, 'quantity5'));
    assert.ok(textsOf(card).includes('Type a whole number from 1 to 9.'));
    assert.deepEqual(buttonsOf(card), ['Next', 'Skip', 'Back', 'Start over', 'Cancel']);
    assert.deepEqual(actionOf(card, 'Skip'), { action: 'skip', nonce: 'n-1' });
  });
});

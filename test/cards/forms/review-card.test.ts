import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  receiptCard,
  receiptOfAddress,
  receiptOfCustomer,
  receiptOfLicences,
  receiptOfReview,
  receiptOfTenant,
  type Receipt,
} from '../../../src/cards/forms/receipt-card.ts';
import { reviewCard, type Review } from '../../../src/cards/forms/review-card.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard, nodesOf } from '../../support/card-lint.ts';
import { actionOf, buttonsOf, textsOf } from '../../support/card-reader.ts';
import { aTransition } from '../../support/records.ts';

const t = createTranslate('en');
const { customer, tenant, category, licenceSource, licencesWanted } = aTransition();
const review: Review = {
  frame: { nonce: 'n-1', progress: { current: 5, total: 5 }, canGoBack: true },
  customer,
  tenant,
  category,
  licenceSource,
  licencesWanted,
  preFlight: [],
  countryName: 'Australia',
  stateName: 'New South Wales',
};

function valuesOf({ facts }: Receipt): string[] {
  return facts.map(({ value }) => value);
}

describe('the review card', () => {
  it('shows everything that will be submitted, in names rather than codes', () => {
    const texts = textsOf(reviewCard(t, review));

    for (const text of [
      'Contoso Pharmaceuticals',
      'Adele Vance',
      'adele@contoso.example',
      '+61291234567',
      '1 Epping Road',
      'North Ryde, New South Wales 2113',
      'Australia',
      'contoso.example',
      'Contoso',
      'Corporate (commercial and private sector)',
      'From Microsoft directly (web direct)',
      '25 seats',
      'Microsoft 365 Business Premium',
    ]) {
      assert.ok(texts.includes(text), text);
    }
  });

  it('lets each section be edited, and says which to a screen reader', () => {
    const edits = nodesOf(reviewCard(t, review).content).filter(({ title }) => title === 'Edit');

    assert.deepEqual(
      edits.map(({ tooltip }) => tooltip),
      ['Edit: Customer', 'Edit: Address', 'Edit: Tenant', 'Edit: Licences wanted'],
    );
    assert.deepEqual(
      edits.map(({ data }) => (data as { pc: { section: string } }).pc.section),
      ['customer', 'address', 'tenant', 'licences'],
    );
  });

  it('submits, goes back, starts over or cancels', () => {
    const card = reviewCard(t, review);

    assert.deepEqual(buttonsOf(card).slice(-4), ['Submit', 'Back', 'Start over', 'Cancel']);
    assert.deepEqual(actionOf(card, 'Submit'), { action: 'submit', nonce: 'n-1' });
  });

  it('offers, where asked to, a second way to submit', () => {
    const card = reviewCard(t, { ...review, privately: 'Submit, link in my chat' });

    assert.deepEqual(actionOf(card, 'Submit, link in my chat'), { action: 'submitPrivately', nonce: 'n-1' });
    assert.deepEqual(lintCard(card.content), []);
  });

  it('says who will be mailed, and when nothing is wanted', () => {
    const texts = textsOf(reviewCard(t, { ...review, licencesWanted: [] }));

    assert.ok(texts.some((text) => text.includes('mailed to adele@contoso.example')));
    assert.ok(texts.includes('None for now'));
  });

  it('leaves out what was not given', () => {
    const { phone: _none, ...contact } = customer.contact;
    const texts = textsOf(
      reviewCard(t, { ...review, customer: { ...customer, contact }, tenant: { domain: 'x.com' } }),
    );

    assert.ok(!texts.includes('Phone'));
    assert.ok(!texts.includes('Name at Microsoft'));
  });
});

describe('a receipt', () => {
  it('has no buttons by itself, and says what was understood', () => {
    const card = receiptCard(t, { title: 'Noted', facts: [{ label: 'A', value: 'B' }], note: 'More follows.' });

    assert.deepEqual(buttonsOf(card), []);
    assert.deepEqual(textsOf(card), ['✓', 'Noted', 'A', 'B', 'More follows.']);
  });

  it('is made of each form', () => {
    assert.deepEqual(valuesOf(receiptOfCustomer(t, customer)).slice(0, 2), ['Contoso Pharmaceuticals', 'Adele Vance']);
    assert.deepEqual(valuesOf(receiptOfAddress(t, { ...customer.address, line2: 'Level 3' })), [
      '1 Epping Road, Level 3',
      'North Ryde NSW 2113',
      'AU',
    ]);
    assert.equal(valuesOf(receiptOfTenant(t, { tenant, category, licenceSource }))[0], 'contoso.example');
    assert.deepEqual(receiptOfLicences(t, [{ product: 'Visio Plan 2', quantity: 1 }]).facts, [
      { label: '1 seat', value: 'Visio Plan 2' },
    ]);
    assert.deepEqual(valuesOf(receiptOfReview(t, { customer, tenant })), [
      'Contoso Pharmaceuticals',
      'contoso.example',
    ]);
  });
});

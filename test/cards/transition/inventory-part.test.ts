import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newsCard } from '../../../src/cards/transition/news-card.ts';
import { transitionCard } from '../../../src/cards/transition/transition-card.ts';
import type { TenantInventory } from '../../../src/core/inventory.ts';
import type { LicenceHeld } from '../../../src/core/ports/microsoft.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard, nodesOf } from '../../support/card-lint.ts';
import { textsOf } from '../../support/card-reader.ts';
import { testNow } from '../../support/fake-clock.ts';
import { allStepsDone, anEvent, aTransition } from '../../support/records.ts';

const t = createTranslate('en');
const normal: Partial<Transition> = { steps: allStepsDone, verifiedAt: testNow, licenceSource: 'none' };
const users = { count: 124, readAt: testNow };
const today = '{{DATE(2026-11-02T09:00:00Z,SHORT)}}';
const premium: LicenceHeld = { sku: 'SPB', bought: 60, assigned: 50 };

function held(...licences: readonly LicenceHeld[]): TenantInventory {
  return { askedAt: testNow, users, licences: { held: licences, more: 0, readAt: testNow } };
}

function cardOf(changes: Partial<Transition>, view: 'living' | 'status' = 'living') {
  return transitionCard(t, { transition: aTransition(changes), now: testNow, view });
}

/** From the heading of what was wanted, or of what is there, to the first fact. */
function section(changes: Partial<Transition>, view: 'living' | 'status' = 'living'): string[] {
  const texts = textsOf(cardOf(changes, view));
  const from = texts.findIndex((text) => text === 'Licences wanted' || text === 'In the tenant');
  const shown = from < 0 ? [] : texts.slice(from, texts.indexOf('Contact'));
  return shown.filter((text) => !text.startsWith('The link is on'));
}

function lines(changes: Partial<Transition>): string[] {
  const happening = { kind: 'statusChanged', from: 'transitioning', to: 'normal' } as const;
  const transition = aTransition({ ...normal, ...changes });
  return textsOf(newsCard(t, { transition, event: anEvent({ happening }) })).slice(3, -1);
}

describe('the licences on a card', () => {
  it('stand together once the tenant is Normal: what was wanted, and what is there', () => {
    const card = cardOf({ ...normal, inventory: held(premium, { sku: 'SHAREPOINTSTORAGE', bought: 1000 }) });

    assert.deepEqual(section({ ...normal, inventory: held(premium, { sku: 'SHAREPOINTSTORAGE', bought: 1000 }) }), [
      'Licences wanted',
      'Microsoft 365 Business Premium',
      '25 seats',
      'In the tenant',
      `124 accounts (guests included). Seats assigned, of those bought, as of ${today}:`,
      'Microsoft 365 Business Premium',
      '50 of 60',
      'Office 365 Extra File Storage',
      '1,000',
    ]);
    assert.deepEqual(lintCard(card.content), []);
  });

  it('stand beside what staff had said of them, which reads as that', () => {
    const card = cardOf({ ...normal, inventory: held(premium) });
    const texts = textsOf(card);

    assert.equal(texts[texts.indexOf('Licences at the start') + 1], 'Nowhere yet, as staff said');
    assert.ok(!texts.includes('Licences today'));
  });

  it('have nobody quoted where staff did not know', () => {
    const texts = textsOf(cardOf({ ...normal, licenceSource: 'unknown' }));

    assert.equal(texts[texts.indexOf('Licences at the start') + 1], 'Not known');
  });

  it('say of a subscription that it has ended, and of an unknown product its part number', () => {
    const inventory = held(
      { ...premium, lapse: 'expired' },
      { sku: 'VISIOCLIENT', bought: 2, assigned: 2, lapse: 'suspended' },
      { sku: 'EXCHANGESTANDARD', bought: 5, assigned: 3, lapse: 'cancelled' },
      { sku: 'NEW_PRODUCT_2027', bought: 1, assigned: 0 },
    );

    assert.deepEqual(
      section({ ...normal, licencesWanted: [], inventory }).filter((_text, index) => index % 2 === 0 && index > 0),
      [
        'Microsoft 365 Business Premium (expired, works on for a while)',
        'Visio Plan 2 (suspended)',
        'Exchange Online (Plan 1) (cancelled)',
        'NEW_PRODUCT_2027',
      ],
    );
  });

  it('keep most of many behind a button, and say what is not listed', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...premium, sku: `A_RATHER_LONG_PART_NUMBER_${index}` }));
    const card = cardOf({ ...normal, inventory: { ...held(), licences: { held: many, more: 7, readAt: testNow } } });

    const hidden = nodesOf(card.content).find(({ id }) => id === 'moreLicences');
    assert.equal(hidden?.['isVisible'], false);
    assert.equal(nodesOf(hidden).filter(({ type }) => type === 'RichTextBlock').length, 16);
    assert.ok(nodesOf(card.content).some(({ title }) => title === 'Show 16 more'));
    assert.match(JSON.stringify(hidden), /7 more are not listed here\./);
    assert.deepEqual(lintCard(card.content), []);
  });

  it('show one more rather than a button for it', () => {
    const five = ['SPB', 'MCOEV', 'POWER_BI_PRO', 'SPE_E3', 'SPE_E5'].map((sku) => ({ ...premium, sku }));
    const card = cardOf({ ...normal, inventory: held(...five) });

    assert.ok(textsOf(card).includes('Microsoft 365 E5'));
    assert.ok(!nodesOf(card.content).some(({ id }) => id === 'moreLicences'));
  });

  for (const [what, inventory, expected] of [
    ['users alone', { askedAt: testNow, users }, `124 accounts (guests included), as of ${today}.`],
    [
      'one user and no subscription',
      { ...held(), users: { count: 1, readAt: testNow } },
      `1 account, and no subscriptions, as of ${today}.`,
    ],
    [
      'no subscription, where the users could not be counted',
      { askedAt: testNow, licences: { held: [], more: 0, readAt: testNow } },
      `No subscriptions, as of ${today}.`,
    ],
    [
      'subscriptions alone',
      { askedAt: testNow, licences: { held: [premium], more: 0, readAt: testNow } },
      `Seats assigned, of those bought, as of ${today}:`,
    ],
  ] as const) {
    it(`tell ${what}`, () => {
      assert.deepEqual(section({ ...normal, licencesWanted: [], inventory }).slice(0, 2), ['In the tenant', expected]);
    });
  }

  it('are left out where nothing is known and nothing was wanted', () => {
    assert.deepEqual(section({ ...normal, licencesWanted: [] }), []);
    assert.deepEqual(section({ ...normal, licencesWanted: [], inventory: { askedAt: testNow } }), []);
  });

  it('stand on the answer to “status” before the tenant is Normal, and not on the living card', () => {
    assert.deepEqual(section({ inventory: held(premium) }), []);
    assert.equal(section({ inventory: held(premium) }, 'status').length, 7);
    assert.deepEqual(section({ inventory: held(premium), cancelledAt: testNow }, 'status'), []);
  });

  it('show what somebody typed as it is, with nothing that a client would interpret', () => {
    const licencesWanted = [{ product: '**{{DATE(2026-01-01T00:00:00Z)}}** <at>x</at>', quantity: 1 }];

    assert.deepEqual(section({ ...normal, licencesWanted }), [
      'Licences wanted',
      '**{ {DATE(2026-01-01T00:00:00Z)}}** <at>x</at>',
      '1 seat',
    ]);
  });
});

describe('the licences in the message that a tenant is Normal', () => {
  it('are two sentences: what was wanted, and the first few of what is there', () => {
    const inventory = held(
      premium,
      { sku: 'EXCHANGESTANDARD', bought: 5, assigned: 3 },
      { sku: 'SHAREPOINTSTORAGE', bought: 10 },
      { sku: 'FLOW_FREE', bought: 10_000, assigned: 4 },
      { sku: 'POWER_BI_STANDARD', bought: 1_000_000, assigned: 1 },
    );

    assert.deepEqual(lines({ inventory }), [
      'Licences wanted: 25 × Microsoft 365 Business Premium.',
      'In the tenant: 124 accounts (guests included); seats assigned: Microsoft 365 Business Premium 50 of 60, Exchange Online (Plan 1) 3 of 5, Office 365 Extra File Storage 10, and 2 more.',
    ]);
  });

  it('tell what is known of them', () => {
    const { users: _uncounted, ...licencesAlone } = held(premium);

    assert.deepEqual(lines({ licencesWanted: [] }), []);
    assert.deepEqual(lines({ licencesWanted: [], inventory: { askedAt: testNow } }), []);
    assert.deepEqual(lines({ licencesWanted: [], inventory: { askedAt: testNow, users } }), [
      'In the tenant: 124 accounts (guests included).',
    ]);
    assert.deepEqual(lines({ licencesWanted: [], inventory: licencesAlone }), [
      'Seats assigned in the tenant: Microsoft 365 Business Premium 50 of 60.',
    ]);
  });
});

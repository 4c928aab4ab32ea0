import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { licenceSources } from '../../../src/core/customer.ts';
import type { SeenPartner } from '../../../src/core/csp-partners.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { newsCard } from '../../../src/cards/transition/news-card.ts';
import { transitionCard } from '../../../src/cards/transition/transition-card.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { testNow } from '../../support/fake-clock.ts';
import { allStepsDone, anEvent, aTransition } from '../../support/records.ts';

const t = createTranslate('en');
const provider: SeenPartner = { party: 'provider', name: 'Wide World Importers', isOurs: false, isAttached: true };
const reseller: SeenPartner = {
  party: 'reseller',
  name: 'Northwind Traders',
  isOurs: true,
  isAttached: false,
  invitationUrl: 'https://admin.example/reseller',
};
const normal: Partial<Transition> = { steps: allStepsDone, verifiedAt: testNow, toldStatus: 'normal' };

const shown = (overrides: Partial<Transition>) =>
  JSON.stringify(transitionCard(t, { transition: aTransition(overrides), now: testNow, view: 'status' }).content);
const told = (overrides: Partial<Transition>, happening: Parameters<typeof anEvent>[0]) =>
  JSON.stringify(newsCard(t, { transition: aTransition(overrides), event: anEvent(happening) }).content);

describe('the card, of provider and reseller', () => {
  it('shows which of the two is missing, with its own link', () => {
    const card = shown({ cspPartners: [provider, reseller] });

    assert.match(card, /✓ Wide World Importers: authorised/);
    assert.match(card, /○ Northwind Traders: not authorised yet\./);
    assert.match(
      card,
      /Action\.OpenUrl","title":"Its own link at Microsoft","url":"https:\/\/admin\.example\/reseller"/,
    );
  });

  it('says nothing of one company alone', () => {
    assert.doesNotMatch(shown({}), /authorised yet|: authorised/);
  });
});

describe('the card, of the agreement', () => {
  const missing = { ...allStepsDone, agreement: { state: 'blocked', code: 'AGREEMENT_MISSING' } } as const;
  const both = [provider, { ...reseller, isAttached: true }];

  it('says how it was accepted', () => {
    assert.match(shown({ agreementState: 'accepted' }), /The customer accepted it themselves/);
    assert.match(shown({ agreementState: 'attested' }), /A partner confirmed it/);
  });

  it('says to a reseller whom to ask, and in which words', () => {
    const hidden = shown({ agreementState: 'elsewhere', cspPartners: both });
    const card = shown({ steps: missing, cspPartners: both });

    assert.match(hidden, /Wide World Importers sees to it: ask them/);
    assert.match(card, /We cannot confirm that as a reseller: Wide World Importers can/);
    for (const text of [hidden, card]) {
      assert.match(text, /Text for Wide World Importers/);
      assert.match(text, /Tenant: contoso\.example, tenant-contoso/);
    }
  });

  it('says to whoever may confirm it where that is done', () => {
    const card = shown({ steps: missing });

    assert.match(card, /confirm it in Partner Center/);
    assert.doesNotMatch(card, /Text for/);
  });
});

describe('the card, of the qualification', () => {
  const ask = /Request Education qualification/;
  const school = (qualification: Partial<Transition['qualification']>, overrides: Partial<Transition> = {}) =>
    shown({
      category: 'academic',
      qualification: { state: 'unasked', readAt: testNow, ...qualification },
      ...overrides,
    });

  it('stands beside the status, whatever that is', () => {
    const card = school({ state: 'inReview', name: 'Education' }, normal);

    assert.match(card, /✓ Normal/);
    assert.match(
      card,
      /◐.*Education qualification: Microsoft is checking the customer’s qualification.*Microsoft must act/,
    );
  });

  it('has Microsoft’s reason when it was denied, and can be asked for again', () => {
    const card = school({ state: 'denied', name: 'Education', reason: 'Not an Academic Domain' });

    assert.match(
      card,
      /Microsoft denied the customer’s qualification.*We must act\. Microsoft’s reason: Not an Academic/,
    );
    assert.match(card, /Qualification: QUALIFICATION_DENIED 2026-/);
    assert.match(card, ask);
  });

  it('can be asked for by the partner that Microsoft listens to', () => {
    assert.match(school({}), ask);
    assert.doesNotMatch(school({ requestId: 'request-1' }), ask);
    assert.match(school({ requestId: 'request-1' }), /being requested now/);
    assert.doesNotMatch(school({ state: 'approved' }), ask);
  });

  it('is the provider’s to ask for where we are its reseller', () => {
    const cspPartners = [provider, { ...reseller, isAttached: true }];

    for (const card of [school({}, { cspPartners }), school({ state: 'denied' }, { cspPartners })]) {
      assert.doesNotMatch(card, ask);
      assert.match(card, /A reseller cannot request it: ask Wide World Importers/);
    }
  });

  it('is asked for by hand for government bodies', () => {
    const government = { category: 'government' } as const;

    for (const card of [school({}, government), school({ state: 'denied' }, government)]) {
      assert.doesNotMatch(card, ask);
      assert.match(card, /Request it in Partner Center by hand/);
    }
  });

  it('says why the last request was refused', () => {
    assert.match(school({ problem: 'PARTNER_ROLE_MISSING' }), /The last request was refused\. Our own account/);
  });

  it('says since when and why it cannot be read, beside what was read before', () => {
    const qualificationUnread = { since: testNow, code: 'UPSTREAM_UNAVAILABLE' } as const;
    const academic = { category: 'academic', qualificationUnread } as const;

    const never = shown(academic);
    const before = shown({ ...academic, qualification: { state: 'approved', readAt: testNow } });

    assert.match(never, /Education qualification: Microsoft has not let us read it since .*2026\. .*tries again/);
    assert.match(before, /Education qualification: approved\. Microsoft has not let us read it since/);
  });

  it('promises no look at one that was cancelled', () => {
    const qualificationUnread = { since: testNow, code: 'UPSTREAM_UNAVAILABLE' } as const;
    const card = shown({ category: 'academic', qualificationUnread, cancelledAt: testNow });

    assert.match(card, /Education qualification: Microsoft had not let us read it since [^.]*2026\."/);
    assert.doesNotMatch(card, /next look|Try again/);
  });

  it('is told when Microsoft has decided', () => {
    const decided = { kind: 'qualificationDecided', name: 'Education' } as const;
    const denied = { ...decided, state: 'denied', reason: 'Not an Academic Domain' } as const;

    assert.match(
      told(normal, { happening: { ...decided, state: 'approved' } }),
      /approved the Education qualification/,
    );
    assert.match(told(normal, { happening: denied }), /denied the Education qualification.*Not an Academic Domain/);
  });
});

describe('what is left to do with the old supplier', () => {
  const toNormal = { happening: { kind: 'statusChanged', from: 'transitioning', to: 'normal' } } as const;
  const first = {
    none: undefined,
    open: /within 30 days of its end/,
    webDirect: /say that it moves to CSP/,
    otherPartner: /former partner cancel/,
    sameProvider: /done by the provider, not here: open a support case/,
    unknown: /who bills the present licences/,
  };

  for (const licenceSource of licenceSources) {
    it(`stands on the card and in the message once the tenant is Normal: ${licenceSource}`, () => {
      const card = shown({ ...normal, licenceSource });
      const message = told({ ...normal, licenceSource }, toNormal);
      const expected = first[licenceSource];

      for (const text of [card, message]) {
        if (expected) assert.match(text, expected);
        else assert.doesNotMatch(text, /old supplier/);
      }
    });
  }

  it('is not told before, nor where something was lost since', () => {
    const lost = { ...normal, steps: { ...allStepsDone, delegatedAdmin: { state: 'notStarted' } } } as const;

    assert.doesNotMatch(shown({ licenceSource: 'webDirect' }), /old supplier/);
    assert.doesNotMatch(shown({ ...lost, licenceSource: 'webDirect' }), /old supplier/);
  });
});

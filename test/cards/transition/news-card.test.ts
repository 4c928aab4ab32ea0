import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newsCard } from '../../../src/cards/transition/news-card.ts';
import type { Happening } from '../../../src/core/events.ts';
import { noStepsYet } from '../../../src/core/steps.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard } from '../../support/card-lint.ts';
import { actionOf, textsOf } from '../../support/card-reader.ts';
import { testNow } from '../../support/fake-clock.ts';
import { allStepsDone, aTransition, anEvent } from '../../support/records.ts';

const t = createTranslate('en');

function newsOf(happening: Happening, changes: Partial<Transition> = {}) {
  return newsCard(t, { transition: aTransition(changes), event: anEvent({ happening }) });
}

describe('a news card', () => {
  it('tells that the tenant is Normal, what can be done now, and where to look', () => {
    const card = newsOf({ kind: 'statusChanged', from: 'transitioning', to: 'normal' });

    assert.deepEqual(textsOf(card), [
      '✓',
      'Contoso Pharmaceuticals: Normal',
      'Licences can be provisioned now.',
      'Licences wanted: 25 × Microsoft 365 Business Premium.',
      'The present subscriptions stay with the old supplier, and are billed, until they are suspended or cancelled there.',
      'Buy the licences in CSP first, and assign them to the users.',
      'Then ask Microsoft’s billing support to cancel the direct subscription, and say that it moves to CSP: that waives the charge for ending early.',
      'Tenant contoso.example. Looked after by Megan Bowen.',
    ]);
    assert.deepEqual(actionOf(card, 'Show the transition'), {
      action: 'showTransition',
      transitionId: 'transition-contoso-1',
    });
    assert.equal(card.content.fallbackText, 'Contoso Pharmaceuticals: Normal');
  });

  it('tells what the customer says they have done as their word, until Microsoft shows it', () => {
    const transitioning: Happening = { kind: 'statusChanged', from: 'awaitingCustomer', to: 'transitioning' };
    const waiting = { state: 'waiting' } as const;
    const claimed = { steps: { ...allStepsDone, resellerRelationship: waiting, agreement: waiting } };
    const seen = { steps: { ...allStepsDone, agreement: waiting } };

    assert.match(
      textsOf(newsOf(transitioning, claimed)).join(),
      /The customer says .* Microsoft does not show all of it yet/,
    );
    assert.match(textsOf(newsOf(transitioning, seen)).join(), /The customer has done their part/);
  });

  it('tells of a revoked link that it was revoked', () => {
    const link = { ...aTransition().link, revokedAt: testNow };
    const texts = textsOf(newsOf({ kind: 'statusChanged', from: 'awaitingCustomer', to: 'expired' }, { link }));

    assert.deepEqual(texts.slice(0, 3), [
      '!',
      'Contoso Pharmaceuticals: Link revoked',
      'The link was revoked and opens nothing. Make a new link to go on.',
    ]);
  });

  it('tells of a refusal what can be done: the same link while it works, else a new one', () => {
    const declined: Happening = { kind: 'statusChanged', from: 'awaitingCustomer', to: 'declined' };
    const ended = { link: { ...aTransition().link, expiresAt: testNow } };

    assert.ok(textsOf(newsOf(declined)).includes(t('cards.status.declined')));
    assert.ok(textsOf(newsOf(declined, ended)).includes(t('cards.status.declinedNoLink')));
  });

  it('tells that a Normal tenant has lost something, what, and who must act', () => {
    const card = newsOf(
      {
        kind: 'stepChanged',
        step: 'directoryConnection',
        from: { state: 'done' },
        to: { state: 'blocked', code: 'CONSENT_LOST' },
      },
      { verifiedAt: testNow },
    );

    assert.deepEqual(textsOf(card).slice(0, 4), [
      '!',
      'Contoso Pharmaceuticals: Needs attention',
      'The tenant was Normal, and has lost something since.',
      `Directory Connection: ${t('errors.CONSENT_LOST')} The customer must act.`,
    ]);
    assert.deepEqual(lintCard(card.content), []);
  });

  it('tells that Microsoft shows the customer an error, on which page, and what to ask for', () => {
    const happening = { kind: 'customerReportedTrouble', step: 'resellerRelationship' } as const;
    const actor = { kind: 'customer', objectId: 'object-adele', userName: 'adele@contoso.example' } as const;
    const card = newsCard(t, { transition: aTransition(), event: anEvent({ happening, actor }) });

    const [, title, what, causes] = textsOf(card);
    assert.equal(title, 'Contoso Pharmaceuticals: Microsoft shows the customer an error');
    assert.match(what ?? '', /^adele@contoso\.example says that Microsoft’s page for “CSP authorised” shows an error/);
    assert.match(what ?? '', /ask for a screenshot/);
    assert.match(causes ?? '', /another region.*syndication.*role/);
    assert.deepEqual(lintCard(card.content), []);
  });

  const happening = { kind: 'linkAskedFor', code: 'LINK_EXPIRED' } as const;
  for (const { what, expiresInMs, says, action } of [
    {
      what: 'has ended',
      expiresInMs: -1,
      says: /opens nothing any more, and asks for a new one/,
      action: 'reissueLink',
    },
    { what: 'was replaced', expiresInMs: 1000, says: /one that replaced it works/, action: 'sendInstructions' },
  ]) {
    it(`tells that a new link is asked for, with the button that helps where the link ${what}`, () => {
      const { link } = aTransition();
      const card = newsOf(happening, { link: { ...link, expiresAt: new Date(testNow.getTime() + expiresInMs) } });

      const [, title, why, who] = textsOf(card);
      assert.equal(title, 'Contoso Pharmaceuticals: a new link is asked for');
      assert.match(why ?? '', says);
      assert.match(who ?? '', /mailed to adele@contoso\.example alone/);
      assert.match(JSON.stringify(card.content), new RegExp(`"action":"${action}"`));
      assert.deepEqual(lintCard(card.content), []);
    });
  }

  it('tells each thing that is in the way, and who must act', () => {
    const steps = {
      ...noStepsYet,
      directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' },
      accessAssignments: { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' },
    } as const;
    const texts = textsOf(newsOf({ kind: 'statusChanged', from: 'transitioning', to: 'needsAttention' }, { steps }));

    assert.ok(
      texts.some((text) => text.startsWith('Directory Connection: ') && text.endsWith('The customer must act.')),
    );
    assert.ok(
      texts.some((text) => text.startsWith('Access for ') && text.endsWith('An operator of this bot must act.')),
    );
  });

  it('tells who handed over to whom', () => {
    const happening = { kind: 'handedOver', fromUserId: 'a', toUserId: 'b', toDisplayName: 'Alex Wilber' } as const;
    const byService = { transition: aTransition(), event: anEvent({ happening, actor: { kind: 'service' } }) };

    assert.ok(
      textsOf(newsOf(happening)).includes('Megan Bowen handed over the transition of contoso.example to Alex Wilber.'),
    );
    assert.ok(textsOf(newsCard(t, byService)).some((text) => text.startsWith('Partner Connect handed over')));
  });

  it('tells of a sign-in that was turned away', () => {
    const texts = textsOf(newsOf({ kind: 'signInRefused', code: 'WRONG_TENANT' }));

    assert.ok(texts.includes('Contoso Pharmaceuticals: a sign-in was turned away'));
    assert.ok(texts.includes('Somebody signed in with an account of another tenant. The customer must act.'));
    assert.ok(texts.every((text) => !text.startsWith('The account was')));
  });

  it('names the account that was turned away, or that declined, where it is known', () => {
    const actor = { kind: 'customer', objectId: 'somebody', userName: 'admin@fabrikam.example' } as const;
    const happenings: Happening[] = [
      { kind: 'signInRefused', code: 'WRONG_TENANT' },
      { kind: 'statusChanged', from: 'awaitingCustomer', to: 'declined' },
    ];

    for (const happening of happenings) {
      const card = newsCard(t, { transition: aTransition(), event: anEvent({ happening, actor }) });

      assert.ok(textsOf(card).includes('The account was admin@fabrikam.example.'), happening.kind);
    }
  });

  it('has something to say of anything, within the rules of Teams', () => {
    const card = newsOf({ kind: 'cancelled' });

    assert.ok(textsOf(card).includes('Contoso Pharmaceuticals: something changed'));
    assert.deepEqual(lintCard(card.content), []);
  });

  it('tells when delegated admin ends, and what can be done', () => {
    const endsAt = new Date('2026-11-09T09:00:00.000Z');
    const expiring = { kind: 'relationshipExpiring', days: 7 } as const;
    const news = (canExtend: boolean) =>
      textsOf(newsOf(expiring, { relationshipTerm: { endsAt, extendsItself: false, canExtend } }));

    assert.equal(news(true)[1], 'Contoso Pharmaceuticals: delegated admin ends in 7 days at most');
    assert.match(news(true)[2] ?? '', /^It ends on .*9.* 2026, and with it our access to the tenant\.$/);
    assert.ok(news(true).some((text) => text.startsWith(t('errors.RELATIONSHIP_EXPIRING'))));
    assert.ok(news(false).includes(t('cards.transition.accessCannotExtend')));
  });

  it('tells of one that is to be followed by another when it ends, and how the customer is asked once more', () => {
    const steps = { ...allStepsDone, delegatedAdmin: { state: 'notStarted' } } as const;
    const relationshipReplaced = { relationshipId: 'old', endsAt: new Date('2026-11-09T09:00:00.000Z') };
    const replaced = { steps, verifiedAt: testNow, relationshipReplaced };
    const expiring = { kind: 'relationshipExpiring', days: 7 } as const;

    const card = newsOf(expiring, replaced);
    const ended = newsOf(expiring, { ...replaced, link: { ...aTransition().link, expiresAt: testNow } });

    assert.match(textsOf(card)[2] ?? '', /^It ends on .*9.* 2026/);
    assert.ok(textsOf(card).includes(t('cards.transition.accessNotReplaced')));
    assert.match(JSON.stringify(card.content), /"action":"sendInstructions"/);
    assert.match(JSON.stringify(ended.content), /"action":"reissueLink"/);
  });

  it('offers a new link where delegated admin ends and cannot be extended, and only there', () => {
    const offers = (canExtend: boolean) => {
      const relationshipTerm = { endsAt: new Date(testNow.getTime() + 1), extendsItself: false, canExtend };
      const normal = { steps: allStepsDone, verifiedAt: testNow, relationshipId: 'old', relationshipTerm } as const;
      return JSON.stringify(newsOf({ kind: 'relationshipExpiring', days: 1 }, normal).content);
    };

    assert.match(offers(false), /"action":"reissueLink"/);
    assert.doesNotMatch(offers(true), /"action":"reissueLink"/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newsCard } from '../../src/cards/news-card.ts';
import type { Happening } from '../../src/core/events.ts';
import { noStepsYet } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { lintCard } from '../support/card-lint.ts';
import { actionOf, textsOf } from '../support/card-reader.ts';
import { aTransition, anEvent } from '../support/records.ts';

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
      'Tenant contoso.example. Looked after by Megan Bowen.',
    ]);
    assert.deepEqual(actionOf(card, 'Show the transition'), {
      action: 'showTransition',
      transitionId: 'transition-contoso-1',
    });
    assert.equal(card.content.fallbackText, 'Contoso Pharmaceuticals: Normal');
  });

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
  });

  it('has something to say of anything, within the rules of Teams', () => {
    const card = newsOf({ kind: 'cancelled' });

    assert.ok(textsOf(card).includes('Contoso Pharmaceuticals: something changed'));
    assert.deepEqual(lintCard(card.content), []);
  });
});

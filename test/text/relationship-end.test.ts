import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RelationshipEnd } from '../../src/core/ports/microsoft.ts';
import { endSentences } from '../../src/text/relationship-end.ts';
import { createTranslate } from '../../src/text/translate.ts';

const t = createTranslate('en');
const endedAt = new Date('2026-11-02T09:05:00Z');

function said(delegatedAdmin: RelationshipEnd): string {
  return endSentences(t, { relationshipEnds: { delegatedAdmin } }, 'RELATIONSHIP_TERMINATED').join(' ');
}

describe('the sentences about an end', () => {
  it('say when, and that it was the customer', () => {
    assert.equal(
      said({ endedBy: 'customer', endedAt }),
      'It ended on 2 November 2026 at 09:05 UTC. The customer’s administrator ended it.',
    );
  });

  it('name our own people', () => {
    const end = { endedBy: 'ourselves', userName: 'alex@northwindtraders.com' } as const;

    assert.equal(said(end), 'alex@northwindtraders.com of our own organisation ended it.');
  });

  it('say that Microsoft does not say who it was', () => {
    assert.equal(said({ endedBy: 'unknown' }), 'Microsoft does not say who ended it.');
  });

  it('are none where nothing is known, or another thing is in the way', () => {
    const relationshipEnds = { delegatedAdmin: { endedBy: 'customer' } } as const;

    assert.deepEqual(endSentences(t, {}, 'RELATIONSHIP_TERMINATED'), []);
    assert.deepEqual(endSentences(t, { relationshipEnds }, 'RESELLER_RELATIONSHIP_LOST'), []);
    assert.deepEqual(endSentences(t, { relationshipEnds }, 'CONSENT_LOST'), []);
  });
});

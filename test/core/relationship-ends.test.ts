import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { endBehind, sameEnds } from '../../src/core/relationship-ends.ts';
import { after, testNow } from '../support/fake-clock.ts';

const delegatedAdmin = { endedBy: 'customer', endedAt: testNow } as const;

describe('what is known of an end', () => {
  it('belongs to the code that tells of it, and to no other', () => {
    const ends = { delegatedAdmin, resellerRelationship: { endedBy: 'unknown' } } as const;

    assert.deepEqual(endBehind(ends, 'RELATIONSHIP_TERMINATED'), delegatedAdmin);
    assert.deepEqual(endBehind(ends, 'RESELLER_RELATIONSHIP_LOST'), { endedBy: 'unknown' });
    assert.equal(endBehind(ends, 'RELATIONSHIP_EXPIRED'), undefined);
    assert.equal(endBehind(undefined, 'RELATIONSHIP_TERMINATED'), undefined);
  });

  it('is the same where side, account and moment are', () => {
    const ours = { endedBy: 'ourselves', userName: 'alex@northwindtraders.com' } as const;

    assert.ok(sameEnds({ delegatedAdmin }, { delegatedAdmin: { ...delegatedAdmin, endedAt: after(testNow, 0) } }));
    assert.ok(sameEnds(undefined, {}));
    for (const other of [
      { endedBy: 'customer' },
      { ...delegatedAdmin, endedBy: 'unknown' },
      { ...delegatedAdmin, endedAt: after(testNow, 1) },
    ] as const) {
      assert.ok(!sameEnds({ delegatedAdmin }, { delegatedAdmin: other }), JSON.stringify(other));
    }
    assert.ok(!sameEnds({ delegatedAdmin: ours }, { delegatedAdmin: { ...ours, userName: 'megan@northwind.com' } }));
    assert.ok(!sameEnds({ delegatedAdmin }, {}));
  });
});

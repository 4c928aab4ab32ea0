import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  isDecision,
  isQualificationDue,
  needsQualification,
  progressFrom,
  qualificationProblem,
  requestableName,
  type QualificationProgress,
} from '../../src/core/qualification.ts';
import { after, testNow } from '../support/fake-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;
const unasked: QualificationProgress = { state: 'unasked', readAt: testNow };
const inReview: QualificationProgress = { state: 'inReview', name: 'Education', readAt: testNow };
const denied: QualificationProgress = { ...inReview, state: 'denied', reason: 'Not an Education Customer' };

describe('the qualification of a category', () => {
  it('is needed by schools and government bodies', () => {
    assert.deepEqual((['corporate', 'academic', 'government'] as const).map(needsQualification), [false, true, true]);
  });

  it('can be asked for where Microsoft wants no code', () => {
    assert.deepEqual((['corporate', 'academic', 'government'] as const).map(requestableName), [
      undefined,
      'Education',
      undefined,
    ]);
  });

  it('is the one of those that Microsoft has', () => {
    const found = [
      { name: 'Nonprofit', state: 'approved' },
      { name: 'StateOwnedEntity', state: 'inReview' },
    ] as const;

    assert.deepEqual(progressFrom(undefined, { category: 'government', found }, testNow), {
      state: 'inReview',
      name: 'StateOwnedEntity',
      readAt: testNow,
    });
    assert.deepEqual(progressFrom(undefined, { category: 'academic', found }, testNow), unasked);
  });

  it('keeps what is being asked for until Microsoft has it, and why it was refused', () => {
    const wanted = { ...unasked, requestId: 'request-1' };
    const refused = { ...unasked, problem: 'PARTNER_ROLE_MISSING' } as const;
    const found = [{ name: 'Education', state: 'inReview' }] as const;

    assert.deepEqual(progressFrom(wanted, { category: 'academic', found: [] }, testNow), wanted);
    assert.deepEqual(progressFrom(refused, { category: 'academic', found: [] }, testNow), refused);
    assert.deepEqual(progressFrom(wanted, { category: 'academic', found }, testNow), inReview);
  });

  it('can be wanted once more after a denial', () => {
    const found = [{ name: 'Education', state: 'denied', reason: 'Not an Education Customer' }] as const;
    const wanted = { ...denied, requestId: 'request-2' };

    assert.deepEqual(progressFrom(wanted, { category: 'academic', found }, testNow), wanted);
  });

  it('is looked at daily, and at once when somebody wants it', () => {
    assert.equal(isQualificationDue(undefined, testNow), true);
    assert.equal(isQualificationDue(inReview, after(testNow, dayMs - 1)), false);
    assert.equal(isQualificationDue(inReview, after(testNow, dayMs)), true);
    assert.equal(isQualificationDue({ ...unasked, requestId: 'request-1' }, testNow), true);
  });

  it('is a problem with a name while Microsoft looks at it, and when it was denied and nobody asks anew', () => {
    const asked = { ...denied, requestId: 'request-1' };

    assert.deepEqual([unasked, inReview, denied, asked].map(qualificationProblem), [
      undefined,
      'QUALIFICATION_IN_REVIEW',
      'QUALIFICATION_DENIED',
      undefined,
    ]);
  });

  it('is news when Microsoft has decided, and not when it had before we first looked', () => {
    const approved = { ...inReview, state: 'approved' } as const;

    assert.equal(isDecision(inReview, approved), true);
    assert.equal(isDecision(inReview, denied), true);
    assert.equal(isDecision(denied, approved), true);
    assert.equal(isDecision(approved, approved), false);
    assert.equal(isDecision(unasked, inReview), false);
    assert.equal(isDecision(undefined, approved), false);
  });
});

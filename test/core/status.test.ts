import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { statusOf, stepsNeedingAttention, type StatusFacts } from '../../src/core/status.ts';
import { isSettled, noStepsYet, sameStep, type Step, type Steps } from '../../src/core/steps.ts';
import { after, testNow } from '../support/fake-clock.ts';

const hour = 60 * 60 * 1000;
const tomorrow = after(testNow, 24 * hour);
const blocked: Step = { state: 'blocked', code: 'CONSENT_LOST' };
const customerIsThrough: Steps = {
  ...noStepsYet,
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
  delegatedAdmin: { state: 'waiting' },
  resellerRelationship: { state: 'notNeeded' },
};

function facts(overrides: Partial<StatusFacts> = {}): StatusFacts {
  return { steps: noStepsYet, linkExpiresAt: tomorrow, ...overrides };
}

describe('the status of a transition', () => {
  it('waits for the customer until every step that only they can begin is begun', () => {
    const almost: Steps = { ...customerIsThrough, resellerRelationship: { state: 'notStarted' } };

    assert.equal(statusOf(facts(), testNow), 'awaitingCustomer');
    assert.equal(statusOf(facts({ steps: almost }), testNow), 'awaitingCustomer');
  });

  it('is Transitioning when only Microsoft and we have work left', () => {
    assert.equal(statusOf(facts({ steps: customerIsThrough }), testNow), 'transitioning');
  });

  it('expires with the link, at the very moment, while the customer has work left', () => {
    assert.equal(statusOf(facts({ linkExpiresAt: testNow }), testNow), 'expired');
    assert.equal(statusOf(facts({ linkExpiresAt: after(testNow, 1) }), testNow), 'awaitingCustomer');
  });

  it('does not expire once only Microsoft has work left', () => {
    assert.equal(statusOf(facts({ steps: customerIsThrough, linkExpiresAt: testNow }), testNow), 'transitioning');
  });

  it('needs attention when any step is blocked, even past the link’s end', () => {
    const steps: Steps = { ...customerIsThrough, agreement: blocked };

    assert.equal(statusOf(facts({ steps, linkExpiresAt: testNow }), testNow), 'needsAttention');
  });

  it('is declined before it needs attention', () => {
    const steps: Steps = { ...noStepsYet, directoryConnection: blocked };

    assert.equal(statusOf(facts({ steps, declinedAt: testNow }), testNow), 'declined');
  });

  it('stays Normal when a step decays after the verification', () => {
    const steps: Steps = { ...customerIsThrough, directoryConnection: blocked };

    assert.equal(statusOf(facts({ steps, verifiedAt: testNow, declinedAt: testNow }), testNow), 'normal');
  });

  it('is cancelled whatever else is true', () => {
    assert.equal(statusOf(facts({ cancelledAt: testNow, verifiedAt: testNow }), testNow), 'cancelled');
  });

  it('names the steps that need attention, in the customer’s order', () => {
    const steps: Steps = { ...noStepsYet, accessAssignments: blocked, directoryConnection: blocked };

    assert.deepEqual(stepsNeedingAttention(steps), ['directoryConnection', 'accessAssignments']);
  });
});

describe('a step', () => {
  it('is settled when done or not needed', () => {
    const states: Step[] = [
      { state: 'notStarted' },
      { state: 'waiting' },
      { state: 'done' },
      { state: 'notNeeded' },
      blocked,
    ];

    assert.deepEqual(states.map(isSettled), [false, false, true, true, false]);
  });

  it('is the same only when state and, if blocked, the code are the same', () => {
    assert.equal(sameStep({ state: 'done' }, { state: 'done' }), true);
    assert.equal(sameStep({ state: 'done' }, { state: 'waiting' }), false);
    assert.equal(sameStep(blocked, { ...blocked }), true);
    assert.equal(sameStep(blocked, { state: 'blocked', code: 'AGREEMENT_MISSING' }), false);
    assert.equal(sameStep(blocked, { state: 'done' }), false);
  });
});

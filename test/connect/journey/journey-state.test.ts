import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hasBegun, siteStepsOf, taskOf } from '../../../src/connect/journey/journey-state.ts';
import { noStepsYet, type Steps } from '../../../src/core/steps.ts';
import { testNow } from '../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../support/records.ts';

const done = { state: 'done' } as const;
const waiting = { state: 'waiting' } as const;
const withSteps = (steps: Partial<Steps>) => aTransition({ steps: { ...noStepsYet, ...steps } });
const confirmed = { directoryConnection: done, tenantConfirmed: done };

describe('what the administrator has to do now', () => {
  const cases: { what: string; steps: Partial<Steps>; kind: string }[] = [
    { what: 'connects first', steps: {}, kind: 'connect' },
    { what: 'waits while Microsoft spreads the consent', steps: { directoryConnection: waiting }, kind: 'settle' },
    { what: 'confirms the tenant next', steps: { directoryConnection: done }, kind: 'confirm' },
    { what: 'approves delegated admin next', steps: confirmed, kind: 'approve' },
    {
      what: 'authorises the CSP as soon as the approval was said to be done',
      steps: { ...confirmed, delegatedAdmin: waiting },
      kind: 'authorise',
    },
    {
      what: 'approves what is still open, though the CSP is authorised',
      steps: { ...confirmed, resellerRelationship: done },
      kind: 'approve',
    },
    {
      what: 'has nothing to do once all four were done or said to be',
      steps: { ...confirmed, delegatedAdmin: done, resellerRelationship: waiting },
      kind: 'wait',
    },
    {
      what: 'can do nothing about a request that was rejected',
      steps: { ...confirmed, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } },
      kind: 'stuck',
    },
    {
      what: 'can do nothing while Microsoft reviews the organisation',
      steps: {
        ...confirmed,
        delegatedAdmin: done,
        resellerRelationship: done,
        agreement: { state: 'blocked', code: 'CUSTOMER_UNDER_REVIEW' },
      },
      kind: 'stuck',
    },
    {
      what: 'connects again when the consent was removed later',
      steps: { ...confirmed, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' }, delegatedAdmin: done },
      kind: 'connect',
    },
  ];
  for (const { what, steps, kind } of cases) {
    it(what, () => {
      assert.equal(taskOf(withSteps(steps)).kind, kind);
    });
  }

  it('is finished once the tenant is Normal', () => {
    assert.equal(taskOf({ ...withSteps(allStepsDone), verifiedAt: testNow }).kind, 'finished');
  });

  it('is to give back what a Normal tenant has lost', () => {
    const decayed = withSteps({ ...confirmed, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } });

    assert.deepEqual(taskOf({ ...decayed, verifiedAt: testNow }), { kind: 'connect', note: 'lost' });
  });

  it('is to accept delegated admin again where a Normal tenant was asked for it anew', () => {
    const asked = withSteps({ ...allStepsDone, delegatedAdmin: { state: 'notStarted' } });

    assert.equal(taskOf({ ...asked, verifiedAt: testNow }).kind, 'approve');
  });

  it('is to approve the relationship that was to follow another, also when that has ended', () => {
    const ended = { ...confirmed, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } } as const;
    const relationshipReplaced = { relationshipId: 'old', endsAt: testNow };
    const next = { ...withSteps(ended), verifiedAt: testNow, relationshipReplaced };

    assert.equal(taskOf({ ...next, relationshipStatus: 'approvalPending' }).kind, 'approve');
    assert.equal(siteStepsOf({ ...next, relationshipStatus: 'approvalPending' }).delegatedAdmin, 'attention');
    assert.equal(taskOf({ ...next, relationshipStatus: 'expired' }).kind, 'stuck');
  });

  it('is to wait where only Microsoft is slow', () => {
    const slow = withSteps({
      ...confirmed,
      delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_SLOW' },
      resellerRelationship: { state: 'done' },
    });

    assert.equal(taskOf(slow).kind, 'wait');
  });
});

describe('the five steps of the site', () => {
  it('mark the next one, and only it', () => {
    const steps = siteStepsOf(withSteps({ directoryConnection: done }));

    assert.deepEqual(steps, {
      connection: 'done',
      tenant: 'current',
      delegatedAdmin: 'later',
      csp: 'later',
      microsoft: 'later',
    });
  });

  it('keep the CSP step open until the agreement is accepted too', () => {
    const accepted = { ...confirmed, delegatedAdmin: done, resellerRelationship: done };

    assert.equal(siteStepsOf(withSteps({ ...accepted, agreement: waiting })).csp, 'checking');
    assert.equal(siteStepsOf(withSteps({ ...accepted, agreement: done })).csp, 'done');
    assert.equal(siteStepsOf(withSteps({ ...accepted, agreement: { state: 'notNeeded' } })).csp, 'done');
  });

  it('show Microsoft at work once the customer’s part is done', () => {
    const all = { ...confirmed, delegatedAdmin: done, resellerRelationship: done, agreement: done };

    assert.equal(siteStepsOf(withSteps(all)).microsoft, 'checking');
  });

  it('are all done for a tenant that is Normal', () => {
    const all = {
      ...confirmed,
      delegatedAdmin: done,
      resellerRelationship: done,
      agreement: done,
      accessAssignments: done,
    };
    const normal = { ...withSteps(all), verifiedAt: testNow };

    assert.deepEqual(new Set(Object.values(siteStepsOf(normal))), new Set(['done']));
  });
});

describe('a transition', () => {
  it('has begun for the customer once a step moved, not by what was never needed', () => {
    assert.equal(hasBegun(withSteps({ agreement: { state: 'notNeeded' } })), false);
    assert.equal(hasBegun(withSteps({ directoryConnection: waiting })), true);
  });
});

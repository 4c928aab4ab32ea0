import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RelationshipStatus } from '../../src/core/ports/microsoft.ts';
import { stepNames, type Steps } from '../../src/core/steps.ts';
import { isAnyUnseen, isUnseen } from '../../src/core/unseen-steps.ts';
import { allStepsDone } from '../support/records.ts';

const waiting = { state: 'waiting' } as const;
const allWaiting: Steps = {
  directoryConnection: waiting,
  tenantConfirmed: waiting,
  delegatedAdmin: waiting,
  resellerRelationship: waiting,
  agreement: waiting,
  accessAssignments: waiting,
};

function unseenAt(relationshipStatus?: RelationshipStatus) {
  const transition = { steps: allWaiting, ...(relationshipStatus && { relationshipStatus }) };
  return stepNames.filter((name) => isUnseen(transition, name));
}

describe('a step that waits', () => {
  it('is the customer’s word alone where Microsoft shows neither approval nor authorisation', () => {
    assert.deepEqual(unseenAt(), ['delegatedAdmin', 'resellerRelationship']);
    assert.deepEqual(unseenAt('approvalPending'), ['delegatedAdmin', 'resellerRelationship']);
  });

  it('is Microsoft’s work once it shows the approval', () => {
    assert.deepEqual(unseenAt('activating'), ['resellerRelationship']);
  });

  it('counts only while it waits', () => {
    assert.equal(isAnyUnseen({ steps: allStepsDone }), false);
    assert.equal(isAnyUnseen({ steps: { ...allStepsDone, delegatedAdmin: waiting } }), true);
    assert.equal(isAnyUnseen({ steps: { ...allStepsDone, resellerRelationship: waiting } }), true);
  });
});

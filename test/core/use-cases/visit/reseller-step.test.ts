import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Reading, ResellerState } from '../../../../src/core/ports/microsoft.ts';
import type { Step } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { stepsFromFacts } from '../../../../src/core/use-cases/visit/steps-from-facts.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aTransition } from '../../../support/records.ts';

const skipped = { kind: 'skipped' } as const;
const hourMs = 60 * 60 * 1000;
const half: ResellerState = { missing: ['reseller'] };

function stepOf(before: Partial<Transition>, reading: Reading<ResellerState>): Step {
  const facts = { connection: skipped, relationship: skipped, agreement: skipped, accessAssignments: skipped };
  return stepsFromFacts(aTransition(before), { ...facts, resellerRelationship: reading }, testNow).resellerRelationship;
}

const read = (value: ResellerState) => ({ kind: 'read', value }) as const;
const blocked = (code: Extract<Step, { state: 'blocked' }>['code']): Step => ({ state: 'blocked', code });
const withStep = (resellerRelationship: Step): Partial<Transition> => ({
  steps: { ...aTransition().steps, resellerRelationship },
});

describe('the reseller relationship of two partners', () => {
  const long = { partialSince: after(testNow, -hourMs) };

  it('goes on while one of two was authorised less than an hour ago', () => {
    assert.deepEqual(stepOf({ partialSince: after(testNow, 1 - hourMs) }, read(half)), { state: 'notStarted' });
  });

  it('is partial after an hour with one of two', () => {
    assert.deepEqual(stepOf(long, read(half)), blocked('RESELLER_RELATIONSHIP_PARTIAL'));
  });

  it('is believed for an hour when the customer says that the other is done too', () => {
    const said = { ...long, saidDoneAt: { resellerRelationship: after(testNow, 1 - hourMs) } };

    assert.deepEqual(stepOf(said, read(half)), { state: 'waiting' });
  });

  it('is lost when it was whole', () => {
    assert.deepEqual(stepOf(withStep({ state: 'done' }), read(half)), blocked('RESELLER_RELATIONSHIP_LOST'));
  });

  it('begins anew where an obstacle is gone', () => {
    assert.deepEqual(stepOf(withStep(blocked('REGION_MISMATCH')), read('missing')), { state: 'notStarted' });
  });
});

describe('what is in the way of the reseller relationship', () => {
  for (const obstacle of ['REGION_MISMATCH', 'TENANT_SYNDICATED'] as const) {
    it(`has its name: ${obstacle}`, () => {
      assert.deepEqual(stepOf({}, read({ obstacle })), blocked(obstacle));
    });
  }

  it('is Microsoft’s review, unless the relationship is there', () => {
    const review = { kind: 'unread', code: 'CUSTOMER_UNDER_REVIEW' } as const;

    assert.deepEqual(stepOf({}, review), blocked('CUSTOMER_UNDER_REVIEW'));
    assert.deepEqual(stepOf(withStep({ state: 'done' }), review), { state: 'done' });
  });

  it('leaves Microsoft’s review in the way of the agreement where a list of ours shows the customer already', () => {
    const agreement = { kind: 'unread', code: 'CUSTOMER_UNDER_REVIEW' } as const;
    const facts = { connection: skipped, relationship: skipped, agreement, accessAssignments: skipped };
    const before = aTransition(withStep({ state: 'done' }));

    const steps = stepsFromFacts(before, { ...facts, resellerRelationship: read('attached') }, testNow);

    assert.deepEqual(steps.resellerRelationship, { state: 'done' });
    assert.deepEqual(steps.agreement, blocked('CUSTOMER_UNDER_REVIEW'));
  });

  it('is no failure of ours', () => {
    assert.deepEqual(stepOf({}, { kind: 'unread', code: 'PARTNER_ROLE_MISSING' }), { state: 'notStarted' });
  });
});

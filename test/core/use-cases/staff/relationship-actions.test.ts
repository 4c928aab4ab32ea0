import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Reading, Relationship } from '../../../../src/core/ports/microsoft.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { approveRelationship, extendRelationship } from '../../../../src/core/use-cases/staff/relationship-actions.ts';
import { aMember, coreDeps } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { createFakeMicrosoft } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';

const day = 24 * 60 * 60 * 1000;
const ending = aTransition({
  steps: allStepsDone,
  verifiedAt: testNow,
  toldStatus: 'normal',
  relationshipId: 'relationship-1',
  relationshipTerm: { endsAt: after(testNow, 7 * day), extendsItself: false, canExtend: true },
});
const awaitingUs = aTransition({
  steps: { ...aTransition().steps, delegatedAdmin: { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } },
  relationshipId: 'relationship-1',
});

function scene(transition: Transition, answers: Parameters<typeof createFakeMicrosoft>[0] = {}) {
  const microsoft = createFakeMicrosoft(answers);
  const deps = { ...coreDeps(transition), partner: microsoft.partner };
  const action = { member: aMember({ role: 'manager' }), transitionId: transition.transitionId };
  return { microsoft, deps, action };
}

function happenings(transition: Transition): string[] {
  return transition.outbox.map(({ happening }) => happening.kind);
}

describe('extending a relationship', () => {
  it('asks Microsoft, shows it at once, and keeps who did it', async () => {
    const { deps, action, microsoft } = scene(ending);

    const outcome = await extendRelationship(deps, action);

    assert.ok(outcome.kind === 'changed');
    assert.equal(outcome.transition.relationshipTerm?.extendsItself, true);
    assert.deepEqual(happenings(outcome.transition), ['relationshipExtended']);
    assert.equal(outcome.transition.outbox[0]?.actor.kind, 'staff');
    assert.deepEqual(microsoft.asked, [['extendRelationship', 'relationship-1']]);
  });

  it('tells once what is done twice', async () => {
    const { deps, action } = scene(ending);
    await extendRelationship(deps, action);

    const again = await extendRelationship(deps, action);

    assert.equal(again.kind, 'unchanged');
  });

  it('changes nothing where the roles forbid it', async () => {
    const { deps, action } = scene(ending, { extension: { kind: 'read', value: 'impossible' } });

    const outcome = await extendRelationship(deps, action);

    assert.deepEqual(outcome, { kind: 'impossible', transition: ending });
  });

  for (const [extension, code] of [
    [{ kind: 'read', value: 'over' }, 'RELATIONSHIP_EXPIRED'],
    [{ kind: 'unread', code: 'PARTNER_ROLE_MISSING' }, 'PARTNER_ROLE_MISSING'],
  ] as [Reading<'over'>, string][]) {
    it(`is refused with ${code} as Microsoft refuses it`, async () => {
      const { deps, action } = scene(ending, { extension });

      const outcome = await extendRelationship(deps, action);

      assert.ok(outcome.kind === 'refused');
      assert.equal(outcome.code, code);
    });
  }

  it('needs a transition that has one', async () => {
    const { deps, action, microsoft } = scene(aTransition());

    const closed = await extendRelationship(deps, action);
    const unknown = await extendRelationship(deps, { ...action, transitionId: 'nobody' });

    assert.ok(closed.kind === 'refused' && unknown.kind === 'refused');
    assert.deepEqual([closed.code, unknown.code], ['TRANSITION_CLOSED', 'TRANSITION_NOT_FOUND']);
    assert.deepEqual(microsoft.asked, []);
  });
});

describe('approving what our provider asked', () => {
  const relationship = (changes: Partial<Relationship> = {}): Reading<Relationship> => ({
    kind: 'read',
    value: { relationshipId: 'relationship-1', status: 'approvalPending', ...changes },
  });

  it('is done at Microsoft and kept; then it is the customer’s turn, and pressing again changes nothing', async () => {
    const { deps, action } = scene(awaitingUs, { relationship: relationship() });

    const outcome = await approveRelationship(deps, action);
    const again = await approveRelationship(deps, action);

    assert.ok(outcome.kind === 'changed');
    assert.deepEqual(outcome.transition.steps.delegatedAdmin, { state: 'notStarted' });
    assert.deepEqual(happenings(outcome.transition).slice(0, 1), ['relationshipApproved']);
    assert.equal(again.kind, 'unchanged');
  });

  it('leaves the step to the next look where Microsoft has not heard of it yet', async () => {
    const { deps, action } = scene(awaitingUs, { relationship: relationship({ needsOurApproval: true }) });

    const outcome = await approveRelationship(deps, action);

    assert.ok(outcome.kind === 'changed');
    assert.deepEqual(outcome.transition.steps, awaitingUs.steps);
  });

  it('changes nothing when it is not awaited any more', async () => {
    const { deps, action } = scene({ ...awaitingUs, steps: aTransition().steps });

    assert.equal((await approveRelationship(deps, action)).kind, 'unchanged');
  });

  it('is refused as Microsoft refuses it', async () => {
    const { deps, action } = scene(awaitingUs, { relationship: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } });

    const outcome = await approveRelationship(deps, action);

    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.code, 'UPSTREAM_UNAVAILABLE');
  });
});

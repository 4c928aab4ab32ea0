import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { InventoryReading, PartnerCloud, Relationship } from '../../../../src/core/ports/microsoft.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { approveRelationship, extendRelationship } from '../../../../src/core/use-cases/staff/relationship-actions.ts';
import { reissueLink } from '../../../../src/core/use-cases/staff/staff-actions.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { aMember, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { letEverythingRun } from '../../../support/fake-timers.ts';
import { anInventoryReading } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';
import { visitDeps, visitWhenAsked } from '../../../support/visit-scene.ts';

const day = 24 * 60 * 60 * 1000;
const normal = aTransition({
  steps: allStepsDone,
  verifiedAt: testNow,
  toldStatus: 'normal',
  relationshipId: 'old',
  relationshipStatus: 'active',
});
const ending = { endsAt: after(testNow, 20 * day), extendsItself: false, canExtend: false };

/** Staff have a new link made while Microsoft has yet to answer what becomes of the present relationship. */
async function overtaken(transition: Transition, found: Relationship) {
  const partner: Partial<PartnerCloud> = {
    async readRelationship() {
      const { transitionId } = transition;
      await reissueLink(deps, { member: aMember(), transitionId, seenVersion: 1, replaces: 'old' });
      return { kind: 'read', value: found };
    },
    // As the second look of a momentous visit finds it.
    ensureRelationship: () => Promise.resolve({ kind: 'read', value: found }),
  };
  const deps = { ...visitDeps(transition, { partner }), policy: testPolicy };
  const outcome = await visitTransition(deps, visitWhenAsked);
  return { outcome, stored: deps.transitions.stored(transition.transitionId), deps };
}

describe('a visit during which a new link was made', () => {
  it('does not take the relationship that is to be replaced for the one that replaces it', async () => {
    const value: Relationship = { relationshipId: 'old', status: 'active', endsAt: ending.endsAt, cannotExtend: true };

    const { stored } = await overtaken({ ...normal, relationshipTerm: ending }, value);

    assert.deepEqual(stored.relationshipReplaced, { relationshipId: 'old', endsAt: ending.endsAt });
    assert.deepEqual([stored.relationshipId, stored.relationshipTerm], [undefined, undefined]);
    assert.deepEqual(stored.steps.delegatedAdmin, { state: 'notStarted' });
    assert.deepEqual(stored.steps.accessAssignments, { state: 'notStarted' });
  });

  it('does not bring back one that has ended', async () => {
    const delegatedAdmin = { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const;
    const ended = { ...normal, steps: { ...allStepsDone, delegatedAdmin }, relationshipStatus: 'expired' } as const;

    const { stored } = await overtaken(ended, { relationshipId: 'old', status: 'expired' });

    assert.equal(stored.relationshipId, undefined);
    assert.deepEqual(stored.steps.delegatedAdmin, { state: 'notStarted' });
  });

  it('believes all the rest of what it read', async () => {
    const steps = {
      ...allStepsDone,
      delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' },
      agreement: { state: 'waiting' },
    } as const;

    const { stored } = await overtaken({ ...normal, steps }, { relationshipId: 'old', status: 'expired' });

    assert.deepEqual(stored.steps.agreement, { state: 'done' });
  });
});

describe('a visit during which staff did at Microsoft what it had read as not done', () => {
  async function visited(transition: Transition, found: Relationship, act: 'approve' | 'extend') {
    const { organisationId, transitionId } = transition;
    const done = { relationshipId: 'old', status: found.status } as const;
    const partner: Partial<PartnerCloud> = {
      async readRelationship() {
        const action = { member: aMember({ organisationId }), transitionId };
        await (act === 'approve' ? approveRelationship(deps, action) : extendRelationship(deps, action));
        return { kind: 'read', value: found };
      },
      approveRelationship: () => Promise.resolve({ kind: 'read', value: done }),
      extendRelationship: () => Promise.resolve({ kind: 'read', value: 'extended' }),
    };
    const deps = visitDeps(transition, { partner });
    await visitTransition(deps, visitWhenAsked);
    return deps.transitions.stored(transitionId);
  }

  it('does not ask for our approval once more', async () => {
    const delegatedAdmin = { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } as const;
    const { verifiedAt: _verified, ...open } = normal;
    const awaitingUs: Transition = {
      ...open,
      steps: { ...allStepsDone, delegatedAdmin },
      toldStatus: 'needsAttention',
    };

    const stored = await visited(
      awaitingUs,
      { relationshipId: 'old', status: 'approvalPending', needsOurApproval: true },
      'approve',
    );

    assert.deepEqual(stored.steps.delegatedAdmin, { state: 'notStarted' });
    const moves = stored.outbox.filter(({ happening }) => happening.kind === 'stepChanged');
    assert.equal(moves.length, 1);
  });

  it('does not take back that the relationship extends itself', async () => {
    const found: Relationship = { relationshipId: 'old', status: 'active', endsAt: ending.endsAt };

    const stored = await visited({ ...normal, relationshipTerm: ending }, found, 'extend');

    assert.equal(stored.relationshipTerm?.extendsItself, true);
  });
});

describe('a visit that somebody else has taken over', () => {
  it('writes nothing, and tells nothing', async () => {
    const lost: Partial<PartnerCloud> = {
      readResellerRelationship: () => Promise.resolve({ kind: 'read', value: 'missing' }),
    };
    const deps = { ...visitDeps(normal, { partner: lost }), stillOurs: () => Promise.resolve(false) };

    const outcome = await visitTransition(deps, visitWhenAsked);

    assert.deepEqual(outcome, { kind: 'overtaken' });
    assert.equal(deps.transitions.stored(normal.transitionId), normal);
  });

  it('leaves out what came late, where that was after it had told the rest', async () => {
    const answer = Promise.withResolvers<InventoryReading>();
    let isOurs = true;
    const { verifiedAt: _verified, ...almost } = normal;
    const scene = visitDeps({ ...almost, toldStatus: 'transitioning' });
    scene.connection.readInventory = () => answer.promise;
    const deps = { ...scene, within: async () => undefined, stillOurs: () => Promise.resolve(isOurs) };
    const visiting = visitTransition(deps, visitWhenAsked);
    await letEverythingRun();
    const told = deps.transitions.stored(normal.transitionId);

    isOurs = false;
    answer.resolve(anInventoryReading());
    const outcome = await visiting;

    assert.equal(told.toldStatus, 'normal');
    assert.deepEqual(outcome, { kind: 'overtaken' });
    assert.equal(deps.transitions.stored(normal.transitionId), told);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PartnerCloud, Reading, ReadOptions, Relationship } from '../../../../src/core/ports/microsoft.ts';
import { isNextAwaited } from '../../../../src/core/relationship-replaced.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { allStepsDone, aProfile, aTransition } from '../../../support/records.ts';
import { visitDeps, visitWhenAsked } from '../../../support/visit-scene.ts';

const day = 24 * 60 * 60 * 1000;
const endsAt = after(testNow, 20 * day);
const endedAt = after(testNow, -day);
const notStarted = { state: 'notStarted' } as const;
const ended = { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } as const;
const steps = { ...allStepsDone, delegatedAdmin: notStarted, accessAssignments: notStarted };
const replacing = aTransition({
  steps,
  // As every look finds it.
  tenant: { ...aTransition().tenant, displayName: aProfile().displayName, countryCode: 'AU' },
  agreementState: 'accepted',
  verifiedAt: after(testNow, -90 * day),
  toldStatus: 'normal',
  relationshipId: 'new',
  relationshipStatus: 'approvalPending',
  relationshipReplaced: { relationshipId: 'old', endsAt },
  endTold: { endsAt, days: 1 },
});
const { organisationId } = replacing;
const { tenantId } = replacing.tenant;

type Found = Reading<Relationship | undefined>;
const old = (status: Relationship['status']): Found => ({
  kind: 'read',
  value: { relationshipId: 'old', status, ...(status !== 'active' && { endedAt }) },
});
const pending: Found = { kind: 'read', value: { relationshipId: 'new', status: 'approvalPending' } };

interface Scene {
  /** What is said of the one to be replaced; of the lists, where those say something else. */
  found: Found;
  listed?: Found;
  next?: Found;
  quietVisits?: number;
}

async function visited(transition: Transition, { found, listed = found, next = pending, quietVisits = 1 }: Scene) {
  const reads: string[] = [];
  const ends: unknown[] = [];
  const partner: Partial<PartnerCloud> = {
    readRelationship(relationshipId: string, { asOf }: ReadOptions = {}) {
      reads.push(`${relationshipId}${asOf ? ' from a list' : ''}`);
      if (relationshipId === 'new') return Promise.resolve(next);
      return Promise.resolve(asOf ? listed : found);
    },
    readEnd(question) {
      ends.push(question);
      return Promise.resolve({ kind: 'read', value: { endedBy: 'customer', endedAt } });
    },
  };
  const deps = { ...visitDeps(transition, { partner }), policy: testPolicy };
  const outcome = await visitTransition(deps, { ...visitWhenAsked, quietVisits });
  assert.ok(outcome.kind === 'visited');
  const seen = outcome.transition;
  const happened = seen.outbox.map(({ happening }) => happening.kind);
  return { seen: { ...seen, outbox: [] }, reads: reads.toSorted(), ends, unread: outcome.unread, happened };
}

describe('a relationship that is to be followed by another', () => {
  it('is read out of the list that a round reads anyway, and alone where somebody asked', async () => {
    const byItself = await visited(replacing, { found: old('active') });
    const asked = await visited(replacing, { found: old('active'), quietVisits: 0 });

    assert.deepEqual(byItself.reads, ['new from a list', 'old from a list']);
    assert.deepEqual(asked.reads, ['new', 'old']);
    assert.deepEqual([byItself.happened, byItself.seen.steps.delegatedAdmin], [[], notStarted]);
  });

  for (const [name, found] of [
    ['ended before its time', old('terminationRequested')],
    ['ended and gone', { kind: 'read', value: undefined }],
  ] as [string, Found][]) {
    it(`is an obstacle at once when it was ${name}, and the new one can still be given`, async () => {
      const { seen, ends, happened } = await visited(replacing, { found });

      assert.deepEqual(seen.steps.delegatedAdmin, ended);
      assert.deepEqual(happened, ['stepChanged']);
      assert.deepEqual(seen.relationshipEnds, { delegatedAdmin: { endedBy: 'customer', endedAt } });
      const when = found.kind === 'read' && found.value ? { endedAt } : {};
      assert.deepEqual(ends, [{ organisationId, tenantId, relationshipId: 'old', ...when }]);
      assert.deepEqual(seen.relationshipReplaced?.endsAt, found.kind === 'read' && found.value ? endedAt : testNow);
      assert.equal(isNextAwaited(seen), true);
    });
  }

  it('is not believed to have been ended because a list does not have it', async () => {
    const { seen, reads } = await visited(replacing, {
      listed: { kind: 'read', value: undefined },
      found: old('active'),
    });

    assert.ok(reads.includes('old'));
    assert.deepEqual(seen.steps.delegatedAdmin, notStarted);
    assert.deepEqual(seen.relationshipReplaced, replacing.relationshipReplaced);
  });

  it('stays ended when it cannot be read, and is told once', async () => {
    const first = await visited(replacing, { found: old('terminating') });
    const second = await visited(first.seen, { found: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } });
    const third = await visited(second.seen, { found: old('terminating') });

    assert.deepEqual([second.seen.steps.delegatedAdmin, second.happened, second.ends], [ended, [], []]);
    assert.deepEqual(second.unread, ['UPSTREAM_UNAVAILABLE']);
    assert.deepEqual([third.happened, third.ends], [[], []]);
  });

  it('has no end that is told in advance any more', async () => {
    const { endTold: _told, ...untold } = replacing;

    const { happened } = await visited(untold, { found: old('terminated') });

    assert.deepEqual(happened, ['stepChanged']);
  });

  it('holds nothing up once the customer has given the new one', async () => {
    const first = await visited(replacing, { found: old('terminated') });
    const activating = await visited(first.seen, {
      found: old('terminated'),
      next: { kind: 'read', value: { relationshipId: 'new', status: 'activating' } },
    });
    const given = await visited(first.seen, {
      found: old('terminated'),
      next: { kind: 'read', value: { relationshipId: 'new', status: 'active' } },
    });

    assert.deepEqual(activating.seen.steps.delegatedAdmin, { state: 'waiting' });
    assert.deepEqual(given.seen.steps.delegatedAdmin, { state: 'done' });
    assert.equal(given.seen.relationshipEnds, undefined);
  });

  it('has the card edited where it ends while the customer is believed to have given the new one', async () => {
    const waiting = { ...steps, delegatedAdmin: { state: 'waiting' } } as const;
    const said = { ...replacing, steps: waiting, saidDoneAt: { delegatedAdmin: testNow } };

    const { seen, happened } = await visited(said, { found: old('terminated') });

    assert.deepEqual(happened, ['detailsChanged']);
    assert.deepEqual(seen.steps.delegatedAdmin, { state: 'waiting' });
    assert.equal(seen.relationshipReplaced?.status, 'terminated');
  });

  it('is not believed to have been ended by a list while the customer is believed, either', async () => {
    const waiting = { ...steps, delegatedAdmin: { state: 'waiting' } } as const;
    const said = { ...replacing, steps: waiting, saidDoneAt: { delegatedAdmin: testNow } };

    const { seen } = await visited(said, { listed: { kind: 'read', value: undefined }, found: old('active') });

    assert.equal(seen.relationshipReplaced?.status, undefined);
  });

  it('is not asked about once its date has come, or the new one is there', async () => {
    const over = { ...replacing, relationshipReplaced: { relationshipId: 'old', endsAt: testNow } };
    const whole = { ...replacing, steps: allStepsDone, relationshipStatus: 'active' } as const;
    const given: Found = { kind: 'read', value: { relationshipId: 'new', status: 'active' } };

    const expired = await visited(over, { found: old('active') });
    const normal = await visited(whole, { found: old('terminated'), next: given });

    assert.ok(!expired.reads.some((read) => read.startsWith('old')));
    assert.deepEqual(expired.seen.steps.delegatedAdmin, { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' });
    assert.ok(!normal.reads.some((read) => read.startsWith('old')));
  });

  it('is asked who ended what comes after it, too: that the request was turned down is another end', async () => {
    const first = await visited(replacing, { found: old('terminated') });

    const { ends } = await visited(first.seen, {
      found: old('terminated'),
      next: { kind: 'read', value: { relationshipId: 'new', status: 'terminated', endedAt: testNow } },
    });

    assert.deepEqual(ends, [{ organisationId, tenantId, relationshipId: 'new', endedAt: testNow }]);
  });
});

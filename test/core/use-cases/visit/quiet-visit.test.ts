import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PartnerCloud, Relationship } from '../../../../src/core/ports/microsoft.ts';
import type { Steps } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { dayMs } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { allStepsDone, aProfile, aTransition } from '../../../support/records.ts';
import { activeRelationship, confirmedSteps, visitDeps, visitWhenAsked } from '../../../support/visit-scene.ts';

const first = aTransition();
const quiet = { ...visitWhenAsked, quietVisits: 5 };
const daily = { ...visitWhenAsked, quietVisits: 40 };

describe('a visit that nobody asked for', () => {
  const asOfDue = ' as of 2026-11-02T09:00:00.000Z';
  const approvalPending: Relationship = { relationshipId: 'relationship-1', status: 'approvalPending' };
  const missing: Partial<PartnerCloud> = {
    readResellerRelationship: () => Promise.resolve({ kind: 'read', value: 'missing' }),
  };
  const pending: Partial<PartnerCloud> = {
    readRelationship: () => Promise.resolve({ kind: 'read', value: approvalPending }),
  };
  const known: Transition = {
    ...first,
    steps: confirmedSteps,
    relationshipId: 'relationship-1',
    relationshipStatus: 'approvalPending',
    tenant: { ...first.tenant, displayName: aProfile().displayName },
  };
  const normal: Transition = {
    ...known,
    steps: allStepsDone,
    relationshipStatus: 'active',
    agreementState: 'accepted',
    verifiedAt: after(testNow, -30 * dayMs),
    toldStatus: 'normal',
  };

  it('asks only about steps that have still to be taken, and takes answers from lists', async () => {
    const steps: Steps = { ...allStepsDone, resellerRelationship: { state: 'waiting' } };
    const deps = visitDeps({ ...normal, steps });

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, [`read reseller tenant-contoso${asOfDue}`]);
  });

  it('asks for a tenant of another kind of partner by itself, because no list of ours has it', async () => {
    const steps: Steps = { ...allStepsDone, resellerRelationship: { state: 'blocked', code: 'TENANT_SYNDICATED' } };
    const deps = visitDeps({ ...normal, steps });

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, ['read reseller tenant-contoso']);
  });

  it('asks for no agreement of whom Partner Center does not know as a customer, and gives no roles before there are any', async () => {
    const deps = visitDeps(known, { partner: { ...missing, ...pending } });

    const outcome = await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, []);
    assert.ok(outcome.kind === 'visited' && !outcome.changed);
  });

  for (const [how, visit] of [
    ['by itself', daily],
    ['because somebody asked', visitWhenAsked],
  ] as const) {
    it(`keeps the agreement of a tenant that is no customer any more, looked at ${how}`, async () => {
      const readAgreement: PartnerCloud['readAgreement'] = () => Promise.resolve({ kind: 'read', value: 'missing' });
      const deps = visitDeps(normal, { partner: { ...missing, readAgreement } });

      await visitTransition(deps, visit);

      const { steps, agreementState } = deps.transitions.stored(first.transitionId);
      assert.deepEqual(steps.resellerRelationship, { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' });
      assert.deepEqual([steps.agreement, agreementState], [{ state: 'done' }, 'accepted']);
    });
  }

  it('lets an agreement be forgotten that the customer only said to have accepted', async () => {
    const steps: Steps = { ...confirmedSteps, agreement: { state: 'waiting' } };
    const deps = visitDeps({ ...known, steps }, { partner: { ...missing, ...pending } });

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.transitions.stored(first.transitionId).steps.agreement, { state: 'notStarted' });
  });

  it('asks for no agreement where it could not be read whether the tenant is a customer', async () => {
    const partner: Partial<PartnerCloud> = {
      ...pending,
      readResellerRelationship: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }),
    };
    const deps = visitDeps(known, { partner });

    const outcome = await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, []);
    assert.deepEqual(outcome.kind === 'visited' && outcome.unread, ['UPSTREAM_UNAVAILABLE']);
  });

  it('goes on with roles of a relationship that was seen active before', async () => {
    const steps: Steps = { ...allStepsDone, accessAssignments: { state: 'waiting' } };
    const partner: Partial<PartnerCloud> = {
      ensureAccessAssignments: (id) => {
        deps.asked.push(`ensure assignments ${id}`);
        return Promise.resolve({ kind: 'read', value: 'pending' });
      },
    };
    const deps = visitDeps({ ...normal, steps }, { partner });

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, ['ensure assignments relationship-1']);
    assert.deepEqual(deps.transitions.stored(first.transitionId).steps.accessAssignments, { state: 'waiting' });
  });

  it('that finds the last step done turns the tenant Normal only after a run that read everything anew', async () => {
    const steps: Steps = { ...allStepsDone, resellerRelationship: { state: 'waiting' } };
    const { verifiedAt: _verified, ...open } = normal;
    const deps = visitDeps({ ...open, steps, toldStatus: 'transitioning' });

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.asked, [
      `read reseller tenant-contoso${asOfDue}`,
      'prove tenant-contoso fresh',
      'read relationship relationship-1',
      'read reseller tenant-contoso',
      'read agreement tenant-contoso',
      'ensure assignments relationship-1',
      'read inventory tenant-contoso',
    ]);
    assert.deepEqual(deps.transitions.stored(first.transitionId).verifiedAt, testNow);
  });

  it('does not call a tenant Normal whose consent has gone since, though every other step is done', async () => {
    const { verifiedAt: _verified, ...open } = normal;
    const steps: Steps = { ...allStepsDone, agreement: { state: 'waiting' } };
    const deps = visitDeps({ ...open, steps, toldStatus: 'transitioning' }, { proof: { kind: 'notConnected' } });

    await visitTransition(deps, quiet);

    const stored = deps.transitions.stored(first.transitionId);
    assert.equal(stored.verifiedAt, undefined);
    assert.deepEqual(stored.steps.directoryConnection, { state: 'blocked', code: 'CONSENT_LOST' });
  });

  it('believes bad news of a list only when the tenant’s own answer says the same', async () => {
    const lagging: Partial<PartnerCloud> = {
      readResellerRelationship: (_id, options) =>
        Promise.resolve({ kind: 'read', value: options?.asOf ? 'missing' : 'attached' }),
      readRelationship: (_id, options) =>
        Promise.resolve({ kind: 'read', value: options?.asOf ? undefined : activeRelationship }),
    };
    const deps = visitDeps(normal, { partner: lagging });

    await visitTransition(deps, daily);

    assert.deepEqual(deps.transitions.stored(first.transitionId).steps, allStepsDone);
  });

  it('says what is lost when it is so', async () => {
    const deps = visitDeps(normal, { partner: missing });

    await visitTransition(deps, daily);

    assert.deepEqual(deps.transitions.stored(first.transitionId).steps.resellerRelationship, {
      state: 'blocked',
      code: 'RESELLER_RELATIONSHIP_LOST',
    });
  });

  const everything = [
    'prove tenant-contoso',
    `read relationship relationship-1${asOfDue}`,
    `read reseller tenant-contoso${asOfDue}`,
  ];

  it('looks at everything of a Normal tenant each time it comes', async () => {
    const deps = visitDeps(normal);

    await visitTransition(deps, { ...quiet, quietVisits: 1 });

    assert.deepEqual(deps.asked.slice(0, 3), everything);
    assert.equal(deps.asked.length, 5);
  });

  describe('once it comes daily', () => {
    const { verifiedAt: _verified, ...neverNormal } = normal;
    const waiting: Transition = {
      ...neverNormal,
      steps: { ...allStepsDone, agreement: { state: 'waiting' } },
      toldStatus: 'transitioning',
    };
    const onDay = async (day: number, transition: Transition) => {
      const readAgreement: PartnerCloud['readAgreement'] = () => Promise.resolve({ kind: 'read', value: 'missing' });
      const deps = visitDeps(transition, { partner: { readAgreement } });
      await visitTransition(deps, { ...daily, quietVisits: daily.quietVisits + day });
      return deps.asked;
    };
    const [proof, ...fromLists] = everything;

    it('looks at everything on the first day, and each week after it', async () => {
      const asked = [await onDay(0, waiting), await onDay(7, waiting), await onDay(70, waiting)];

      for (const one of asked) assert.deepEqual(one.slice(0, 3), everything);
    });

    it('leaves out the proof on the days between, where the tenant has never been Normal', async () => {
      for (const day of [1, 6, 8]) {
        assert.deepEqual(await onDay(day, waiting), [...fromLists, 'ensure assignments relationship-1']);
      }
    });

    it('proves daily what is not there, and what was Normal and has lost something', async () => {
      const blocked: Steps = { ...waiting.steps, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } };
      const decayed: Transition = { ...normal, steps: { ...allStepsDone, delegatedAdmin: { state: 'waiting' } } };

      const asked = [await onDay(1, { ...waiting, steps: blocked }), await onDay(1, decayed)];

      assert.deepEqual(
        asked.map(([first]) => first),
        [`${proof ?? ''} fresh`, proof],
      );
    });

    it('has a consent that was taken back found out before the tenant could be called Normal', async () => {
      const deps = visitDeps(waiting, { proof: { kind: 'notConnected' } });

      await visitTransition(deps, { ...daily, quietVisits: daily.quietVisits + 1 });

      const stored = deps.transitions.stored(first.transitionId);
      assert.equal(stored.verifiedAt, undefined);
      assert.deepEqual(stored.steps.directoryConnection, { state: 'blocked', code: 'CONSENT_LOST' });
    });
  });

  it('looks at everything now when staff ask before it is due', async () => {
    const deps = visitDeps({ ...normal, checkAskedAt: testNow });

    await visitTransition(deps, quiet);

    assert.ok(deps.asked.includes('read reseller tenant-contoso'));
    assert.ok(deps.asked.includes('read relationship relationship-1'));
  });
});

describe('a relationship that Microsoft does not know', () => {
  const unknown: Partial<PartnerCloud> = {
    readRelationship: () => Promise.resolve({ kind: 'read', value: undefined }),
  };
  const minute = 60 * 1000;
  const visited = async (steps: Steps, stepSince: Transition['stepSince']) => {
    const relationshipStatus = steps.delegatedAdmin.state === 'done' ? 'active' : 'approvalPending';
    const known: Transition = { ...first, steps, stepSince, relationshipId: 'relationship-1', relationshipStatus };
    const deps = visitDeps(known, { partner: unknown });
    await visitTransition(deps, visitWhenAsked);
    return deps.transitions.stored(first.transitionId);
  };

  it('has not ended while it is new: one of many servers has not heard of it', async () => {
    const asked = await visited(confirmedSteps, { tenantConfirmed: after(testNow, 1 - 15 * minute) });
    const given = await visited(allStepsDone, { delegatedAdmin: after(testNow, -minute) });

    assert.deepEqual(asked.steps.delegatedAdmin, { state: 'notStarted' });
    assert.deepEqual(given.steps, allStepsDone);
    assert.deepEqual([asked.verifiedAt, given.verifiedAt], [undefined, undefined]);
  });

  it('has ended when it is not known a quarter of an hour later', async () => {
    const at = after(testNow, -15 * minute);
    const terminated = { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } as const;

    const asked = await visited(confirmedSteps, { tenantConfirmed: at });
    const given = await visited(allStepsDone, { tenantConfirmed: at, delegatedAdmin: at });

    assert.deepEqual([asked.steps.delegatedAdmin, given.steps.delegatedAdmin], [terminated, terminated]);
  });
});

describe('a qualification that cannot be read', () => {
  it('starts the schedule over once, and not again where the cause is another each time', async () => {
    const answers = [
      { kind: 'unread', code: 'UPSTREAM_THROTTLED', retryAfterMs: 1000 },
      { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' },
      { kind: 'unread', code: 'UPSTREAM_THROTTLED', retryAfterMs: 1000 },
    ] as const;
    const asked = answers.values();
    const school: Transition = {
      ...first,
      category: 'academic',
      steps: { ...allStepsDone, agreement: { state: 'waiting' } },
      relationshipId: 'relationship-1',
      relationshipStatus: 'active',
    };
    const deps = visitDeps(school, {
      partner: {
        readAgreement: () => Promise.resolve({ kind: 'read', value: 'missing' }),
        readQualifications: () => Promise.resolve(asked.next().value ?? { kind: 'read', value: [] }),
      },
    });
    const look = async () => {
      const outcome = await visitTransition(deps, quiet);
      deps.clock.advance(1000);
      assert.ok(outcome.kind === 'visited');
      return { changed: outcome.changed, code: outcome.transition.qualificationUnread?.code };
    };

    const looks = [await look(), await look(), await look()];
    const told = deps.transitions.stored(first.transitionId).lastEventSeq;
    const readAgain = await look();

    assert.deepEqual(
      looks,
      answers.map(({ code }, index) => ({ changed: index === 0, code })),
    );
    assert.deepEqual(readAgain, { changed: true, code: undefined });
    assert.equal(deps.transitions.stored(first.transitionId).lastEventSeq, told + 1);
  });
});

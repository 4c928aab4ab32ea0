import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RelationshipStatus } from '../../../../src/core/ports/microsoft.ts';
import type { Step, StepName, Steps } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import {
  isVerifiedBy,
  stepsFromFacts,
  type TenantFacts,
} from '../../../../src/core/use-cases/visit/steps-from-facts.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aProfile, aTransition } from '../../../support/records.ts';

const hour = 60 * 60 * 1000;
const unread = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } as const;

/** Everything that Microsoft can show, there. */
const clean: TenantFacts = {
  connection: { kind: 'connected', profile: aProfile() },
  relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status: 'active' } },
  resellerRelationship: { kind: 'read', value: 'attached' },
  agreement: { kind: 'read', value: 'accepted' },
  accessAssignments: { kind: 'read', value: 'active' },
};

function withSteps(steps: Partial<Steps>, overrides: Partial<Transition> = {}): Transition {
  return aTransition({ steps: { ...aTransition().steps, ...steps }, ...overrides });
}

function stepAfter(name: StepName, before: Transition, facts: Partial<TenantFacts>): Step {
  return stepsFromFacts(before, { ...clean, ...facts }, testNow)[name];
}

const relationship = (status: RelationshipStatus): Partial<TenantFacts> => ({
  relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status } },
});

describe('the directory connection', () => {
  const notConnected: Partial<TenantFacts> = { connection: { kind: 'notConnected' } };

  it('is done when it is proven', () => {
    assert.deepEqual(stepAfter('directoryConnection', withSteps({}), {}), { state: 'done' });
  });

  it('blocks for a tenant of consumer identities', () => {
    const facts: Partial<TenantFacts> = {
      connection: { kind: 'connected', profile: aProfile({ isWorkforce: false }) },
    };

    assert.deepEqual(stepAfter('directoryConnection', withSteps({}), facts), {
      state: 'blocked',
      code: 'TENANT_UNSUITABLE',
    });
  });

  it('is lost when it was there and no longer is, and not while Microsoft’s servers still hear of it', () => {
    const doneSince = (at: Date) =>
      withSteps({ directoryConnection: { state: 'done' } }, { stepSince: { directoryConnection: at } });

    for (const age of [5 * 1000, hour / 4, hour - 1]) {
      const seen = stepAfter('directoryConnection', doneSince(after(testNow, -age)), notConnected);
      assert.deepEqual(seen, { state: 'done' }, String(age));
    }
    assert.deepEqual(stepAfter('directoryConnection', doneSince(after(testNow, -hour)), notConnected), {
      state: 'blocked',
      code: 'CONSENT_LOST',
    });
  });

  it('may settle for an hour, then somebody must look', () => {
    const waitingSince = (at: Date) =>
      withSteps({ directoryConnection: { state: 'waiting' } }, { stepSince: { directoryConnection: at } });

    assert.deepEqual(stepAfter('directoryConnection', waitingSince(after(testNow, 1 - hour)), notConnected), {
      state: 'waiting',
    });
    assert.deepEqual(stepAfter('directoryConnection', waitingSince(after(testNow, -hour)), notConnected), {
      state: 'blocked',
      code: 'CONSENT_SETTLING',
    });
  });

  it('waits on when it is not known since when', () => {
    const before = withSteps({ directoryConnection: { state: 'waiting' } });

    assert.deepEqual(stepAfter('directoryConnection', before, notConnected), { state: 'waiting' });
  });

  it('has not begun when nobody consented', () => {
    const before = withSteps({}, { stepSince: { directoryConnection: after(testNow, -hour) } });

    assert.deepEqual(stepAfter('directoryConnection', before, notConnected), { state: 'notStarted' });
  });

  for (const code of ['APP_DISABLED', 'TENANT_GONE'] as const) {
    for (const state of ['waiting', 'done'] as const) {
      it(`blocks with ${code} at once, also where it was ${state}, and is done again when that is over`, () => {
        const before = withSteps({ directoryConnection: { state } }, { stepSince: { directoryConnection: testNow } });
        const blocked = stepAfter('directoryConnection', before, { connection: { kind: 'refused', code } });

        assert.deepEqual(blocked, { state: 'blocked', code });
        assert.deepEqual(stepAfter('directoryConnection', withSteps({ directoryConnection: blocked }), {}), {
          state: 'done',
        });
      });
    }
  }

  describe('that covers only a part of what is asked for', () => {
    const incomplete: Partial<TenantFacts> = { connection: { kind: 'incomplete', missing: ['User.Read.All'] } };
    const since = (state: 'waiting' | 'done', at: Date) =>
      withSteps({ directoryConnection: { state } }, { stepSince: { directoryConnection: at } });

    for (const state of ['waiting', 'done'] as const) {
      it(`is believed to spread for an hour where it is ${state}, then the permission is missing`, () => {
        assert.deepEqual(stepAfter('directoryConnection', since(state, after(testNow, 1 - hour)), incomplete), {
          state,
        });
        assert.deepEqual(stepAfter('directoryConnection', since(state, after(testNow, -hour)), incomplete), {
          state: 'blocked',
          code: 'PERMISSION_MISSING',
        });
      });
    }
  });

  for (const [was, facts, code] of [
    ['APP_DISABLED', { kind: 'notConnected' }, 'CONSENT_LOST'],
    ['APP_DISABLED', { kind: 'incomplete', missing: ['User.Read.All'] }, 'PERMISSION_MISSING'],
    ['PERMISSION_MISSING', { kind: 'notConnected' }, 'CONSENT_LOST'],
    ['CONSENT_SETTLING', { kind: 'notConnected' }, 'CONSENT_SETTLING'],
    ['CONSENT_SETTLING', { kind: 'incomplete', missing: ['User.Read.All'] }, 'PERMISSION_MISSING'],
  ] as const) {
    it(`blocked with ${was} shows ${code} when that is what is seen next (${facts.kind})`, () => {
      const before = withSteps({ directoryConnection: { state: 'blocked', code: was } });

      assert.deepEqual(stepAfter('directoryConnection', before, { connection: facts }), { state: 'blocked', code });
    });
  }

  it('stays as it was when it could not be read', () => {
    const before = withSteps({ directoryConnection: { state: 'done' } });
    const facts: Partial<TenantFacts> = { connection: { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' } };

    assert.deepEqual(stepAfter('directoryConnection', before, facts), { state: 'done' });
  });
});

describe('delegated admin', () => {
  const expected: [RelationshipStatus, Step][] = [
    ['created', { state: 'notStarted' }],
    ['approvalPending', { state: 'notStarted' }],
    ['approved', { state: 'waiting' }],
    ['activating', { state: 'waiting' }],
    ['unknown', { state: 'waiting' }],
    ['active', { state: 'done' }],
    ['expiring', { state: 'done' }],
    ['expired', { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' }],
    ['terminationRequested', { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' }],
    ['terminating', { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' }],
    ['terminated', { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' }],
  ];
  for (const [status, step] of expected) {
    it(`is ${JSON.stringify(step)} while the relationship is ${status}`, () => {
      assert.deepEqual(stepAfter('delegatedAdmin', withSteps({}), relationship(status)), step);
    });
  }

  it('is slow after an hour of activating, and stays so until it is active', () => {
    const slow: Step = { state: 'blocked', code: 'RELATIONSHIP_SLOW' };
    const waitingSince = (at: Date) =>
      withSteps({ delegatedAdmin: { state: 'waiting' } }, { stepSince: { delegatedAdmin: at } });

    assert.deepEqual(stepAfter('delegatedAdmin', waitingSince(after(testNow, 1 - hour)), relationship('activating')), {
      state: 'waiting',
    });
    assert.deepEqual(
      stepAfter('delegatedAdmin', waitingSince(after(testNow, -hour)), relationship('activating')),
      slow,
    );
    assert.deepEqual(stepAfter('delegatedAdmin', withSteps({ delegatedAdmin: slow }), relationship('approved')), slow);
    assert.deepEqual(stepAfter('delegatedAdmin', withSteps({ delegatedAdmin: slow }), relationship('active')), {
      state: 'done',
    });
  });

  it('goes on when a request that ended was asked for anew and is activating', () => {
    const ended = withSteps({ delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } });

    assert.deepEqual(stepAfter('delegatedAdmin', ended, relationship('activating')), { state: 'waiting' });
  });

  it('has not begun while there is no relationship', () => {
    const facts: Partial<TenantFacts> = { relationship: { kind: 'read', value: undefined } };

    assert.deepEqual(stepAfter('delegatedAdmin', withSteps({}), facts), { state: 'notStarted' });
  });

  it('has ended when the relationship that we asked for is gone', () => {
    const facts: Partial<TenantFacts> = { relationship: { kind: 'read', value: undefined } };

    assert.deepEqual(stepAfter('delegatedAdmin', withSteps({}, { relationshipId: 'relationship-1' }), facts), {
      state: 'blocked',
      code: 'RELATIONSHIP_TERMINATED',
    });
  });

  it('is believed for an hour when the customer says that it is done', () => {
    const said = (at: Date) =>
      withSteps({ delegatedAdmin: { state: 'waiting' } }, { saidDoneAt: { delegatedAdmin: at } });

    assert.deepEqual(stepAfter('delegatedAdmin', said(after(testNow, 1 - hour)), relationship('approvalPending')), {
      state: 'waiting',
    });
    assert.deepEqual(stepAfter('delegatedAdmin', said(after(testNow, -hour)), relationship('approvalPending')), {
      state: 'notStarted',
    });
  });
});

describe('delegated admin that is to follow another', () => {
  const replacedEnding = (at: Date, step: Step): Transition =>
    withSteps({ delegatedAdmin: step }, { relationshipReplaced: { relationshipId: 'old', endsAt: at } });
  const notStarted = { state: 'notStarted' } as const;
  const over = { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const;

  it('is an obstacle from the moment at which the other one has ended, also where Microsoft cannot be read', () => {
    const pending = relationship('approvalPending');
    const unread: Partial<TenantFacts> = { relationship: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } };

    assert.deepEqual(stepAfter('delegatedAdmin', replacedEnding(after(testNow, 1), notStarted), pending), notStarted);
    assert.deepEqual(stepAfter('delegatedAdmin', replacedEnding(testNow, notStarted), pending), over);
    assert.deepEqual(stepAfter('delegatedAdmin', replacedEnding(testNow, over), pending), over);
    assert.deepEqual(stepAfter('delegatedAdmin', replacedEnding(testNow, notStarted), unread), over);
  });

  it('goes on as ever once the customer has given it', () => {
    const ended = replacedEnding(testNow, over);

    assert.deepEqual(stepAfter('delegatedAdmin', ended, relationship('activating')), { state: 'waiting' });
    assert.deepEqual(stepAfter('delegatedAdmin', ended, relationship('active')), { state: 'done' });
  });
});

describe('the reseller relationship', () => {
  const missing: Partial<TenantFacts> = { resellerRelationship: { kind: 'read', value: 'missing' } };

  it('is done when every partner is attached', () => {
    assert.deepEqual(stepAfter('resellerRelationship', withSteps({}), {}), { state: 'done' });
  });

  it('has not begun while it is missing, and is believed when said done', () => {
    assert.deepEqual(stepAfter('resellerRelationship', withSteps({}), missing), { state: 'notStarted' });

    const said = withSteps({}, { saidDoneAt: { resellerRelationship: testNow, delegatedAdmin: testNow } });
    assert.deepEqual(stepAfter('resellerRelationship', said, missing), { state: 'waiting' });

    const saidOther = withSteps({}, { saidDoneAt: { delegatedAdmin: testNow } });
    assert.deepEqual(stepAfter('resellerRelationship', saidOther, missing), { state: 'notStarted' });
  });

  it('is lost when it was there, and stays so until it is back', () => {
    const lost: Step = { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' };

    assert.deepEqual(
      stepAfter('resellerRelationship', withSteps({ resellerRelationship: { state: 'done' } }), missing),
      lost,
    );
    assert.deepEqual(stepAfter('resellerRelationship', withSteps({ resellerRelationship: lost }), missing), lost);
    assert.deepEqual(stepAfter('resellerRelationship', withSteps({ resellerRelationship: lost }), {}), {
      state: 'done',
    });
  });

  it('keeps its state when Partner Center could not be read', () => {
    const before = withSteps({ resellerRelationship: { state: 'waiting' } });

    assert.deepEqual(stepAfter('resellerRelationship', before, { resellerRelationship: unread }), { state: 'waiting' });
  });
});

describe('the agreement', () => {
  const missing: Partial<TenantFacts> = { agreement: { kind: 'read', value: 'missing' } };

  it('is done when accepted and not needed where the provider handles it', () => {
    const elsewhere: Partial<TenantFacts> = { agreement: { kind: 'read', value: 'elsewhere' } };

    assert.deepEqual(stepAfter('agreement', withSteps({}), {}), { state: 'done' });
    assert.deepEqual(stepAfter('agreement', withSteps({}), elsewhere), { state: 'notNeeded' });
  });

  it('begins with the reseller relationship, in whose visit it is accepted', () => {
    assert.deepEqual(stepAfter('agreement', withSteps({}), missing), { state: 'notStarted' });
    assert.deepEqual(stepAfter('agreement', withSteps({ resellerRelationship: { state: 'waiting' } }), missing), {
      state: 'waiting',
    });
  });

  it('is missed only an hour after the reseller relationship came', () => {
    const attachedSince = (at: Date) =>
      withSteps({ resellerRelationship: { state: 'done' } }, { stepSince: { resellerRelationship: at } });

    assert.deepEqual(stepAfter('agreement', attachedSince(after(testNow, 1 - hour)), missing), { state: 'waiting' });
    assert.deepEqual(stepAfter('agreement', attachedSince(after(testNow, -hour)), missing), {
      state: 'blocked',
      code: 'AGREEMENT_MISSING',
    });
  });

  it('is believed for an hour when the customer says that it is accepted', () => {
    const said = (at: Date) =>
      withSteps(
        { resellerRelationship: { state: 'done' } },
        { stepSince: { resellerRelationship: after(testNow, -2 * hour) }, saidDoneAt: { agreement: at } },
      );

    assert.deepEqual(stepAfter('agreement', said(after(testNow, 1 - hour)), missing), { state: 'waiting' });
    assert.deepEqual(stepAfter('agreement', said(after(testNow, -hour)), missing), {
      state: 'blocked',
      code: 'AGREEMENT_MISSING',
    });
  });

  it('is not missed while the reseller relationship itself is waited for', () => {
    const before = withSteps(
      { resellerRelationship: { state: 'waiting' } },
      { stepSince: { resellerRelationship: after(testNow, -2 * hour) } },
    );

    assert.deepEqual(stepAfter('agreement', before, missing), { state: 'waiting' });
  });
});

describe('access assignments', () => {
  const expected = [
    ['notYet', { state: 'notStarted' }],
    ['pending', { state: 'waiting' }],
    ['active', { state: 'done' }],
    ['failed', { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' }],
  ] as const;
  for (const [value, step] of expected) {
    it(`are ${step.state} when ${value}`, () => {
      assert.deepEqual(
        stepAfter('accessAssignments', withSteps({}), { accessAssignments: { kind: 'read', value } }),
        step,
      );
    });
  }
});

describe('access assignments that were asked for once more', () => {
  const stepOf = (value: 'retried' | 'pending', step: Step, since = testNow) =>
    stepAfter(
      'accessAssignments',
      withSteps({ accessAssignments: step }, { stepSince: { accessAssignments: since } }),
      {
        accessAssignments: { kind: 'read', value },
      },
    );
  const failed: Step = { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' };
  const quarterMs = hour / 4;

  it('are waited for, and told as failed once a quarter of an hour has not helped', () => {
    assert.deepEqual(stepOf('retried', { state: 'waiting' }, after(testNow, 1 - quarterMs)), { state: 'waiting' });
    assert.deepEqual(stepOf('retried', { state: 'waiting' }, after(testNow, -quarterMs)), failed);
    assert.deepEqual(stepOf('retried', { state: 'done' }, after(testNow, -hour)), { state: 'waiting' });
  });

  it('stay failed until they have succeeded, as they were told', () => {
    assert.deepEqual(stepOf('retried', failed), failed);
    assert.deepEqual(stepOf('pending', failed), failed);
  });

  it('have failed at once where they were told as slow', () => {
    assert.deepEqual(stepOf('retried', { state: 'blocked', code: 'ACCESS_ASSIGNMENT_SLOW' }), failed);
  });
});

describe('access assignments that drag on', () => {
  const pending: Partial<TenantFacts> = { accessAssignments: { kind: 'read', value: 'pending' } };

  it('are told as slow after an hour', () => {
    const waitingSince = (at: Date) =>
      withSteps({ accessAssignments: { state: 'waiting' } }, { stepSince: { accessAssignments: at } });

    assert.deepEqual(stepAfter('accessAssignments', waitingSince(after(testNow, 1 - hour)), pending), {
      state: 'waiting',
    });
    assert.deepEqual(stepAfter('accessAssignments', waitingSince(after(testNow, -hour)), pending), {
      state: 'blocked',
      code: 'ACCESS_ASSIGNMENT_SLOW',
    });
  });
});

describe('the confirmation of the tenant', () => {
  it('is never decided by what Microsoft shows', () => {
    assert.deepEqual(stepAfter('tenantConfirmed', withSteps({}), {}), { state: 'notStarted' });
    assert.deepEqual(stepAfter('tenantConfirmed', withSteps({ tenantConfirmed: { state: 'done' } }), {}), {
      state: 'done',
    });
  });
});

describe('the verification', () => {
  const confirmed = withSteps({ tenantConfirmed: { state: 'done' } });
  const steps = stepsFromFacts(confirmed, clean, testNow);

  it('succeeds when one run reads everything and finds everything', () => {
    assert.equal(isVerifiedBy(steps, clean), true);
  });

  it('succeeds with an agreement that the provider handles', () => {
    const facts: TenantFacts = { ...clean, agreement: { kind: 'read', value: 'elsewhere' } };

    assert.equal(isVerifiedBy(stepsFromFacts(confirmed, facts, testNow), facts), true);
  });

  const parts = ['relationship', 'resellerRelationship', 'agreement', 'accessAssignments'] as const;
  for (const part of parts) {
    it(`does not succeed on a remembered ${part}`, () => {
      assert.equal(isVerifiedBy(steps, { ...clean, [part]: unread }), false);
    });
  }

  it('does not succeed on a remembered directory connection', () => {
    assert.equal(
      isVerifiedBy(steps, { ...clean, connection: { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' } }),
      false,
    );
    assert.equal(isVerifiedBy(steps, { ...clean, connection: { kind: 'notConnected' } }), false);
  });

  it('does not succeed while any step is open', () => {
    for (const name of Object.keys(steps)) {
      assert.equal(isVerifiedBy({ ...steps, [name]: { state: 'waiting' } }, clean), false);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConsentProof, PartnerCloud, Relationship } from '../../../../src/core/ports/microsoft.ts';
import type { Steps } from '../../../../src/core/steps.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { aProfile, aTransition } from '../../../support/records.ts';
import {
  activeRelationship as active,
  confirmedSteps as confirmed,
  visitDeps,
  visitWhenAsked as visit,
} from '../../../support/visit-scene.ts';

const first = aTransition();

describe('a visit', () => {
  it('turns the tenant Normal when one run finds everything', async () => {
    const deps = visitDeps({ ...first, steps: confirmed });

    const outcome = await visitTransition(deps, visit);

    const stored = deps.transitions.stored(first.transitionId);
    assert.ok(outcome.kind === 'visited' && outcome.changed);
    assert.deepEqual(stored.verifiedAt, testNow);
    assert.equal(stored.toldStatus, 'normal');
    assert.equal(stored.relationshipId, 'relationship-1');
    assert.equal(stored.tenant.displayName, aProfile().displayName);
    assert.deepEqual(stored.outbox[0]?.happening, { kind: 'relationshipRequested', relationshipId: 'relationship-1' });
    assert.deepEqual(stored.outbox.at(-1)?.happening, {
      kind: 'statusChanged',
      from: 'awaitingCustomer',
      to: 'normal',
    });
    assert.deepEqual(stored.outbox[0].actor, { kind: 'service' });
  });

  it('asks for the relationship of exactly this tenant, then gives the groups their roles', async () => {
    const deps = visitDeps({ ...first, steps: confirmed });

    await visitTransition(deps, visit);

    assert.deepEqual(deps.asked, [
      'prove tenant-contoso fresh',
      'ensure relationship tenant-contoso Contoso Pharmaceuticals',
      'read reseller tenant-contoso',
      'read agreement tenant-contoso',
      'ensure assignments relationship-1',
      'read inventory tenant-contoso',
    ]);
  });

  it('reads the relationship that it knows instead of asking for another', async () => {
    const deps = visitDeps({ ...first, steps: confirmed, relationshipId: 'relationship-7' });

    await visitTransition(deps, visit);

    assert.ok(deps.asked.includes('read relationship relationship-7'));
    assert.ok(!deps.asked.some((question) => question.startsWith('ensure relationship')));
  });

  it('finishes the request for one that was made and is not locked yet', async () => {
    const ensured: unknown[] = [];
    const partner: Partial<PartnerCloud> = {
      readRelationship: () => Promise.resolve({ kind: 'read', value: { ...active, status: 'created' } }),
      ensureRelationship(request) {
        ensured.push(request);
        return Promise.resolve({ kind: 'read', value: { ...active, status: 'approvalPending' } });
      },
    };
    const deps = visitDeps({ ...first, steps: confirmed, relationshipId: 'relationship-1' }, { partner });

    await visitTransition(deps, visit);

    const { tenant, customer } = first;
    assert.deepEqual(ensured, [
      { tenantId: tenant.tenantId, customerName: customer.companyName, relationshipId: 'relationship-1' },
    ]);
    assert.equal(deps.transitions.stored(first.transitionId).relationshipStatus, 'approvalPending');
  });

  it('locks nothing that our provider asked for and we have yet to approve', async () => {
    const value: Relationship = { ...active, status: 'created', needsOurApproval: true };
    const partner: Partial<PartnerCloud> = { readRelationship: () => Promise.resolve({ kind: 'read', value }) };
    const deps = visitDeps({ ...first, steps: confirmed, relationshipId: 'relationship-1' }, { partner });

    await visitTransition(deps, visit);

    assert.ok(!deps.asked.some((question) => question.startsWith('ensure relationship')));
  });

  for (const status of ['approvalPending', 'activating', 'terminated'] as const) {
    it(`gives no roles while the relationship is ${status}`, async () => {
      const value = { ...active, status };
      const deps = visitDeps(
        { ...first, steps: confirmed },
        { partner: { ensureRelationship: () => Promise.resolve({ kind: 'read', value }) } },
      );

      await visitTransition(deps, visit);

      assert.ok(!deps.asked.some((question) => question.startsWith('ensure assignments')));
      assert.equal(deps.transitions.stored(first.transitionId).verifiedAt, undefined);
    });
  }

  it('gives roles in a relationship that is about to expire', async () => {
    const value = { ...active, status: 'expiring' as const };
    const deps = visitDeps(
      { ...first, steps: confirmed },
      { partner: { ensureRelationship: () => Promise.resolve({ kind: 'read', value }) } },
    );

    await visitTransition(deps, visit);

    assert.ok(deps.asked.includes('ensure assignments relationship-1'));
  });

  it('asks past cached tokens until the directory connection has been seen', async () => {
    const steps: Steps = { ...confirmed, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } };
    const deps = visitDeps({ ...first, steps });

    await visitTransition(deps, visit);

    assert.ok(deps.asked.includes('prove tenant-contoso fresh'));
  });

  it('before the confirmation asks only about a consent that settles, and what is there once it has', async () => {
    const steps: Steps = { ...first.steps, directoryConnection: { state: 'waiting' } };
    const deps = visitDeps({ ...first, steps });

    await visitTransition(deps, visit);

    assert.deepEqual(deps.asked, ['prove tenant-contoso fresh', 'read inventory tenant-contoso']);
    const stored = deps.transitions.stored(first.transitionId);
    assert.deepEqual(stored.steps, { ...first.steps, directoryConnection: { state: 'done' } });
    assert.equal(stored.verifiedAt, undefined);
  });

  it('before the confirmation leaves an agreement that nobody needs as it is', async () => {
    const steps: Steps = {
      ...first.steps,
      directoryConnection: { state: 'waiting' },
      agreement: { state: 'notNeeded' },
    };
    const deps = visitDeps({ ...first, steps });

    await visitTransition(deps, visit);

    assert.deepEqual(deps.transitions.stored(first.transitionId).steps.agreement, { state: 'notNeeded' });
  });

  it('before the customer came asks Microsoft nothing and writes nothing', async () => {
    const deps = visitDeps(first);

    const outcome = await visitTransition(deps, visit);

    assert.deepEqual(outcome, { kind: 'visited', transition: first, changed: false, unread: [] });
    assert.deepEqual(deps.asked, []);
  });

  it('notices that the link has run out', async () => {
    const deps = visitDeps(first);
    deps.clock.set(first.link.expiresAt);

    const outcome = await visitTransition(deps, visit);

    assert.ok(outcome.kind === 'visited' && outcome.changed);
    assert.equal(deps.transitions.stored(first.transitionId).toldStatus, 'expired');
  });

  it('writes when one step moved and nothing else', async () => {
    const whole = {
      ...first,
      steps: confirmed,
      relationshipId: 'relationship-1',
      relationshipStatus: 'active' as const,
    };
    const known = { ...whole, tenant: { ...first.tenant, displayName: aProfile().displayName } };
    const before = { ...known, steps: { ...confirmed, delegatedAdmin: { state: 'done' as const } } };
    const partner: Partial<PartnerCloud> = {
      readResellerRelationship: () => Promise.resolve({ kind: 'read', value: 'attached' }),
      readAgreement: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }),
      ensureAccessAssignments: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }),
    };
    const deps = visitDeps({ ...before, toldStatus: 'transitioning' }, { partner });

    await visitTransition(deps, visit);

    const stored = deps.transitions.stored(first.transitionId);
    assert.deepEqual(stored.steps.resellerRelationship, { state: 'done' });
    assert.deepEqual(
      stored.outbox.map((event) => event.happening),
      [{ kind: 'stepChanged', step: 'resellerRelationship', from: { state: 'notStarted' }, to: { state: 'done' } }],
    );
  });

  it('that could read everything has nothing unread', async () => {
    const outcome = await visitTransition(visitDeps({ ...first, steps: confirmed }), visit);

    assert.deepEqual(outcome.kind === 'visited' && outcome.unread, []);
  });

  it('that finds nothing new writes nothing', async () => {
    const deps = visitDeps({ ...first, steps: confirmed });
    await visitTransition(deps, visit);
    const before = deps.transitions.stored(first.transitionId);

    const outcome = await visitTransition(deps, visit);

    assert.ok(outcome.kind === 'visited' && !outcome.changed);
    assert.equal(deps.transitions.stored(first.transitionId), before);
  });

  it('keeps the moment of the first verification', async () => {
    const steps: Steps = { ...confirmed, accessAssignments: { state: 'waiting' } };
    const verifiedAt = new Date('2026-01-01');
    const deps = visitDeps({ ...first, steps, verifiedAt, toldStatus: 'normal' });

    await visitTransition(deps, visit);

    assert.deepEqual(deps.transitions.stored(first.transitionId).verifiedAt, verifiedAt);
  });

  it('learns the tenant’s new name', async () => {
    const steps: Steps = { ...first.steps, directoryConnection: { state: 'waiting' } };
    const proof: ConsentProof = { kind: 'connected', profile: aProfile({ displayName: 'Contoso Renamed' }) };
    const deps = visitDeps({ ...first, steps: { ...steps, tenantConfirmed: { state: 'done' } } }, { proof });

    await visitTransition(deps, visit);

    assert.equal(deps.transitions.stored(first.transitionId).tenant.displayName, 'Contoso Renamed');
  });

  it('says which parts could not be read, and does not call that Normal', async () => {
    const deps = visitDeps(
      { ...first, steps: confirmed },
      {
        proof: { kind: 'failed', code: 'OWN_CREDENTIALS_REFUSED' },
        partner: {
          ensureRelationship: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_THROTTLED' }),
          readAgreement: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }),
        },
      },
    );

    const outcome = await visitTransition(deps, visit);

    assert.ok(outcome.kind === 'visited');
    assert.deepEqual(outcome.unread, ['OWN_CREDENTIALS_REFUSED', 'UPSTREAM_THROTTLED', 'UPSTREAM_UNAVAILABLE']);
    assert.equal(outcome.transition.verifiedAt, undefined);
    assert.equal(outcome.transition.relationshipId, undefined);
  });

  it('passes on how long Microsoft wants to be left alone, the longest of all', async () => {
    const throttled = (retryAfterMs: number) =>
      Promise.resolve({ kind: 'unread' as const, code: 'UPSTREAM_THROTTLED' as const, retryAfterMs });
    const deps = visitDeps(
      { ...first, steps: confirmed },
      { partner: { readResellerRelationship: () => throttled(90_000), readAgreement: () => throttled(1000) } },
    );

    const outcome = await visitTransition(deps, visit);

    assert.equal(outcome.kind === 'visited' && outcome.retryAfterMs, 90_000);
  });

  it('keeps with what it writes by which ids Microsoft finds what could not be read, until all can be', async () => {
    const trace = { correlationId: 'correlation-1', requestId: 'request-1' };
    const deps = visitDeps(
      { ...first, steps: confirmed },
      {
        proof: { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' },
        partner: { readAgreement: () => Promise.resolve({ kind: 'unread', code: 'UPSTREAM_THROTTLED', trace }) },
      },
    );

    await visitTransition(deps, visit);
    const { lastTrouble, ...stored } = deps.transitions.stored(first.transitionId);
    const well = visitDeps({ ...stored, lastTrouble: { at: testNow, code: 'UPSTREAM_THROTTLED' } });
    await visitTransition(well, visit);

    assert.deepEqual(lastTrouble, { at: testNow, code: 'UPSTREAM_THROTTLED', trace });
    assert.equal(well.transitions.stored(first.transitionId).lastTrouble, undefined);
  });

  describe('that staff asked for', () => {
    it('leaves its answer where nothing moved, once', async () => {
      const deps = visitDeps({ ...first, checkAskedAt: testNow });

      const outcome = await visitTransition(deps, visit);
      await visitTransition(deps, visit);

      const stored = deps.transitions.stored(first.transitionId);
      assert.ok(outcome.kind === 'visited' && outcome.changed);
      assert.equal(stored.checkAskedAt, undefined);
      assert.deepEqual(stored.lastCheck, { at: testNow, unread: [] });
      assert.deepEqual(
        stored.outbox.map(({ happening }) => happening),
        [{ kind: 'checked' }],
      );
    });

    it('leaves its answer beside what moved', async () => {
      const deps = visitDeps({ ...first, steps: confirmed, checkAskedAt: testNow });

      await visitTransition(deps, visit);

      const stored = deps.transitions.stored(first.transitionId);
      const kinds = stored.outbox.map(({ happening }) => happening.kind);
      assert.deepEqual(kinds.slice(0, 2), ['relationshipRequested', 'checked']);
      assert.equal(kinds.at(-1), 'statusChanged');
      assert.deepEqual(stored.verifiedAt, testNow);
      assert.deepEqual(stored.lastCheck, { at: testNow, unread: [] });
    });

    it('says why parts could not be read', async () => {
      const deps = visitDeps(
        { ...first, steps: confirmed, checkAskedAt: testNow },
        { proof: { kind: 'failed', code: 'OWN_CREDENTIALS_REFUSED' } },
      );

      await visitTransition(deps, visit);

      const { lastCheck } = deps.transitions.stored(first.transitionId);
      assert.deepEqual(lastCheck?.unread, ['OWN_CREDENTIALS_REFUSED']);
    });

    it('while it was under way is answered by the next', async () => {
      const later = new Date(testNow.getTime() + 1);
      const deps = visitDeps({ ...first, checkAskedAt: later });

      await visitTransition(deps, visit);

      assert.deepEqual(deps.transitions.stored(first.transitionId).checkAskedAt, later);
      assert.equal(deps.transitions.stored(first.transitionId).lastCheck, undefined);
    });
  });

  it('shows nothing of a former tenant when another was taken meanwhile, and leaves the answer to the next', async () => {
    const blocked = { state: 'blocked', code: 'UPSTREAM_UNAVAILABLE' } as const;
    const deps = visitDeps(
      { ...first, steps: { ...first.steps, directoryConnection: blocked } },
      { proof: { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' } },
    );
    const tenant = { ...first.tenant, tenantId: 'tenant-other' };
    const switched = { ...first, tenant, checkAskedAt: testNow, toldStatus: 'needsAttention' } as const;
    const answers = [deps.transitions.stored(first.transitionId), switched];
    const transitions = { ...deps.transitions, get: () => Promise.resolve(answers.shift()) };

    await visitTransition({ ...deps, transitions }, visit);

    const stored = deps.transitions.stored(first.transitionId);
    assert.notEqual(stored.toldStatus, switched.toldStatus);
    assert.deepEqual(
      { tenant: stored.tenant, trouble: stored.lastTrouble, check: stored.lastCheck, asked: stored.checkAskedAt },
      { tenant, trouble: undefined, check: undefined, asked: testNow },
    );
  });

  it('finds nobody at home where the transition is cancelled or unknown', async () => {
    assert.deepEqual(await visitTransition(visitDeps({ ...first, cancelledAt: testNow }), visit), { kind: 'gone' });
    assert.deepEqual(await visitTransition(visitDeps(first), { ...visit, transitionId: 'other' }), { kind: 'gone' });
  });

  it('of a transition that vanished while Microsoft answered is over', async () => {
    const deps = visitDeps(first);
    const answers = [first, undefined];
    const transitions = { ...deps.transitions, get: () => Promise.resolve(answers.shift()) };

    assert.deepEqual(await visitTransition({ ...deps, transitions }, visit), { kind: 'gone' });
  });
});

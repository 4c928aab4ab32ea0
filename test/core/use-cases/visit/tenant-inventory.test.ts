import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { InventoryReading } from '../../../../src/core/ports/microsoft.ts';
import type { Within } from '../../../../src/core/ports/runtime.ts';
import { noStepsYet, type Steps } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { letEverythingRun } from '../../../support/fake-timers.ts';
import { anInventoryReading } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aProfile, aTransition } from '../../../support/records.ts';
import { confirmedSteps, visitDeps, visitWhenAsked } from '../../../support/visit-scene.ts';

const dayMs = 24 * 60 * 60 * 1000;
const question = 'read inventory tenant-contoso';
const quiet = { ...visitWhenAsked, quietVisits: 7 };
const connected: Steps = { ...noStepsYet, directoryConnection: { state: 'done' } };
const refused = { kind: 'unread', code: 'PERMISSION_MISSING' } as const;
const known = {
  askedAt: testNow,
  users: { count: 124, readAt: testNow },
  licences: { held: [{ sku: 'SPB', bought: 60, assigned: 50 }], more: 0, readAt: testNow },
};
const normal: Transition = aTransition({
  tenant: { ...aTransition().tenant, displayName: aProfile().displayName, countryCode: 'AU' },
  steps: allStepsDone,
  relationshipId: 'relationship-1',
  relationshipStatus: 'active',
  agreementState: 'accepted',
  toldStatus: 'normal',
  verifiedAt: testNow,
});
const { verifiedAt: _verified, ...almost } = normal;

function happenings({ outbox }: Transition): string[] {
  return outbox.map(({ happening }) => happening.kind);
}

describe('what a tenant has', () => {
  it('is read when the consent was given at once, before the tenant is confirmed, and the card shows it', async () => {
    const deps = visitDeps(aTransition({ steps: connected }));

    await visitTransition(deps, visitWhenAsked);

    const stored = deps.transitions.stored('transition-contoso-1');
    assert.deepEqual(deps.asked, [question]);
    assert.deepEqual(stored.inventory, known);
    assert.deepEqual(happenings(stored), ['detailsChanged']);
  });

  it('is read when the connection shows after a while', async () => {
    const deps = visitDeps(aTransition({ steps: { ...noStepsYet, directoryConnection: { state: 'waiting' } } }));

    await visitTransition(deps, quiet);

    assert.deepEqual(deps.transitions.stored('transition-contoso-1').inventory, known);
  });

  it('is not asked for without a connection', async () => {
    const steps: Steps = { ...noStepsYet, directoryConnection: { state: 'waiting' } };
    const deps = visitDeps(aTransition({ steps }), { proof: { kind: 'notConnected' } });
    const before = visitDeps(aTransition());

    await visitTransition(deps, visitWhenAsked);
    await visitTransition(before, visitWhenAsked);

    assert.deepEqual([...deps.asked, ...before.asked], ['prove tenant-contoso fresh']);
  });

  it('costs a round of quiet visits nothing, also where nobody has ever looked', async () => {
    const open = visitDeps(aTransition({ steps: confirmedSteps, toldStatus: 'transitioning' }), {
      partner: { readAgreement: () => Promise.resolve({ kind: 'read', value: 'missing' }) },
    });
    const resting = visitDeps({ ...normal, verifiedAt: after(testNow, -30 * dayMs) });

    await visitTransition(open, quiet);
    await visitTransition(resting, { ...quiet, quietVisits: 50 });

    assert.ok(![...open.asked, ...resting.asked].includes(question));
  });

  it('is read once more in the run that turns the tenant Normal, and told with it', async () => {
    const inventory = anInventoryReading({ users: { kind: 'read', value: 125 } });
    const deps = visitDeps({ ...almost, inventory: known, toldStatus: 'transitioning' }, { inventory });

    await visitTransition(deps, quiet);

    const stored = deps.transitions.stored('transition-contoso-1');
    assert.deepEqual(stored.verifiedAt, testNow);
    assert.equal(stored.inventory?.users?.count, 125);
    assert.deepEqual(happenings(stored), ['statusChanged']);
  });

  for (const [what, inventory] of [
    ['refused', { users: refused, licences: refused }],
    ['throttled', { users: refused, licences: { kind: 'unread', code: 'UPSTREAM_THROTTLED', retryAfterMs: 60_000 } }],
    ['down', { users: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }, licences: refused }],
  ] as const satisfies readonly (readonly [string, InventoryReading])[]) {
    it(`stops nothing and troubles nobody where it is ${what}`, async () => {
      const deps = visitDeps({ ...almost, toldStatus: 'transitioning', checkAskedAt: testNow }, { inventory });

      const outcome = await visitTransition(deps, visitWhenAsked);

      const stored = deps.transitions.stored('transition-contoso-1');
      assert.ok(outcome.kind === 'visited');
      assert.deepEqual([outcome.unread, outcome.retryAfterMs], [[], undefined]);
      assert.deepEqual(stored.verifiedAt, testNow);
      assert.deepEqual(stored.lastCheck, { at: testNow, unread: [] });
      assert.equal('lastTrouble' in stored, false);
      assert.deepEqual([stored.inventory?.users, stored.inventory?.licences], [undefined, undefined]);
    });
  }

  it('is read again for somebody who asks, once it is older than a day, and edits the card only for what changed', async () => {
    const transition = { ...normal, checkAskedAt: testNow };
    const today = visitDeps({ ...transition, inventory: known });
    const old = { ...known, askedAt: after(testNow, -dayMs) };
    const tomorrow = visitDeps({ ...transition, inventory: old });

    await visitTransition(today, visitWhenAsked);
    await visitTransition(tomorrow, visitWhenAsked);

    const stored = tomorrow.transitions.stored('transition-contoso-1');
    assert.ok(!today.asked.includes(question));
    assert.deepEqual(stored.inventory, known);
    assert.deepEqual(happenings(stored), ['checked']);
  });

  it('is not taken for that of another tenant, which staff have named meanwhile', async () => {
    const other = aTransition({ version: 2, tenant: { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' } });
    const deps = visitDeps(aTransition({ steps: connected }));
    const { readInventory } = deps.connection;
    deps.connection.readInventory = async (tenantId) => {
      await deps.transitions.replace(other);
      return readInventory(tenantId);
    };

    await visitTransition(deps, visitWhenAsked);

    assert.equal('inventory' in deps.transitions.stored('transition-contoso-1'), false);
  });

  it('is kept beside what a visit learns', async () => {
    const profile = aProfile({ displayName: 'Contoso Ltd' });
    const steps: Steps = { ...noStepsYet, directoryConnection: { state: 'waiting' } };
    const deps = visitDeps(aTransition({ steps }), { proof: { kind: 'connected', profile } });

    await visitTransition(deps, visitWhenAsked);

    const stored = deps.transitions.stored('transition-contoso-1');
    assert.equal(stored.tenant.displayName, 'Contoso Ltd');
    assert.deepEqual(stored.inventory, known);
  });

  describe('where Microsoft is slow to tell it', () => {
    const late: Within = async () => undefined;

    function slow(transition: Transition) {
      const answer = Promise.withResolvers<InventoryReading>();
      const deps = visitDeps(transition);
      deps.connection.readInventory = () => answer.promise;
      return { answer, deps: { ...deps, within: late } };
    }

    it('is not waited for when the tenant turns Normal, and comes to the card by itself', async () => {
      const { answer, deps } = slow({ ...almost, toldStatus: 'transitioning' });

      const visiting = visitTransition(deps, quiet);
      await letEverythingRun();
      const told = deps.transitions.stored('transition-contoso-1');
      answer.resolve(anInventoryReading());
      const outcome = await visiting;

      const stored = deps.transitions.stored('transition-contoso-1');
      assert.deepEqual([told.verifiedAt, told.inventory], [testNow, undefined]);
      assert.deepEqual(happenings(told), ['statusChanged']);
      assert.deepEqual(stored.inventory, known);
      assert.deepEqual(happenings(stored), ['statusChanged', 'detailsChanged']);
      assert.ok(outcome.kind === 'visited' && outcome.changed);
      assert.deepEqual(outcome.transition, stored);
    });

    it('waits three seconds for it, so that it is mostly told with the rest', async () => {
      const deps = visitDeps(almost);
      const waits: number[] = [];
      const within: Within = (ms, work) => {
        waits.push(ms);
        return work;
      };

      await visitTransition({ ...deps, within }, quiet);

      assert.deepEqual(waits.at(-1), 3000);
    });

    it('makes no news of what people know already', async () => {
      const { answer, deps } = slow({ ...almost, inventory: known, toldStatus: 'transitioning' });
      answer.resolve(anInventoryReading());

      await visitTransition(deps, quiet);

      assert.deepEqual(happenings(deps.transitions.stored('transition-contoso-1')), ['statusChanged']);
    });

    it('is dropped where the transition is another tenant’s, or gone, before it comes', async () => {
      const outcomes = [];
      for (const meanwhile of [{ ...normal.tenant, tenantId: 'tenant-fabrikam' }, undefined]) {
        const { answer, deps } = slow({ ...almost, toldStatus: 'transitioning' });
        const visiting = visitTransition(deps, quiet);
        await letEverythingRun();
        const told = deps.transitions.stored('transition-contoso-1');
        deps.transitions.get = async () => meanwhile && { ...told, tenant: meanwhile };
        answer.resolve(anInventoryReading());
        outcomes.push(await visiting);
        assert.equal(deps.transitions.stored('transition-contoso-1'), told);
      }

      const [switched, gone] = outcomes;
      assert.ok(switched?.kind === 'visited' && switched.changed);
      assert.equal(gone?.kind, 'gone');
    });

    it('is asked for at the next visit where the process died before it came', async () => {
      const deps = visitDeps(normal);

      await visitTransition(deps, quiet);

      assert.deepEqual(deps.transitions.stored('transition-contoso-1').inventory, known);
    });

    it('is asked for a day later, twice at most, where Microsoft did not tell it', async () => {
      const asked: string[][] = [];
      for (const [days, inventory] of [
        [0.5, { askedAt: testNow }],
        [1, { askedAt: testNow }],
        [2, { askedAt: after(testNow, dayMs), users: known.users }],
        [3, { askedAt: after(testNow, 2 * dayMs) }],
        [1, known],
        [1, { ...known, askedAt: after(testNow, -1) }],
      ] as const) {
        const deps = visitDeps({ ...normal, inventory });
        deps.clock.advance(days * dayMs);
        await visitTransition(deps, quiet);
        asked.push(deps.asked.filter((one) => one === question));
      }

      assert.deepEqual(asked, [[], [question], [question], [], [], [question]]);
    });
  });
});

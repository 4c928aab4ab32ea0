import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { noStepsYet } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createWatcher } from '../../src/watcher/watcher.ts';
import { testPolicy } from '../support/core-deps.ts';
import { createDyingProcess } from '../support/dying-process.ts';
import { after, createFakeClock, testNow, type FakeClock } from '../support/fake-clock.ts';
import { createFakeMicrosoft, type FakeMicrosoft } from '../support/fake-microsoft.ts';
import { createTestTools, type TestTools } from '../support/loop-tools.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';

const leaseMs = 15_000;
const dayMs = 24 * 60 * 60 * 1000;
const confirmed: Transition['steps'] = {
  ...noStepsYet,
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
};

describe('the watcher', () => {
  let store: Store;
  let clock: FakeClock;
  let tools: TestTools;
  let microsoft: FakeMicrosoft;
  let watcher: ClaimLoop;

  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    clock = createFakeClock();
    tools = createTestTools(clock);
    microsoft = createFakeMicrosoft();
    watcher = process('process-1');
  });

  afterEach(() => store.close());

  it('notices what the customer did, once, and comes again soon', async () => {
    const { transitionId } = await start();
    await watcher.runUntilIdle();

    customerDoesEverything();
    await pass(5);
    await pass(5);

    const events = (await stored(transitionId)).outbox.map(({ happening }) => happening);
    const news = events.filter(({ kind }) => kind === 'statusChanged');
    assert.deepEqual(news, [{ kind: 'statusChanged', from: 'awaitingCustomer', to: 'normal' }]);
  });

  it('visits less often while nothing happens, and at once when it is woken', async () => {
    const { transitionId } = await start();
    for (let minutes = 0; minutes < 10; minutes += 1) await pass(60);
    const visits = looks();

    await pass(1);
    const quiet = looks();
    await store.visits.makeDue(testOrganisationId, transitionId, clock.now());
    await watcher.runUntilIdle();

    assert.equal(quiet, visits);
    assert.equal(looks(), visits + 1);
  });

  it('proves a consent that is done once a day, and reads what is open each time', async () => {
    const { transitionId } = await start();
    for (let minutes = 0; minutes < 150; minutes += 1) await pass(60);
    const visits = looks();
    const proofs = proved().length;

    await pass(24 * 60 * 60);

    assert.equal(proofs, 1);
    assert.ok(visits > 30);
    assert.equal(proved().length, 2);
    assert.deepEqual(await store.visits.nextVisitAt(testOrganisationId, transitionId), after(clock.now(), dayMs));
  });

  it('comes 5 s after a consent that has not spread yet', async () => {
    microsoft.answers.proof = { kind: 'notConnected' };
    const { transitionId } = await start({ steps: { ...noStepsYet, directoryConnection: { state: 'waiting' } } });

    await watcher.runUntilIdle();

    assert.deepEqual(await store.visits.nextVisitAt(testOrganisationId, transitionId), after(testNow, 5000));
  });

  it('notices that a link has run out', async () => {
    const { transitionId, link } = await start({ steps: noStepsYet });
    await watcher.runUntilIdle();
    clock.set(link.expiresAt);

    await watcher.runUntilIdle();

    assert.equal((await stored(transitionId)).toldStatus, 'expired');
    assert.equal(await store.visits.nextVisitAt(testOrganisationId, transitionId), undefined);
  });

  it('looks no more at what was cancelled', async () => {
    const { transitionId } = await start({ cancelledAt: testNow });

    await watcher.runUntilIdle();

    assert.deepEqual(proved(), []);
    assert.equal(await store.visits.nextVisitAt(testOrganisationId, transitionId), undefined);
  });

  it('goes on with the other tenants when one visit throws, and tries that one again', async () => {
    await start({ transitionId: 'bad', tenant: { tenantId: 'tenant-bad', domain: 'bad.example' } });
    await start({ transitionId: 'good', tenant: { tenantId: 'tenant-good', domain: 'good.example' } });
    const { connection } = microsoft;
    microsoft.connection = {
      ...connection,
      prove: (tenantId, options) =>
        tenantId === 'tenant-bad' ? Promise.reject(new Error('a bug')) : connection.prove(tenantId, options),
    };
    watcher = process('process-2');

    await watcher.runUntilIdle();

    assert.deepEqual(proved(), ['tenant-good']);
    assert.deepEqual(await store.visits.nextVisitAt(testOrganisationId, 'bad'), after(testNow, 30_000));
    assert.deepEqual(levels('error'), ['an item failed']);
  });

  for (const code of ['OWN_CREDENTIALS_REFUSED', 'SERVICE_ACCOUNT_REFUSED', 'PARTNER_ROLE_MISSING'] as const) {
    it(`says as an error, once until it works again, that Microsoft refuses us by ${code}`, async () => {
      await start({ transitionId: 'one', tenant: { tenantId: 'tenant-1', domain: 'one.example' } });
      await start({ transitionId: 'two', tenant: { tenantId: 'tenant-2', domain: 'two.example' } });
      microsoft.answers.resellerRelationship = { kind: 'unread', code };
      await watcher.runUntilIdle();
      await pass(60);
      const first = levels('error').length;

      microsoft.answers.resellerRelationship = { kind: 'read', value: 'missing' };
      await pass(60);
      microsoft.answers.resellerRelationship = { kind: 'unread', code };
      for (let minutes = 0; minutes < 3; minutes += 1) await pass(60);

      assert.equal(first, 1);
      assert.equal(levels('error').length, 2);
    });
  }

  it('warns of what could not be read, and does not slow down for it', async () => {
    const { transitionId } = await start();
    microsoft.answers.resellerRelationship = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' };

    for (let minutes = 0; minutes < 200; minutes += 1) await pass(60);

    const next = await store.visits.nextVisitAt(testOrganisationId, transitionId);
    assert.deepEqual(next, after(clock.now(), 60_000));
    assert.ok(levels('warn').length > 100);
  });

  it('hands its visits to another process when it dies, after any of its calls', async () => {
    for (let calls = 1; ; calls += 1) {
      const transitionId = `transition-${String(calls)}`;
      const name = String(calls);
      await start({ transitionId, tenant: { tenantId: `tenant-${name}`, domain: `tenant${name}.example` } });
      const mortal = createDyingProcess((done) => done.length === calls);
      const survived = await Promise.race([
        process(`mortal-${name}`, mortal.wrap)
          .runUntilIdle()
          .then(() => true),
        mortal.died.then(() => false),
      ]);

      customerDoesEverything();
      clock.advance(leaseMs);
      await process(`heir-${name}`).runUntilIdle();

      const transition = await stored(transitionId);
      const news = transition.outbox.filter(({ happening }) => happening.kind === 'statusChanged');
      assert.equal(transition.toldStatus, 'normal', `after ${String(mortal.calls.at(-1))}`);
      assert.equal(news.length, 1);
      if (survived) break;
      microsoft = createFakeMicrosoft();
    }
  });

  it('lets two processes on one store make each visit once', async () => {
    for (let count = 0; count < 40; count += 1) {
      const name = String(count);
      await start({ transitionId: name, tenant: { tenantId: `tenant-${name}`, domain: `tenant${name}.example` } });
    }

    await Promise.all([watcher.runUntilIdle(), process('process-2').runUntilIdle()]);

    assert.equal(proved().length, 40);
    assert.equal(new Set(proved()).size, 40);
  });

  function process(series: string, wrap: <T extends object>(target: T) => T = (target) => target): ClaimLoop {
    const { ids } = createTestTools(clock, series);
    return createWatcher({
      ...tools,
      ids,
      transitions: wrap(store.transitions),
      visits: wrap(store.visits),
      connection: wrap(microsoft.connection),
      partner: wrap(microsoft.partner),
      policy: testPolicy,
      within: (_ms, work) => work,
    });
  }

  async function start(overrides: Partial<Transition> = {}): Promise<Transition> {
    const transition = aTransition({ steps: confirmed, ...overrides });
    const outcome = await store.transitions.insert(transition, { visitDueAt: clock.now() });
    assert.equal(outcome.kind, 'inserted');
    return transition;
  }

  async function stored(transitionId: string): Promise<Transition> {
    const transition = await store.transitions.get(testOrganisationId, transitionId);
    assert.ok(transition);
    return transition;
  }

  async function pass(seconds: number): Promise<void> {
    clock.advance(seconds * 1000);
    await watcher.runUntilIdle();
  }

  function customerDoesEverything(): void {
    microsoft.answers.relationship = { kind: 'read', value: { relationshipId: 'relationship-1', status: 'active' } };
    microsoft.answers.accessAssignments = { kind: 'read', value: 'active' };
    microsoft.answers.resellerRelationship = { kind: 'read', value: 'attached' };
    microsoft.answers.agreement = { kind: 'read', value: 'accepted' };
  }

  /** How often Microsoft was asked for the reseller relationship: each visit of an open transition does. */
  function looks(): number {
    return microsoft.asked.filter(([method]) => method === 'readResellerRelationship').length;
  }

  /** Whose consent was read, in order: each first visit begins with it. */
  function proved(): unknown[] {
    return microsoft.asked.flatMap(([method, argument]) => {
      const isProof = method === 'prove' && typeof argument === 'object' && argument !== null;
      return isProof && 'tenantId' in argument ? [argument.tenantId] : [];
    });
  }

  function levels(level: string): string[] {
    return tools.lines.filter((line) => line.level === level).map(({ message }) => message);
  }
});

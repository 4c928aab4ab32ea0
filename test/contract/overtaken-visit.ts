import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { createWatcher } from '../../src/watcher/watcher.ts';
import { testPolicy } from '../support/core-deps.ts';
import { after, createFakeClock, testNow } from '../support/fake-clock.ts';
import { createFakeMicrosoft, type MicrosoftAnswers } from '../support/fake-microsoft.ts';
import { createFreezing } from '../support/freezing.ts';
import { createTestTools } from '../support/loop-tools.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';
import { activeRelationship, confirmedSteps } from '../support/visit-scene.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const leaseMs = 15_000;
const { transitionId } = aTransition();
const stills: readonly [moment: string, call: string, number: number][] = [
  ['at its beginning', 'get', 1],
  ['while Microsoft answered', 'readAgreement', 1],
  ['before it read anew what it would change', 'get', 2],
  ['before it asked whether the visit was still its own', 'renewVisit', 1],
  ['after it had asked, and before it wrote', 'replace', 1],
];
const allDone: Partial<MicrosoftAnswers> = {
  relationship: { kind: 'read', value: activeRelationship },
  resellerRelationship: { kind: 'read', value: 'attached' },
  agreement: { kind: 'read', value: 'accepted' },
};

/** One watcher stands still in the middle of a visit, another one makes that visit meanwhile. */
export function overtakenVisitContract(name: string, create: CreateTestDatabase): void {
  describe(`a visit on ${name} that another instance has taken over`, () => {
    const stores = useStores(create);

    for (const [moment, call, number] of stills) {
      it(`writes nothing of what it had read, when it stood still ${moment}`, async () => {
        const clock = createFakeClock();
        const transition = aTransition({ steps: confirmedSteps });
        await stores.store.transitions.insert(transition, { visitDueAt: testNow });
        const { wrap, frozen, thaw } = createFreezing(call, number);
        const tools = createTestTools(clock, 'process-1');
        const overtaken = watcherOn(stores.store, { tools, wrap }).runOnce();
        await frozen;
        clock.advance(leaseMs);
        const other = await stores.connectAnother();
        await watcherOn(other, { tools: createTestTools(clock, 'process-2'), answers: allDone }).runUntilIdle();
        const before = await look(other);

        thaw();
        await overtaken;

        assert.equal(before.transition?.toldStatus, 'normal');
        assert.deepEqual(await look(other), before);
        assert.deepEqual(
          tools.lines.map(({ level, message }) => [level, message]),
          [['info', 'visit: somebody else has it']],
        );
      });
    }

    it('writes what it had read where nobody had yet, however late that is', async () => {
      const clock = createFakeClock();
      await stores.store.transitions.insert(aTransition({ steps: confirmedSteps }), { visitDueAt: testNow });
      const { wrap, frozen, thaw } = createFreezing('readAgreement');
      const tools = createTestTools(clock, 'process-1');
      const slow = watcherOn(stores.store, { tools, wrap, answers: allDone }).runOnce();
      await frozen;
      clock.advance(2 * leaseMs);

      thaw();
      await slow;

      const { transition, nextVisitAt } = await look(stores.store);
      assert.equal(transition?.toldStatus, 'normal');
      assert.ok(nextVisitAt && nextVisitAt > after(testNow, 2 * leaseMs));
    });
  });
}

interface Process {
  tools: ReturnType<typeof createTestTools>;
  wrap?: <T extends object>(target: T) => T;
  answers?: Partial<MicrosoftAnswers>;
}

function watcherOn(store: Store, { tools, wrap = (target) => target, answers }: Process): ClaimLoop {
  const microsoft = createFakeMicrosoft(answers);
  return createWatcher({
    ...tools,
    transitions: wrap(store.transitions),
    visits: wrap(store.visits),
    connection: wrap(microsoft.connection),
    partner: wrap(microsoft.partner),
    policy: testPolicy,
    within: (_ms, work) => work,
  });
}

async function look({ transitions, visits }: Store) {
  const transition = await transitions.get(testOrganisationId, transitionId);
  return { transition, nextVisitAt: await visits.nextVisitAt(testOrganisationId, transitionId) };
}

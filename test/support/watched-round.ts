import { visitTransition } from '../../src/core/use-cases/visit-transition.ts';
import { createMicrosoft } from '../../src/microsoft/create-microsoft.ts';
import type { Transition } from '../../src/core/transition.ts';
import { systemTimers, within } from '../../src/runtime.ts';
import { testConfig, warningLog } from '../microsoft/microsoft-fixture.ts';
import { coreDeps } from './core-deps.ts';
import { createFakeIds } from './fake-ids.ts';
import { idOf, startListCloud } from './list-cloud.ts';
import { aProfile, aTransition } from './records.ts';
import { confirmedSteps } from './visit-scene.ts';

export interface RoundCost {
  lists: number;
  singles: number;
}

const minuteMs = 60_000;
/** As many as the watcher visits at once. */
const hands = 8;

/**
 * So many open transitions, whose customers have confirmed their tenant and not yet approved anything, are due each
 * minute: what each round of visits asks of Microsoft.
 */
export async function costsOfRounds(open: number, rounds: number): Promise<RoundCost[]> {
  const cloud = await startListCloud(open);
  try {
    const transitions = Array.from({ length: open }, (_, index) => waitingTransition(index));
    const core = coreDeps();
    for (const transition of transitions) core.transitions.put(transition);
    const microsoft = createMicrosoft(testConfig(cloud.url), {
      clock: core.clock,
      ids: createFakeIds(),
      timers: systemTimers,
      random: () => 0,
      log: warningLog(() => undefined),
    });
    const deps = { ...core, connection: microsoft.connection, partner: microsoft.partner, within };
    const costs: RoundCost[] = [];
    while (costs.length < rounds) {
      core.clock.advance(minuteMs);
      const dueAt = core.clock.now();
      const due = transitions.values();
      const work = async () => {
        for (const { organisationId, transitionId } of due) {
          const outcome = await visitTransition(deps, { organisationId, transitionId, dueAt, quietVisits: 7 });
          if (outcome.kind !== 'visited' || outcome.unread.length > 0) throw new Error('a visit did not read');
        }
      };
      await Promise.all(Array.from({ length: hands }, work));
      costs.push(cloud.takeCalls());
    }
    return costs;
  } finally {
    await cloud.stop();
  }
}

function waitingTransition(index: number): Transition {
  const id = idOf(index);
  return aTransition({
    transitionId: id,
    tenant: { tenantId: id, domain: 'contoso.example', displayName: aProfile().displayName },
    steps: confirmedSteps,
    relationshipId: id,
    relationshipStatus: 'approvalPending',
  });
}

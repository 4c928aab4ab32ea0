import sinon from 'sinon';
import { visitTransition } from '../../src/core/use-cases/visit/visit-transition.ts';
import { createMicrosoft } from '../../src/microsoft/create-microsoft.ts';
import type { Transition } from '../../src/core/transition.ts';
import { systemTimers, within } from '../../src/runtime.ts';
import { testConfig, warningLog } from '../microsoft/microsoft-fixture.ts';
import { coreDeps, dayMs } from './core-deps.ts';
import { createFakeIds } from './fake-ids.ts';
import { idOf, startListCloud, type CallCounts } from './list-cloud.ts';
import { aProfile, aTransition } from './records.ts';
import { confirmedSteps } from './visit-scene.ts';

const minuteMs = 60_000;
/** As many as the watcher visits at once. */
const hands = 8;

/** How many visits each of them has had: 7 makes it one of the quick ones, 40 the first of the daily ones. */
export type Quiet = 7 | 40 | 41;

/**
 * So many open transitions, whose customers have confirmed their tenant and not yet approved anything, are all due at the
 * same moment: what each round of visits asks of Microsoft. A token is used again while it lasts, as in the service.
 */
export async function costsOfRounds(
  open: number,
  rounds: number,
  { quietVisits = 7 }: { quietVisits?: Quiet } = {},
): Promise<CallCounts[]> {
  const cloud = await startListCloud(open);
  // MSAL tells by the machine's date how long a token lasts.
  const date = sinon.useFakeTimers({ toFake: ['Date'] });
  try {
    const transitions = Array.from({ length: open }, (_, index) => waitingTransition(index));
    const core = coreDeps();
    date.setSystemTime(core.clock.now());
    for (const transition of transitions) core.transitions.put(transition);
    const microsoft = createMicrosoft(testConfig(cloud.url), {
      clock: core.clock,
      ids: createFakeIds(),
      timers: systemTimers,
      random: () => 0,
      log: warningLog(() => undefined),
    });
    const deps = { ...core, connection: microsoft.connection, partner: microsoft.partner, within };
    const costs: CallCounts[] = [];
    while (costs.length < rounds) {
      core.clock.advance(quietVisits === 7 ? minuteMs : dayMs);
      const dueAt = core.clock.now();
      date.setSystemTime(dueAt);
      const due = transitions.values();
      const work = async () => {
        for (const { organisationId, transitionId } of due) {
          const outcome = await visitTransition(deps, { organisationId, transitionId, dueAt, quietVisits });
          if (outcome.kind !== 'visited' || outcome.unread.length > 0) throw new Error('a visit did not read');
        }
      };
      await Promise.all(Array.from({ length: hands }, work));
      costs.push(cloud.takeCalls());
    }
    return costs;
  } finally {
    date.restore();
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

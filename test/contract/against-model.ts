import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Claimed } from '../../src/core/ports/store/claim.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import type { Visit } from '../../src/core/ports/store/visit-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { anEvent, aTransition, testOrganisationId } from '../support/records.ts';
import { createModel, type Model } from './model.ts';
import type { TestDatabase } from './test-database.ts';

interface Run {
  store: Store;
  model: Model;
  now: Date;
  claims: Claimed<Visit>[];
}

type Command = (run: Run) => Promise<void>;

const ids = ['a', 'b', 'c'];
const id = fc.constantFrom(...ids);
const ticks = fc.integer({ min: -3, max: 6 });
const pastClaim = fc.nat({ max: 20 });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(id, fc.constantFrom('t1', 't2'), ticks).map((args) => insert(...args)) },
  {
    weight: 3,
    arbitrary: fc
      .record({ transitionId: id, isStale: fc.boolean(), closes: fc.boolean(), events: fc.nat({ max: 2 }), due: ticks })
      .map(replace),
  },
  { weight: 2, arbitrary: fc.tuple(id, fc.nat({ max: 5 })).map((args) => markExpanded(...args)) },
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat({ max: 4 })).map((args) => claim(...args)) },
  { weight: 3, arbitrary: fc.tuple(pastClaim, fc.option(ticks)).map((args) => settle(...args)) },
  { weight: 1, arbitrary: fc.tuple(pastClaim, ticks).map((args) => renew(...args)) },
  { weight: 2, arbitrary: fc.tuple(id, ticks).map((args) => makeDue(...args)) },
  { weight: 1, arbitrary: fc.nat({ max: 4 }).map(passTime) },
);

/** Random histories of transitions, visits and outbox; one connection is enough. */
export function againstModelContract(name: string, create: () => Promise<Omit<TestDatabase, 'spoil'>>): void {
  describe(`random histories on ${name}`, () => {
    it('mean what they mean in plain objects', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async (commands) => {
          const database = await create();
          const run: Run = { store: await database.connect(), model: createModel(), now: testNow, claims: [] };
          try {
            for (const perform of commands) {
              await perform(run);
              await compare(run);
            }
          } finally {
            await run.store.close();
            await database.remove();
          }
        }),
        { numRuns: 20 },
      );
    });
  });
}

async function compare({ store, model }: Run): Promise<void> {
  for (const transitionId of ids) {
    assert.deepEqual(await store.transitions.get(testOrganisationId, transitionId), model.get(transitionId));
    assert.deepEqual(await store.visits.nextVisitAt(testOrganisationId, transitionId), model.nextVisitAt(transitionId));
  }
  const open = await store.transitions.list(testOrganisationId, { open: true, limit: ids.length });
  assert.deepEqual(sortedIds(open.items), model.openIds().toSorted());
  assert.deepEqual(sortedIds(await store.outbox.unexpanded(ids.length)), model.unexpandedIds().toSorted());
}

function sortedIds(transitions: readonly { transitionId: string }[]): string[] {
  return transitions.map(({ transitionId }) => transitionId).toSorted();
}

function insert(transitionId: string, tenantId: string, due: number): Command {
  return async ({ store, model, now }) => {
    const tenant = { tenantId, domain: 'contoso.example' };
    const transition = aTransition({ transitionId, tenant, lastEventSeq: 1, outbox: [anEvent({ transitionId })] });
    const visitDueAt = after(now, due);

    const outcome = await store.transitions.insert(transition, { visitDueAt });

    assert.deepEqual(outcome, model.insert(transition, visitDueAt));
  };
}

/** A negative `due` leaves the schedule alone. */
function replace(change: {
  transitionId: string;
  isStale: boolean;
  closes: boolean;
  events: number;
  due: number;
}): Command {
  return async ({ store, model, now }) => {
    const { transitionId, isStale, closes, events, due } = change;
    const before = model.get(transitionId) ?? aTransition({ transitionId });
    const added = Array.from({ length: events }, (_, index) =>
      anEvent({ transitionId, seq: before.lastEventSeq + index + 1 }),
    );
    const transition = {
      ...before,
      version: before.version + (isStale ? 0 : 1),
      lastEventSeq: before.lastEventSeq + events,
      outbox: [...before.outbox, ...added],
      ...(closes && { cancelledAt: now }),
    };
    const visitDueAt = due < 0 ? undefined : after(now, due);

    const written = await store.transitions.replace(transition, visitDueAt && { visitDueAt });

    assert.equal(written, model.replace(transition, visitDueAt));
  };
}

function markExpanded(transitionId: string, seq: number): Command {
  return async ({ store, model }) => {
    const upTo = Math.min(seq, model.get(transitionId)?.lastEventSeq ?? 0);

    await store.outbox.markExpanded({ organisationId: testOrganisationId, transitionId }, upTo);

    model.markExpanded(transitionId, upTo);
  };
}

function claim(limit: number, leaseTicks: number): Command {
  return async (run) => {
    const token = `token-${run.claims.length}`;
    const request = { now: run.now, until: after(run.now, leaseTicks), token, limit };

    const claimed = await run.store.visits.claimVisits(request);

    run.model.acceptClaim(request, claimed);
    run.claims.push(...claimed);
  };
}

function settle(index: number, due: number | null): Command {
  return async ({ store, model, now, claims }) => {
    const claimed = claims[index % claims.length];
    if (!claimed) return;
    const next = due === null ? undefined : { dueAt: after(now, due), quietVisits: claimed.item.quietVisits + 1 };

    const settled = await store.visits.settleVisit(claimed, next);

    assert.equal(settled, model.settle(claimed, next));
  };
}

function renew(index: number, leaseTicks: number): Command {
  return async ({ store, model, now, claims }) => {
    const claimed = claims[index % claims.length];
    if (!claimed) return;
    const until = after(now, leaseTicks);

    const renewed = await store.visits.renewVisit(claimed, until);

    assert.equal(renewed, model.renew(claimed, until));
  };
}

function makeDue(transitionId: string, due: number): Command {
  return async ({ store, model, now }) => {
    const at = after(now, due);

    const made = await store.visits.makeDue(testOrganisationId, transitionId, at);

    assert.equal(made, model.makeDue(transitionId, at));
  };
}

function passTime(ms: number): Command {
  return async (run) => {
    run.now = after(run.now, ms);
  };
}

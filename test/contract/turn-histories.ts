import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { TurnHold, TurnTicket } from '../../src/core/ports/store/turn-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

interface Known {
  hold: TurnHold;
  isDone: boolean;
  until: Date;
}

/** What activities and lanes mean, in plain objects. */
function createModel() {
  const known = new Map<string, Known>();
  const holderOf = (lane: string) => [...known.values()].find(({ hold, isDone }) => hold.lane === lane && !isDone);
  const isHeldBy = ({ activityKey, token }: TurnHold) => known.get(activityKey)?.hold.token === token;
  return {
    begin(hold: TurnHold, now: Date, until: Date): TurnTicket {
      const same = known.get(hold.activityKey);
      if (same?.isDone) return { kind: 'done' };
      if (same && same.until > now) return { kind: 'running' };
      const holder = holderOf(hold.lane);
      if (holder && holder !== same) {
        if (holder.until > now) return { kind: 'laneBusy' };
        known.delete(holder.hold.activityKey);
      }
      known.set(hold.activityKey, { hold, isDone: false, until });
      return { kind: 'begin' };
    },
    renew(hold: TurnHold, until: Date): boolean {
      const same = known.get(hold.activityKey);
      if (!same || same.isDone || !isHeldBy(hold)) return false;
      same.until = until;
      return true;
    },
    finish(hold: TurnHold, at: Date): void {
      const same = known.get(hold.activityKey);
      if (!same || (!same.isDone && isHeldBy(hold))) known.set(hold.activityKey, { hold, isDone: true, until: at });
    },
    deleteOlderThan(before: Date): void {
      for (const [key, { until }] of known) if (until < before) known.delete(key);
    },
  };
}

const activity = fc.constantFrom('a1', 'a2', 'a3', 'b1', 'b2');
const token = fc.constantFrom('one', 'other', 'third');
const command = fc.record({
  act: fc.constantFrom('begin', 'begin', 'begin', 'renew', 'finish', 'finish', 'forget'),
  activity,
  token,
  passes: fc.integer({ min: 0, max: 3 }),
  lasts: fc.integer({ min: 1, max: 6 }),
});

/** Random histories of turns from three processes; each history has keys of its own in one database. */
export function turnHistoriesContract(name: string, create: CreateTestDatabase): void {
  describe(`random histories of turns on ${name}`, () => {
    const stores = useStores(create);

    it('mean what they mean in plain objects', async () => {
      const { turns } = stores.store;
      let histories = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async (commands) => {
          histories += 1;
          const model = createModel();
          let now = testNow;
          for (const { act, activity: id, token, passes, lasts } of commands) {
            now = after(now, passes);
            const until = after(now, lasts);
            // An activity is always of the same person in the same conversation.
            const hold = {
              activityKey: `${String(histories)} ${id}`,
              lane: `${String(histories)} ${id[0] ?? ''}`,
              token,
            };
            if (act === 'begin') {
              assert.deepEqual(await turns.begin(hold, { now, until }), model.begin(hold, now, until));
            } else if (act === 'renew') {
              assert.equal(await turns.renew(hold, until), model.renew(hold, until));
            } else if (act === 'finish') {
              await turns.finish(hold, now);
              model.finish(hold, now);
            } else {
              await turns.deleteOlderThan(now);
              model.deleteOlderThan(now);
            }
          }
        }),
        { numRuns: 20 },
      );
    });
  });
}

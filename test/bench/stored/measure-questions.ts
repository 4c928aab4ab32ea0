import assert from 'node:assert/strict';
import { openStore } from '../../../src/store/open-store.ts';
import { percentile } from '../statistics.ts';
import { table } from '../table.ts';
import { customerOf, transitionOf } from './customers.ts';
import { questions, type Asked } from './questions.ts';
import type { Store } from '../../../src/core/ports/store/store.ts';

/** A database with so many transitions. */
export interface Filled {
  url: string;
  size: number;
}

interface Opened extends Filled {
  store: Store;
}

const unmeasured = 5;

/**
 * Every question at every size before any is asked again: what else the machine does meets all sizes alike. Among the
 * stored ones, those that are asked about are as random as ids are.
 */
export async function measureQuestions(
  filled: readonly Filled[],
  { runs, now }: { runs: number; now: Date },
): Promise<string> {
  const opened: Opened[] = [];
  try {
    for (const one of filled) opened.push({ ...one, store: await openStore(one.url) });
    for (const one of opened) await demandReadBack(one, now);
    const taken = await askAll(opened, { runs, now });
    return report(opened, taken);
  } finally {
    for (const { store } of opened) await store.close();
  }
}

/** By question and size. */
type Taken = Map<string, Map<number, number[]>>;

async function askAll(opened: readonly Opened[], { runs, now }: { runs: number; now: Date }): Promise<Taken> {
  const taken: Taken = new Map();
  for (let run = 0; run < unmeasured + runs; run += 1) {
    const inTurns = run % 2 === 0 ? opened : opened.toReversed();
    const fraction = Math.random();
    for (const { name, ask, afterwards } of questions) {
      for (const { size, store } of inTurns) {
        const asked: Asked = { store, transition: transitionOf(Math.floor(fraction * size), now), run, now };
        const startedAt = performance.now();
        await ask(asked);
        const durationMs = performance.now() - startedAt;
        await afterwards?.(asked);
        if (run >= unmeasured) durationsOf(taken, name, size).push(durationMs);
      }
    }
  }
  return taken;
}

function durationsOf(taken: Taken, name: string, size: number): number[] {
  const bySize = taken.get(name) ?? new Map<number, number[]>();
  const durations = bySize.get(size) ?? [];
  taken.set(name, bySize.set(size, durations));
  return durations;
}

/** What was filled past the ports is what they would have written. */
async function demandReadBack({ store, size }: Opened, now: Date): Promise<void> {
  for (const number of [0, 1, 19, Math.floor(size / 2), size - 1]) {
    const { transition, visitDueAt, deliveries } = customerOf(number, now);
    const { organisationId, transitionId } = transition;
    assert.deepEqual(await store.transitions.get(organisationId, transitionId), transition);
    assert.deepEqual(await store.visits.nextVisitAt(organisationId, transitionId), visitDueAt);
    for (const delivery of deliveries) assert.deepEqual(await store.deliveries.get(delivery.deliveryId), delivery);
  }
}

function report(opened: readonly Opened[], taken: Taken): string {
  const sizes = opened.map(({ size }) => size);
  const rows = [...taken].map(([name, bySize]) => [
    name,
    ...comparedCells(sizes.map((size) => bySize.get(size) ?? [])),
  ]);
  return table([comparedHeader(sizes), ...rows]);
}

export function comparedHeader(sizes: readonly number[]): string[] {
  return ['', ...sizes.flatMap((size) => [`${size.toLocaleString('en')}: p50`, 'p99']), 'p50 ratio', 'p99 ratio'];
}

/** Of each size p50 and p99, then what the last size has of the first. */
export function comparedCells(durations: readonly (readonly number[])[]): string[] {
  const shown = durations.map((ms) => ({ p50: percentile(ms, 50), p99: percentile(ms, 99) }));
  const ratio = (of: 'p50' | 'p99') => ((shown.at(-1)?.[of] ?? NaN) / (shown[0]?.[of] ?? NaN)).toFixed(2);
  return [...shown.flatMap(({ p50, p99 }) => [p50.toFixed(2), p99.toFixed(2)]), ratio('p50'), ratio('p99')];
}

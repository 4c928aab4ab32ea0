import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wakingTransitions } from '../src/waking-transitions.ts';
import { testNow } from './support/fake-clock.ts';
import { createMemoryTransitionStore } from './support/memory-transition-store.ts';
import { aTransition } from './support/records.ts';

function wakeCounter() {
  let wakes = 0;
  return { transitions: wakingTransitions(createMemoryTransitionStore(), () => (wakes += 1)), wakes: () => wakes };
}

describe('a write to a transition', () => {
  it('wakes the delivery', async () => {
    const { transitions, wakes } = wakeCounter();
    const first = aTransition();

    await transitions.insert(first, { visitDueAt: testNow });
    assert.equal(wakes(), 1);

    await transitions.replace({ ...first, version: 2 });
    assert.equal(wakes(), 2);
  });

  it('that did not happen wakes nobody, and a read neither', async () => {
    const { transitions, wakes } = wakeCounter();
    const first = aTransition();
    await transitions.insert(first, { visitDueAt: testNow });

    await transitions.insert(first, { visitDueAt: testNow });
    await transitions.replace({ ...first, version: 7 });
    await transitions.get(first.organisationId, first.transitionId);

    assert.equal(wakes(), 1);
  });
});

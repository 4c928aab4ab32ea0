import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createShownVersions } from '../../src/delivery/shown-versions.ts';

describe('the versions that cards show', () => {
  it('are forgotten in time, the eldest first, so that memory does not grow for ever', () => {
    const shown = createShownVersions();
    shown.set('eldest', 1);
    shown.set('renewed', 1);
    for (let count = 0; count < 4998; count += 1) shown.set(`transition-${String(count)}`, 1);
    shown.set('renewed', 2);

    shown.set('newest', 1);

    assert.equal(shown.get('eldest'), undefined);
    assert.equal(shown.get('renewed'), 2);
    assert.equal(shown.get('newest'), 1);
  });
});

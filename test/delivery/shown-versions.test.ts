import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createShownVersions } from '../../src/delivery/shown-versions.ts';

describe('the versions that cards show', () => {
  it('are forgotten in time, the eldest first, so that memory does not grow for ever', () => {
    const shown = createShownVersions();
    shown.set('eldest', 'livingCard', 1);
    shown.set('renewed', 'livingCard', 1);
    for (let count = 0; count < 4998; count += 1) shown.set(`transition-${String(count)}`, 'livingCard', 1);
    shown.set('renewed', 'livingCard', 2);

    shown.set('newest', 'livingCard', 1);

    assert.equal(shown.get('eldest', 'livingCard'), undefined);
    assert.equal(shown.get('renewed', 'livingCard'), 2);
    assert.equal(shown.get('newest', 'livingCard'), 1);
  });

  it('are those of each card: what one shows says nothing of the other', () => {
    const shown = createShownVersions();

    shown.set('transition-1', 'livingCard', 2);

    assert.equal(shown.get('transition-1', 'shareCard'), undefined);
  });
});

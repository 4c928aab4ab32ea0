import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Transition } from '../../src/core/transition.ts';
import { createLongUnreadReport } from '../../src/watcher/long-unread-report.ts';
import { createFakeClock, testNow } from '../support/fake-clock.ts';
import { aTransition } from '../support/records.ts';

const dayMs = 24 * 60 * 60 * 1000;
const readable = aTransition({ category: 'academic' });
const unread: Transition = { ...readable, qualificationUnread: { since: testNow, code: 'UPSTREAM_UNAVAILABLE' } };

function scene() {
  const clock = createFakeClock();
  const errors: object[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (data: object) => void errors.push(data) };
  return { clock, errors, report: createLongUnreadReport({ clock, log }) };
}

describe('a qualification that cannot be read', () => {
  it('is the operator’s business after a day, once', () => {
    const { clock, errors, report } = scene();

    report(unread);
    clock.advance(dayMs - 1);
    report(unread);
    const before = errors.length;
    clock.advance(1);
    report(unread);
    report(unread);

    assert.equal(before, 0);
    assert.deepEqual(errors, [
      {
        organisationId: unread.organisationId,
        transitionId: unread.transitionId,
        tenantId: unread.tenant.tenantId,
        since: testNow,
        code: 'UPSTREAM_UNAVAILABLE',
      },
    ]);
  });

  it('is told again when it could be read in between', () => {
    const { clock, errors, report } = scene();
    clock.advance(dayMs);

    for (const transition of [unread, readable, unread]) report(transition);

    assert.equal(errors.length, 2);
  });
});

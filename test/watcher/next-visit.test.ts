import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { Visit } from '../../src/core/ports/store/visit-store.ts';
import { noStepsYet } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { nextVisit, visitAfterFailure } from '../../src/watcher/next-visit.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';

const moment = { now: testNow, random: () => 0 };
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const confirmed = aTransition({
  steps: { ...noStepsYet, directoryConnection: { state: 'done' }, tenantConfirmed: { state: 'done' } },
});

describe('the next visit', () => {
  it('comes soon after something changed, however quiet it was before', () => {
    const next = nextVisit(aVisit(50), visited(confirmed, { changed: true }), moment);

    assert.deepEqual(next, { dueAt: after(testNow, 5000), quietVisits: 1 });
  });

  it('comes later the longer nothing changes', () => {
    const early = nextVisit(aVisit(4), visited(confirmed), moment);
    const late = nextVisit(aVisit(40), visited(confirmed), moment);

    assert.deepEqual(early, { dueAt: after(testNow, minuteMs), quietVisits: 5 });
    assert.deepEqual(late, { dueAt: after(testNow, dayMs), quietVisits: 41 });
  });

  it('comes as soon after a look that somebody asked for, though it found nothing yet', () => {
    const next = nextVisit(aVisit(0), visited(confirmed), moment);

    assert.deepEqual(next, { dueAt: after(testNow, 5000), quietVisits: 1 });
  });

  it('does not come before Microsoft wants to be asked again', () => {
    const throttled = visited(confirmed, { unread: ['UPSTREAM_THROTTLED'], retryAfterMs: 7 * minuteMs });

    const next = nextVisit(aVisit(2), throttled, moment);

    assert.deepEqual(next, { dueAt: after(testNow, 7 * minuteMs), quietVisits: 2 });
  });

  it('is not slowed down by visits that could not read everything, and leaves Microsoft a minute', () => {
    const next = nextVisit(aVisit(2), visited(confirmed, { unread: ['UPSTREAM_UNAVAILABLE'] }), moment);

    assert.deepEqual(next, { dueAt: after(testNow, minuteMs), quietVisits: 2 });
  });

  it('of a tenant that waits for its customer is at the end of the link, to the moment', () => {
    const waiting = aTransition();
    const now = after(waiting.link.expiresAt, -dayMs);

    const next = nextVisit(aVisit(0), visited(waiting), { now, random: () => 0.99 });

    assert.deepEqual(next?.dueAt, waiting.link.expiresAt);
  });

  it('is spread when it is slow, by ten minutes at most', () => {
    const next = nextVisit(aVisit(40), visited(confirmed), { ...moment, random: () => 0.5 });

    assert.deepEqual(next?.dueAt, after(testNow, dayMs + 5 * minuteMs));
  });

  it('is due together with others when it is not urgent, and never before its time', () => {
    const dueAt = (quietVisits: number, ms: number) =>
      nextVisit(aVisit(quietVisits), visited(confirmed), { ...moment, now: after(testNow, ms) })?.dueAt;

    assert.deepEqual(dueAt(10, 1), after(testNow, minuteMs + 20_000));
    assert.deepEqual(dueAt(10, 20_000), after(testNow, minuteMs + 20_000));
    assert.deepEqual(dueAt(25, 1), after(testNow, 6 * minuteMs));
    assert.deepEqual(dueAt(25, minuteMs), after(testNow, 6 * minuteMs));
    assert.deepEqual(dueAt(1, 1), after(testNow, 10_001));
  });

  it('does not come when there is nothing to look for any more', () => {
    assert.equal(nextVisit(aVisit(0), { kind: 'gone' }, moment), undefined);
    assert.equal(nextVisit(aVisit(0), visited(aTransition({ cancelledAt: testNow })), moment), undefined);
  });

  it('comes later after each visit that threw, after half an hour at most', () => {
    const delays = [0, 1, 2, 20].map((quiet) => visitAfterFailure(aVisit(quiet), moment));

    assert.deepEqual(
      delays.map(({ dueAt }) => (dueAt.getTime() - testNow.getTime()) / 1000),
      [30, 60, 120, 1800],
    );
    assert.deepEqual(
      delays.map(({ quietVisits }) => quietVisits),
      [1, 2, 3, 21],
    );
  });
});

function aVisit(quietVisits: number): Visit {
  return { organisationId: testOrganisationId, transitionId: 'transition-contoso-1', dueAt: testNow, quietVisits };
}

function visited(
  transition: Transition,
  result: { changed?: boolean; unread?: readonly ErrorCode[]; retryAfterMs?: number } = {},
) {
  return { kind: 'visited' as const, transition, changed: false, unread: [], ...result };
}

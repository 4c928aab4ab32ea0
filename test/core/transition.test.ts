import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { service } from '../../src/core/people.ts';
import { hasDecayed, isOpen, linkEndsAt, recordChange, statusAt } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { allStepsDone, anEvent, aTransition } from '../support/records.ts';

const minute = 60 * 1000;
const change = { actor: service, at: testNow, happenings: [] };

describe('recording a change', () => {
  it('counts the version and the events up from what was there', () => {
    const before = aTransition({ version: 4, lastEventSeq: 9, outbox: [anEvent({ seq: 9 })] });

    const recorded = recordChange(before, before, { ...change, happenings: [{ kind: 'signedIn' }] });

    assert.equal(recorded.version, 5);
    assert.equal(recorded.lastEventSeq, 10);
    assert.deepEqual(
      recorded.outbox.map(({ seq, eventId }) => [seq, eventId]),
      [
        [9, `${before.transitionId}:9`],
        [10, `${before.transitionId}:10`],
      ],
    );
  });

  it('says who did it, when, and for which organisation', () => {
    const actor = { kind: 'customer', objectId: 'object-1', userName: 'admin@contoso.com' } as const;
    const before = aTransition();

    const recorded = recordChange(before, before, { actor, at: testNow, happenings: [{ kind: 'signedIn' }] });

    assert.deepEqual(recorded.outbox, [
      {
        eventId: `${before.transitionId}:1`,
        seq: 1,
        organisationId: before.organisationId,
        transitionId: before.transitionId,
        at: testNow,
        actor,
        happening: { kind: 'signedIn' },
      },
    ]);
  });

  it('adds one event for each step that moved and remembers since when', () => {
    const earlier = after(testNow, -minute);
    const before = aTransition({ stepSince: { agreement: earlier } });
    const steps = { ...before.steps, directoryConnection: { state: 'done' } as const };

    const recorded = recordChange(before, { ...before, steps }, change);

    assert.deepEqual(
      recorded.outbox.map((event) => event.happening),
      [{ kind: 'stepChanged', step: 'directoryConnection', from: { state: 'notStarted' }, to: { state: 'done' } }],
    );
    assert.deepEqual(recorded.stepSince, { agreement: earlier, directoryConnection: testNow });
  });

  it('tells a new status once', () => {
    const before = aTransition();
    const cancelled = recordChange(before, { ...before, cancelledAt: testNow }, change);

    const again = recordChange(cancelled, cancelled, change);

    assert.deepEqual(
      cancelled.outbox.map((event) => event.happening),
      [{ kind: 'statusChanged', from: 'awaitingCustomer', to: 'cancelled' }],
    );
    assert.equal(cancelled.toldStatus, 'cancelled');
    assert.deepEqual(again.outbox, cancelled.outbox);
  });

  it('notices that time alone has changed the status', () => {
    const before = aTransition();

    const recorded = recordChange(before, before, { ...change, at: before.link.expiresAt });

    assert.equal(recorded.toldStatus, 'expired');
  });
});

describe('a transition', () => {
  it('is open until it is cancelled or verified', () => {
    assert.equal(isOpen(aTransition()), true);
    assert.equal(isOpen(aTransition({ cancelledAt: testNow })), false);
    assert.equal(isOpen(aTransition({ verifiedAt: testNow })), false);
  });

  it('has decayed when a Normal tenant lacks anything, until that is there again', () => {
    const lacking = { ...allStepsDone, delegatedAdmin: { state: 'waiting' } } as const;

    assert.equal(hasDecayed(aTransition({ verifiedAt: testNow, steps: allStepsDone })), false);
    assert.equal(hasDecayed(aTransition({ verifiedAt: testNow, steps: lacking })), true);
    assert.equal(hasDecayed(aTransition({ steps: lacking })), false);
    assert.equal(hasDecayed(aTransition({ verifiedAt: testNow, steps: lacking, cancelledAt: testNow })), false);
  });

  it('ends with its link, which a revocation ends early but never late', () => {
    const { link } = aTransition();

    assert.deepEqual(linkEndsAt(link), link.expiresAt);
    assert.deepEqual(linkEndsAt({ ...link, revokedAt: testNow }), testNow);
    assert.deepEqual(linkEndsAt({ ...link, revokedAt: after(link.expiresAt, minute) }), link.expiresAt);
    assert.equal(statusAt(aTransition({ link: { ...link, revokedAt: testNow } }), testNow), 'expired');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { stepNames, type Steps } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { nextVisitAt } from '../../../../src/core/use-cases/visit/visit-schedule.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aTransition } from '../../../support/records.ts';

const minutes = 60 * 1000;
const day = 24 * 60 * minutes;
const confirmed: Steps = {
  ...aTransition().steps,
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
};

function delayMs(transition: Transition, quietVisits: number): number | undefined {
  const next = nextVisitAt(transition, quietVisits, testNow);
  return next && next.getTime() - testNow.getTime();
}

describe('the next visit', () => {
  it('of a Normal tenant that lost something follows the schedule until it is whole again', () => {
    const steps: Steps = { ...confirmed, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } };

    assert.equal(delayMs(aTransition({ steps, verifiedAt: testNow }), 0), 5000);
  });

  it('of one whose relationship is to be followed by another comes in time for a notice, and for its end', () => {
    const replaced = (inMs: number) =>
      aTransition({
        steps: confirmed,
        verifiedAt: testNow,
        relationshipReplaced: { relationshipId: 'old', endsAt: after(testNow, inMs) },
      });

    assert.equal(delayMs(replaced(7 * day + minutes), 50), minutes);
    assert.equal(delayMs(replaced(minutes), 50), minutes);
  });

  it('comes quickly after a change and ever more slowly after it', () => {
    const transition = aTransition({ steps: confirmed });
    const seconds = [1, 2, 3, 4, 5, 6, 18, 19, 39, 40, 1000].map((quiet) => (delayMs(transition, quiet) ?? 0) / 1000);

    assert.deepEqual(seconds, [5, 10, 20, 40, 60, 60, 60, 300, 300, 86_400, 86_400]);
  });

  it('comes in a moment while Microsoft makes the request ready that the customer waits for, a few times', () => {
    const transition = aTransition({
      steps: confirmed,
      relationshipId: 'relationship-1',
      relationshipStatus: 'created',
    });
    const seconds = [0, 1, 5, 6].map((quiet) => (delayMs(transition, quiet) ?? 0) / 1000);

    assert.deepEqual(seconds, [2, 2, 2, 60]);
  });

  it('waits for the next reminder, then for the link’s end, while nothing but that can happen', () => {
    const transition = aTransition();
    const { issuedAt, expiresAt } = transition.link;

    assert.deepEqual(nextVisitAt(transition, 0, testNow), after(issuedAt, day));
    assert.deepEqual(nextVisitAt(transition, 0, after(issuedAt, 14 * day)), after(expiresAt, -day));
    assert.deepEqual(nextVisitAt(transition, 0, after(expiresAt, -day)), expiresAt);
  });

  it('of a Normal tenant comes earlier when a notice falls due', () => {
    const steps = Object.fromEntries(stepNames.map((name) => [name, { state: 'done' }])) as Steps;
    const endsAt = after(testNow, 7.5 * day);
    const relationshipTerm = { endsAt, extendsItself: false, canExtend: true };

    assert.equal(delayMs(aTransition({ steps, verifiedAt: testNow, relationshipTerm }), 50), day / 2);
  });

  it('does not come when the link has ended before the customer came', () => {
    const { link } = aTransition();

    assert.equal(nextVisitAt(aTransition({ link: { ...link, expiresAt: testNow } }), 0, testNow), undefined);
    assert.equal(nextVisitAt(aTransition({ link: { ...link, revokedAt: testNow } }), 0, testNow), undefined);
  });

  it('comes while a consent settles', () => {
    const steps: Steps = { ...aTransition().steps, directoryConnection: { state: 'waiting' } };

    assert.equal(delayMs(aTransition({ steps }), 0), 5000);
  });

  it('is not later than the link’s end while the customer has work left', () => {
    const { link } = aTransition();
    const expiresAt = after(testNow, 2000);

    assert.equal(delayMs(aTransition({ steps: confirmed, link: { ...link, expiresAt } }), 0), 2000);
  });

  it('follows the schedule past the link’s end when only Microsoft has work left', () => {
    const { link } = aTransition();
    const steps: Steps = {
      ...confirmed,
      delegatedAdmin: { state: 'waiting' },
      resellerRelationship: { state: 'done' },
    };

    assert.equal(delayMs(aTransition({ steps, link: { ...link, expiresAt: after(testNow, 2000) } }), 0), 5000);
    assert.equal(delayMs(aTransition({ steps: confirmed, link: { ...link, expiresAt: testNow } }), 0), 5000);
  });

  it('is daily for a Normal tenant and never for a cancelled one', () => {
    const settled = Object.fromEntries(stepNames.map((name) => [name, { state: 'done' }])) as Steps;

    assert.equal(delayMs(aTransition({ steps: settled, verifiedAt: testNow }), 0), day);
    assert.equal(delayMs(aTransition({ steps: confirmed, cancelledAt: testNow }), 0), undefined);
  });
});

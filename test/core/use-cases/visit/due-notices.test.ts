import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Steps } from '../../../../src/core/steps.ts';
import type { RelationshipTerm, Transition } from '../../../../src/core/transition.ts';
import {
  endingTerm,
  isReplaceable,
  nextNoticeAt,
  termOf,
  withDueNotices,
} from '../../../../src/core/use-cases/visit/due-notices.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aTransition } from '../../../support/records.ts';

const day = 24 * 60 * 60 * 1000;
const done: Steps = {
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
  delegatedAdmin: { state: 'done' },
  resellerRelationship: { state: 'done' },
  agreement: { state: 'done' },
  accessAssignments: { state: 'done' },
};

function unverified({ verifiedAt: _verified, ...transition }: Transition): Transition {
  return transition;
}

function unended({ relationshipTerm: _term, ...transition }: Transition): Transition {
  return transition;
}

function tell(transition: Transition, now: Date, remindsCustomer = true) {
  return withDueNotices(transition, { now, remindsCustomer });
}

/** What is told while the clock goes on a day at a time, by the day it is told on. */
function toldOverDays(first: Transition, days: number, step = 1): [number, string, number][] {
  let transition = first;
  const told: [number, string, number][] = [];
  for (let passed = 0; passed <= days; passed += step) {
    const { after: next, happenings } = tell(transition, after(testNow, passed * day));
    transition = next;
    for (const one of happenings) {
      assert.ok(one.kind === 'relationshipExpiring' || one.kind === 'customerReminded');
      told.push([passed, one.kind, one.days]);
    }
  }
  return told;
}

describe('notices before a relationship ends', () => {
  const ending = (inDays: number, term: Partial<RelationshipTerm> = {}): Transition =>
    aTransition({
      steps: done,
      verifiedAt: testNow,
      toldStatus: 'normal',
      relationshipTerm: { endsAt: after(testNow, inDays * day), extendsItself: false, canExtend: true, ...term },
    });

  it('are given 60, 31, 7 and 1 days before, each once', () => {
    const told = toldOverDays(ending(100), 110);

    assert.deepEqual(told, [
      [40, 'relationshipExpiring', 60],
      [69, 'relationshipExpiring', 31],
      [93, 'relationshipExpiring', 7],
      [99, 'relationshipExpiring', 1],
    ]);
  });

  it('are not caught up with by a service that stood: what is now is said once', () => {
    const told = toldOverDays(ending(5), 3);

    assert.deepEqual(told, [[0, 'relationshipExpiring', 7]]);
  });

  it('begin anew for a later end', () => {
    const { after: told } = tell(ending(30), testNow);

    const later = {
      ...told,
      relationshipTerm: { endsAt: after(testNow, 60 * day), extendsItself: false, canExtend: true },
    };

    assert.deepEqual(tell(later, testNow).happenings, [{ kind: 'relationshipExpiring', days: 60 }]);
  });

  for (const [name, transition] of [
    ['extends itself', ending(7, { extendsItself: true })],
    ['has ended', ending(0)],
    ['is far from its end', ending(61)],
    ['belongs to a tenant that is not Normal yet', unverified(ending(7))],
    [
      'was terminated',
      { ...ending(7), steps: { ...done, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } } },
    ],
    ['has no end that is known', unended(ending(7))],
  ] as [string, Transition][]) {
    it(`are not given for one that ${name}`, () => {
      assert.deepEqual(tell(transition, testNow).happenings, []);
      assert.equal(endingTerm(transition, testNow), undefined);
    });
  }

  it('are the next thing to wake for', () => {
    assert.deepEqual(nextNoticeAt(ending(100), testNow), after(testNow, 40 * day));
    assert.deepEqual(nextNoticeAt(ending(7), testNow), after(testNow, 6 * day));
    assert.deepEqual(nextNoticeAt(ending(1), testNow), after(testNow, day));
    assert.equal(nextNoticeAt(ending(0), testNow), undefined);
    assert.equal(nextNoticeAt(ending(100, { extendsItself: true }), testNow), undefined);
  });
});

describe('notices of a relationship that is to be followed by another', () => {
  const replaced = (inDays: number, overrides: Partial<Transition> = {}): Transition =>
    aTransition({
      steps: { ...done, delegatedAdmin: { state: 'notStarted' }, accessAssignments: { state: 'notStarted' } },
      verifiedAt: testNow,
      toldStatus: 'normal',
      relationshipReplaced: { relationshipId: 'old', endsAt: after(testNow, inDays * day) },
      link: { ...aTransition().link, expiresAt: testNow },
      ...overrides,
    });

  it('go on until the customer has given the other one', () => {
    const endsAt = after(testNow, 58 * day);

    const told = toldOverDays(replaced(58, { endTold: { endsAt, days: 60 } }), 80);

    assert.deepEqual(told, [
      [27, 'relationshipExpiring', 31],
      [51, 'relationshipExpiring', 7],
      [57, 'relationshipExpiring', 1],
    ]);
  });

  it('are the next thing to wake for, and so is its end', () => {
    assert.deepEqual(nextNoticeAt(replaced(20), testNow), after(testNow, 13 * day));
    assert.deepEqual(nextNoticeAt(replaced(1), testNow), after(testNow, day));
    assert.equal(nextNoticeAt(replaced(0), testNow), undefined);
  });

  for (const [name, overrides] of [
    ['the other one is there', { steps: done }],
    ['the transition is cancelled', { cancelledAt: testNow }],
  ] as [string, Partial<Transition>][]) {
    it(`are over where ${name}`, () => {
      assert.deepEqual(tell(replaced(7, overrides), testNow).happenings, []);
      assert.equal(nextNoticeAt(replaced(7, overrides), testNow), undefined);
    });
  }

  it('do not have it replaced once more', () => {
    assert.equal(isReplaceable(replaced(20), testNow), false);
  });
});

describe('reminders of a link that nobody follows', () => {
  const ignored = (overrides: Partial<Transition> = {}): Transition => {
    const transition = aTransition(overrides);
    return { ...transition, link: { ...transition.link, issuedAt: testNow, expiresAt: after(testNow, 30 * day) } };
  };

  it('come 1, 3, 7 and 14 days after it was issued and a day before its end, each once', () => {
    const told = toldOverDays(ignored(), 31);

    assert.deepEqual(told, [
      [1, 'customerReminded', 1],
      [3, 'customerReminded', 3],
      [7, 'customerReminded', 7],
      [14, 'customerReminded', 14],
      [29, 'customerReminded', 29],
    ]);
  });

  for (const [lifetime, days] of [
    [1, []],
    [2, [1]],
    [3, [2]],
    [4, [1, 3]],
    [7, [1, 3, 6]],
    [14, [1, 3, 7, 13]],
    [15, [1, 3, 7, 14]],
    [16, [1, 3, 7, 15]],
    [17, [1, 3, 7, 14, 16]],
    [90, [1, 3, 7, 14, 89]],
  ] as const) {
    it(`come on the days ${days.join(', ')} of a link of ${String(lifetime)} days, and never two in a row`, () => {
      const transition = ignored();
      const link = { ...transition.link, expiresAt: after(testNow, lifetime * day) };

      const told = toldOverDays({ ...transition, link }, lifetime + 1);

      assert.deepEqual(
        told.map(([on]) => on),
        days,
      );
    });
  }

  it('begin anew with a new link', () => {
    const { after: reminded } = tell(ignored(), after(testNow, 3 * day));
    const link = { ...reminded.link, version: reminded.link.version + 1, issuedAt: after(testNow, 3 * day) };

    const told = tell({ ...reminded, link }, after(testNow, 4 * day));

    assert.deepEqual(told.happenings, [{ kind: 'customerReminded', days: 1 }]);
  });

  it('do not come where the operator wants none', () => {
    assert.deepEqual(tell(ignored(), after(testNow, 3 * day), false).happenings, []);
  });

  for (const [name, overrides] of [
    ['declined', { declinedAt: testNow }],
    ['was cancelled', { cancelledAt: testNow }],
    ['is Normal', { steps: done, verifiedAt: testNow }],
    [
      'has accepted the Directory Connection',
      { steps: { ...aTransition().steps, directoryConnection: { state: 'waiting' } } },
    ],
    [
      'met an obstacle',
      { steps: { ...aTransition().steps, directoryConnection: { state: 'blocked', code: 'CONSENT_SETTLING' } } },
    ],
  ] as [string, Partial<Transition>][]) {
    it(`do not come to one who ${name}`, () => {
      assert.deepEqual(tell(ignored(overrides), after(testNow, 3 * day)).happenings, []);
      assert.equal(nextNoticeAt(ignored(overrides), testNow), undefined);
    });
  }

  it('do not come for a link that has ended', () => {
    const transition = ignored();
    const link = { ...transition.link, expiresAt: after(testNow, 2 * day) };

    assert.deepEqual(tell({ ...transition, link }, after(testNow, 3 * day)).happenings, []);
  });

  it('come although the agreement is the provider’s business from the start', () => {
    const steps: Steps = { ...aTransition().steps, agreement: { state: 'notNeeded' } };

    assert.equal(tell(ignored({ steps }), after(testNow, day)).happenings.length, 1);
  });

  it('are the next thing to wake for', () => {
    assert.deepEqual(nextNoticeAt(ignored(), testNow), after(testNow, day));
    assert.deepEqual(nextNoticeAt(ignored(), after(testNow, day)), after(testNow, 3 * day));
  });
});

describe('reminders of a link through which another relationship is to be given', () => {
  const steps: Steps = { ...done, delegatedAdmin: { state: 'notStarted' }, accessAssignments: { state: 'notStarted' } };
  const endsAt = after(testNow, 20 * day);
  const link = { ...aTransition().link, version: 2, issuedAt: testNow, expiresAt: after(testNow, 30 * day) };
  const earlier = after(testNow, -90 * day);
  const ignored = (overrides: Partial<Transition> = {}): Transition =>
    aTransition({
      ...{ steps, link, verifiedAt: earlier, toldStatus: 'normal', relationshipStatus: 'approvalPending' },
      // What they did before, with the link before.
      ...{ saidDoneAt: { delegatedAdmin: earlier }, stepSince: { directoryConnection: earlier }, troubleAt: earlier },
      relationshipReplaced: { relationshipId: 'old', endsAt },
      ...overrides,
    });
  const over = { ...steps, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } } as const;
  const ended = { ...steps, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } } as const;

  it('come on the same days as of any other link, beside the notices for staff', () => {
    const told = toldOverDays(ignored({ endTold: { endsAt, days: 1 } }), 31);

    assert.deepEqual(
      told.map(([on, kind]) => [on, kind]),
      [1, 3, 7, 14, 29].map((on) => [on, 'customerReminded']),
    );
  });

  it('come although the clock has ended what the new one is to follow', () => {
    const late = ignored({ steps: over, relationshipReplaced: { relationshipId: 'old', endsAt: testNow } });

    assert.deepEqual(tell(late, after(testNow, day)).happenings, [{ kind: 'customerReminded', days: 1 }]);
    assert.deepEqual(nextNoticeAt(late, testNow), after(testNow, day));
  });

  for (const [name, overrides] of [
    ['said that it is done', { saidDoneAt: { delegatedAdmin: testNow } }],
    ['told of trouble', { troubleAt: testNow }],
    ['declined', { declinedAt: testNow }],
    ['has approved it', { steps: { ...steps, delegatedAdmin: { state: 'waiting' } } }],
    ['gave something else that was missing', { stepSince: { directoryConnection: testNow } }],
    ['turned the request down', { steps: ended, relationshipStatus: 'terminated' }],
    [
      'ended the present one',
      { steps: ended, relationshipReplaced: { relationshipId: 'old', endsAt: testNow, status: 'terminated' } },
    ],
    ['let the request run out', { steps: over, relationshipStatus: 'expired' }],
    ['is a customer no more', { cancelledAt: testNow }],
    ['has a link that was revoked', { link: { ...link, revokedAt: testNow } }],
  ] as [string, Partial<Transition>][]) {
    it(`do not come to one who ${name}`, () => {
      const told = tell(ignored({ endTold: { endsAt, days: 1 }, ...overrides }), after(testNow, 3 * day));

      assert.deepEqual(told.happenings, []);
    });
  }

  it('do not come where the operator wants none', () => {
    const told = tell(ignored({ endTold: { endsAt, days: 1 } }), after(testNow, 3 * day), false);

    assert.deepEqual(told.happenings, []);
  });
});

describe('the term of a relationship', () => {
  it('is known once it is active', () => {
    const endsAt = after(testNow, day);

    assert.equal(termOf({ relationshipId: 'one', status: 'approvalPending' }), undefined);
    assert.deepEqual(termOf({ relationshipId: 'one', status: 'active', endsAt, extendsItself: true }), {
      endsAt,
      extendsItself: true,
      canExtend: true,
    });
    assert.deepEqual(termOf({ relationshipId: 'one', status: 'active', endsAt, cannotExtend: true }), {
      endsAt,
      extendsItself: false,
      canExtend: false,
    });
  });
});

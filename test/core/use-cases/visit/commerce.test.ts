import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CspPartner } from '../../../../src/core/csp-partners.ts';
import type { ResellerState } from '../../../../src/core/ports/microsoft.ts';
import type { Within } from '../../../../src/core/ports/runtime.ts';
import {
  isCommerceSame,
  readCommerce,
  unreadIn,
  withCommerce,
  type Commerce,
} from '../../../../src/core/use-cases/visit/commerce.ts';
import type { TenantFacts } from '../../../../src/core/use-cases/visit/steps-from-facts.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { createFakeMicrosoft, type MicrosoftAnswers } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aProfile, aTransition } from '../../../support/records.ts';

const patient: Within = (_ms, work) => work;
const skipped = { kind: 'skipped' } as const;
const provider: CspPartner = { party: 'provider', name: 'Wide World Importers', isOurs: false };
const reseller: CspPartner = { party: 'reseller', name: 'Northwind Traders', isOurs: true };
const both = [provider, reseller];
const school = aTransition({ category: 'academic' });

function factsWith(overrides: Partial<TenantFacts>): TenantFacts {
  return {
    connection: skipped,
    relationship: skipped,
    resellerRelationship: skipped,
    agreement: skipped,
    accessAssignments: skipped,
    ...overrides,
  };
}

/** One clean run, which ends Normal. */
const clean: TenantFacts = {
  connection: { kind: 'connected', profile: aProfile() },
  relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status: 'active' } },
  resellerRelationship: { kind: 'read', value: 'attached' },
  agreement: { kind: 'read', value: 'accepted' },
  accessAssignments: { kind: 'read', value: 'active' },
};

const attachedAs = (value: ResellerState) => factsWith({ resellerRelationship: { kind: 'read', value } });

function reading(before: Transition, facts: TenantFacts, answers: Partial<MicrosoftAnswers> = {}) {
  const { partner, asked } = createFakeMicrosoft(answers);
  return {
    asked,
    commerce: readCommerce(partner, { before, facts }, { now: testNow, cloud: 'global', within: patient }),
  };
}

describe('what a visit asks of a customer’s dealings', () => {
  it('does not hold Normal up where Microsoft hangs: it is told as unread, a request stays wanted, and known partners stay', async () => {
    const waits: number[] = [];
    const late: Within = async (ms) => {
      waits.push(ms);
      return undefined;
    };
    const { partner } = createFakeMicrosoft();
    const hangs = () => new Promise<never>(() => {});
    const hanging = { ...partner, cspPartners: hangs, readQualifications: hangs, requestQualification: hangs };
    const wanted = { state: 'unasked', readAt: testNow, requestId: 'request-1' } as const;
    const cspPartners = both.map((one) => ({ ...one, isAttached: false }));
    const facts = clean;
    const limits = { now: testNow, cloud: 'global', within: late } as const;
    const finished = { ...school, steps: allStepsDone };

    const looked = await readCommerce(hanging, { before: finished, facts }, limits);
    const before = { ...finished, cspPartners, qualification: wanted };
    const asked = await readCommerce(hanging, { before, facts }, limits);
    const { after: known } = withCommerce(before, { facts, commerce: asked }, testNow);

    assert.deepEqual(unreadIn(looked), ['UPSTREAM_UNAVAILABLE']);
    assert.deepEqual(unreadIn(asked), ['UPSTREAM_UNAVAILABLE']);
    assert.equal(known.qualification?.requestId, 'request-1');
    assert.equal(known.qualificationUnread?.code, 'UPSTREAM_UNAVAILABLE');
    assert.deepEqual(
      known.cspPartners?.map(({ isAttached }) => isAttached),
      [true, true],
    );
    assert.deepEqual(waits, [3000, 3000, 3000, 3000]);
  });

  it('is waited for where the tenant is Normal already, or not yet', async () => {
    const impatient: Within = () => Promise.resolve(undefined);
    const { partner } = createFakeMicrosoft({ qualifications: { kind: 'read', value: [] }, cspPartners: both });
    const limits = { now: testNow, cloud: 'global', within: impatient } as const;

    for (const before of [school, { ...school, steps: allStepsDone, verifiedAt: testNow }]) {
      const facts = before === school ? attachedAs('attached') : clean;
      const { qualification, partners } = await readCommerce(partner, { before, facts }, limits);

      assert.equal(qualification?.reading.kind, 'read');
      assert.deepEqual(partners, both);
    }
  });

  it('is who must be authorised, when that was looked at', async () => {
    const { commerce } = reading(aTransition(), attachedAs('missing'), { cspPartners: both });
    const nothing = reading(aTransition(), factsWith({}));

    assert.deepEqual(await commerce, { partners: both });
    assert.deepEqual(await nothing.commerce, {});
  });

  it('is the qualification of a customer of ours whose category needs one, once a day', async () => {
    const today = { ...school, qualification: { state: 'inReview', readAt: testNow } } as const;
    const asks = async (before: Transition, state: ResellerState) => {
      const { asked, commerce } = reading(before, attachedAs(state));
      await commerce;
      return asked.some(([method]) => method === 'readQualifications');
    };

    assert.equal(await asks(school, 'attached'), true);
    assert.equal(await asks(school, { missing: ['provider'] }), true);
    assert.equal(await asks(school, 'missing'), false);
    assert.equal(await asks(school, { obstacle: 'TENANT_SYNDICATED' }), false);
    assert.equal(await asks(aTransition(), 'attached'), false);
    assert.equal(await asks(today, 'attached'), false);
  });

  it('is the qualification at once, when somebody asked for a look', async () => {
    const qualification = { state: 'inReview', readAt: testNow } as const;
    const { asked, commerce } = reading({ ...school, qualification, checkAskedAt: testNow }, attachedAs('attached'));

    await commerce;

    assert.deepEqual(asked.at(-1), ['readQualifications', school.tenant.tenantId]);
  });

  it('is no qualification in the national clouds, which have none', async () => {
    for (const cloud of ['gccHigh', 'dod', 'china'] as const) {
      const { partner, asked } = createFakeMicrosoft();
      const before = aTransition({ category: 'government' });

      await readCommerce(partner, { before, facts: attachedAs('attached') }, { now: testNow, cloud, within: patient });

      assert.ok(!asked.some(([method]) => method === 'readQualifications'), cloud);
    }
  });

  it('goes on after the tenant is Normal, where nobody looks at the relationship', async () => {
    const steps = { ...school.steps, resellerRelationship: { state: 'done' } } as const;
    const { asked, commerce } = reading({ ...school, steps }, factsWith({}));

    await commerce;

    assert.deepEqual(asked, [['readQualifications', school.tenant.tenantId]]);
  });

  it('is no qualification before the time that Microsoft named, also where somebody asks or wants it', async () => {
    const qualification = { state: 'unasked', readAt: testNow, requestId: 'request-1' } as const;
    const asks = async (notBefore: Date) => {
      const before = {
        ...school,
        qualificationUnread: { since: testNow, code: 'UPSTREAM_THROTTLED', notBefore },
      } as const;
      const looks = [before, { ...before, checkAskedAt: testNow }, { ...before, qualification }].map((transition) =>
        reading(transition, attachedAs('attached')),
      );
      const found = await Promise.all(looks.map(({ commerce }) => commerce));
      return found.map((commerce) => 'qualification' in commerce);
    };

    assert.deepEqual(await asks(after(testNow, 1)), [false, false, false]);
    assert.deepEqual(await asks(testNow), [true, true, true]);
  });

  it('asks Microsoft for what a manager wants, always by the same number', async () => {
    const wanted = { ...school, qualification: { state: 'unasked', readAt: testNow, requestId: 'request-1' } } as const;
    const { asked, commerce } = reading(wanted, attachedAs('attached'));

    await commerce;

    const { tenantId } = school.tenant;
    assert.deepEqual(asked.at(-1), ['requestQualification', { tenantId, name: 'Education', requestId: 'request-1' }]);
  });
});

describe('what a visit learns of a customer’s dealings', () => {
  const learn = (before: Transition, facts: TenantFacts, commerce: Commerce = {}) =>
    withCommerce(before, { facts, commerce }, testNow);
  const halfway: ResellerState = { missing: ['provider'] };

  it('is who is authorised, and since when only one is', () => {
    const later = after(testNow, 1000);

    const first = learn(aTransition(), attachedAs(halfway), { partners: both }).after;
    const second = withCommerce(first, { facts: attachedAs(halfway), commerce: { partners: both } }, later).after;
    const whole = learn(second, attachedAs('attached'), { partners: both }).after;

    assert.deepEqual(first.cspPartners, [
      { ...provider, isAttached: false },
      { ...reseller, isAttached: true },
    ]);
    assert.deepEqual([first.partialSince, second.partialSince, whole.partialSince], [testNow, testNow, undefined]);
    assert.deepEqual(
      whole.cspPartners?.map(({ isAttached }) => isAttached),
      [true, true],
    );
  });

  it('forgets what was said of a company whose authorisation has ended, and keeps what is said of it afterwards', () => {
    const saidAuthorisedAt = { provider: after(testNow, -2000), reseller: after(testNow, -1000) };
    const before = learn(aTransition({ saidAuthorisedAt }), attachedAs('attached'), { partners: both }).after;
    const lost: Transition = {
      ...before,
      steps: { ...before.steps, resellerRelationship: { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' } },
    };

    const ended = learn(lost, attachedAs(halfway), { partners: both }).after;
    const saidAgain: Transition = { ...ended, saidAuthorisedAt: { ...ended.saidAuthorisedAt, provider: testNow } };
    const seenAgain = learn(saidAgain, attachedAs(halfway), { partners: both }).after;

    assert.deepEqual(ended.saidAuthorisedAt, { reseller: saidAuthorisedAt.reseller });
    assert.deepEqual(seenAgain.saidAuthorisedAt, { ...ended.saidAuthorisedAt, provider: testNow });
  });

  it('believes what was said of a company that only one of Microsoft’s servers does not show', () => {
    const saidAuthorisedAt = { provider: testNow, reseller: testNow };
    const before = learn(aTransition({ saidAuthorisedAt }), attachedAs('attached'), { partners: both }).after;

    const { after: seen } = learn(before, attachedAs(halfway), { partners: both });

    assert.deepEqual(seen.saidAuthorisedAt, saidAuthorisedAt);
  });

  it('says nothing of one alone', () => {
    const { after: seen } = learn(aTransition(), attachedAs('attached'), { partners: [provider] });

    assert.equal(seen.cspPartners, undefined);
  });

  it('is how the agreement was accepted', () => {
    const agreed = (value: 'accepted' | 'attested' | 'elsewhere' | 'missing') =>
      learn(aTransition({ agreementState: 'accepted' }), factsWith({ agreement: { kind: 'read', value } })).after;

    assert.deepEqual(
      (['accepted', 'attested', 'elsewhere', 'missing'] as const).map((value) => agreed(value).agreementState),
      ['accepted', 'attested', 'elsewhere', undefined],
    );
  });

  it('is told when Microsoft decides, with its reason', () => {
    const before = { ...school, qualification: { state: 'inReview', name: 'Education', readAt: testNow } } as const;
    const value = [{ name: 'Education', state: 'denied', reason: 'Not an Academic Domain' }] as const;

    const { after: seen, happenings } = learn(before, factsWith({}), {
      qualification: { kind: 'looked', reading: { kind: 'read', value } },
    });

    assert.equal(seen.qualification?.state, 'denied');
    assert.deepEqual(happenings, [
      { kind: 'qualificationDecided', state: 'denied', name: 'Education', reason: 'Not an Academic Domain' },
    ]);
  });

  const wanted = { ...school, qualification: { state: 'unasked', readAt: testNow, requestId: 'request-1' } } as const;
  const answered = (reading: Extract<Commerce['qualification'], { kind: 'asked' }>['reading']) =>
    learn(wanted, factsWith({}), { qualification: { kind: 'asked', reading } }).after.qualification;

  it('is that a request is in review, and wants it no more', () => {
    assert.deepEqual(answered({ kind: 'read', value: { name: 'Education', state: 'inReview' } }), {
      state: 'inReview',
      name: 'Education',
      readAt: testNow,
    });
  });

  it('is why a request was refused, and nothing of a failure that passes', () => {
    assert.deepEqual(answered({ kind: 'unread', code: 'PARTNER_ROLE_MISSING' }), {
      state: 'unasked',
      readAt: testNow,
      problem: 'PARTNER_ROLE_MISSING',
    });
    assert.deepEqual(answered({ kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }), wanted.qualification);
  });

  it('is since when the qualification cannot be read, and why by now, until it can be', () => {
    const facts = attachedAs('attached');
    const failed = (code: 'UPSTREAM_UNAVAILABLE' | 'PARTNER_ROLE_MISSING'): Commerce => ({
      qualification: { kind: 'looked', reading: { kind: 'unread', code } },
    });
    const found: Commerce = { qualification: { kind: 'looked', reading: { kind: 'read', value: [] } } };
    const later = after(testNow, 1000);

    const first = learn(school, facts, failed('UPSTREAM_UNAVAILABLE')).after;
    const second = withCommerce(first, { facts, commerce: failed('PARTNER_ROLE_MISSING') }, later).after;
    const untouched = withCommerce(second, { facts, commerce: {} }, later).after;
    const read = withCommerce(second, { facts, commerce: found }, later).after;

    assert.deepEqual(first.qualificationUnread, { since: testNow, code: 'UPSTREAM_UNAVAILABLE' });
    assert.deepEqual(second.qualificationUnread, { since: testNow, code: 'PARTNER_ROLE_MISSING' });
    assert.deepEqual(untouched.qualificationUnread, second.qualificationUnread);
    assert.equal(read.qualificationUnread, undefined);
    assert.equal(isCommerceSame(first, school), false);
  });

  it('is how long Microsoft wants to be left alone, which is no news, and nor is that the cause is another', () => {
    const facts = attachedAs('attached');
    const failed = (reading: {
      code: 'UPSTREAM_THROTTLED' | 'UPSTREAM_UNAVAILABLE';
      retryAfterMs?: number;
    }): Commerce => ({
      qualification: { kind: 'looked', reading: { kind: 'unread', ...reading } },
    });

    const first = learn(school, facts, failed({ code: 'UPSTREAM_THROTTLED', retryAfterMs: 1000 })).after;
    const second = learn(first, facts, failed({ code: 'UPSTREAM_UNAVAILABLE' })).after;
    const third = learn(second, facts, failed({ code: 'UPSTREAM_UNAVAILABLE' })).after;

    assert.deepEqual(first.qualificationUnread?.notBefore, after(testNow, 1000));
    assert.deepEqual(second.qualificationUnread, { since: testNow, code: 'UPSTREAM_UNAVAILABLE' });
    assert.equal(third.qualificationUnread, second.qualificationUnread);
    assert.equal(isCommerceSame(first, second), true);
  });

  it('is no trouble with the qualification of a customer who is not ours any more, where that was read', () => {
    const unread = { ...school, qualificationUnread: { since: testNow, code: 'UPSTREAM_UNAVAILABLE' } } as const;
    const outage = factsWith({ resellerRelationship: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } });
    const isKept = (facts: TenantFacts) => learn(unread, facts).after.qualificationUnread !== undefined;

    assert.equal(isKept(attachedAs('missing')), false);
    assert.equal(isKept(attachedAs({ obstacle: 'TENANT_SYNDICATED' })), false);
    assert.deepEqual([attachedAs('attached'), attachedAs(halfway), factsWith({}), outage].map(isKept), [
      true,
      true,
      true,
      true,
    ]);
    assert.equal(isCommerceSame(learn(unread, attachedAs('missing')).after, unread), false);
  });

  it('tells who asked why the qualification could not be read', () => {
    const unread = { kind: 'unread', code: 'UPSTREAM_THROTTLED' } as const;

    assert.deepEqual(unreadIn({ qualification: { kind: 'looked', reading: unread } }), ['UPSTREAM_THROTTLED']);
    assert.deepEqual(unreadIn({ qualification: { kind: 'looked', reading: { kind: 'read', value: [] } } }), []);
    assert.deepEqual(unreadIn({}), []);
  });

  it('stays as it was when nothing could be read', () => {
    const facts = factsWith({ resellerRelationship: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } });

    assert.equal(isCommerceSame(learn(school, facts).after, school), true);
  });
});

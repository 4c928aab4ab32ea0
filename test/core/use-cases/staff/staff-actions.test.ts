import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { noStepsYet } from '../../../../src/core/steps.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import {
  cancelTransition,
  editCustomer,
  handOver,
  reissueLink,
  requestCheck,
  revokeLink,
  sendInstructions,
} from '../../../../src/core/use-cases/staff/staff-actions.ts';
import { aMember, coreDeps, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';

const open = aTransition();
const action = { member: aMember(), transitionId: open.transitionId };
const minute = 60 * 1000;

function told(transition: Transition | undefined) {
  return transition?.outbox.map((event) => event.happening) ?? [];
}

describe('editing the customer', () => {
  it('keeps the correction and names the fields that changed, not their values', async () => {
    const deps = coreDeps(open);
    const { phone: _gone, ...contact } = open.customer.contact;
    const customer = {
      companyName: 'Contoso Ltd',
      registrationNumber: '12345678',
      contact: { ...contact, email: 'new@contoso.example' },
      address: { ...open.customer.address, line2: 'Level 3' },
    };

    const outcome = await editCustomer(deps, { ...action, customer });

    assert.equal(outcome.kind, 'changed');
    assert.deepEqual(outcome.transition.customer, customer);
    assert.deepEqual(told(outcome.transition), [
      {
        kind: 'customerEdited',
        changed: ['companyName', 'registrationNumber', 'contact.email', 'contact.phone', 'address.line2'],
      },
    ]);
  });

  it('changes nothing when everything is as it was', async () => {
    const customer = structuredClone(open.customer);

    const outcome = await editCustomer(coreDeps(open), { ...action, customer });

    assert.equal(outcome.kind, 'unchanged');
  });

  it('names no company where only the contact changed', async () => {
    const customer = { ...open.customer, contact: { ...open.customer.contact, givenName: 'Ada' } };

    const outcome = await editCustomer(coreDeps(open), { ...action, customer });

    assert.deepEqual(told(outcome.transition), [{ kind: 'customerEdited', changed: ['contact.givenName'] }]);
  });
});

describe('handing over', () => {
  const to = aMember({ userId: 'user-isaiah', displayName: 'Isaiah Langer', email: 'isaiah@northwindtraders.example' });

  it('makes the colleague the owner and says so', async () => {
    const outcome = await handOver(coreDeps(open), { ...action, to });

    assert.deepEqual(outcome.transition?.owner, {
      userId: 'user-isaiah',
      displayName: 'Isaiah Langer',
      email: 'isaiah@northwindtraders.example',
    });
    assert.equal(outcome.transition.createdBy.userId, 'user-megan');
    assert.deepEqual(told(outcome.transition), [
      { kind: 'handedOver', fromUserId: 'user-megan', toUserId: 'user-isaiah', toDisplayName: 'Isaiah Langer' },
    ]);
  });

  it('to the owner changes nothing', async () => {
    const outcome = await handOver(coreDeps(open), { ...action, to: aMember() });

    assert.equal(outcome.kind, 'unchanged');
  });
});

describe('reissuing the link', () => {
  it('kills the earlier link and gives the new one its full lifetime', async () => {
    const deps = coreDeps({ ...open, link: { ...open.link, revokedAt: testNow } });
    deps.clock.advance(minute);

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    const now = after(testNow, minute);
    assert.deepEqual(outcome.transition?.link, {
      linkId: open.link.linkId,
      version: 2,
      issuedAt: now,
      expiresAt: after(now, testPolicy.linkLifetimeMs),
    });
    assert.deepEqual(deps.transitions.visitDueAt(open.transitionId), now);
  });

  it('twice from the same card reissues once', async () => {
    const deps = coreDeps(open);

    await reissueLink(deps, { ...action, seenVersion: 1 });
    const second = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(second.kind, 'unchanged');
    assert.equal(second.transition.link.version, 2);
  });

  it('opens a declined transition again', async () => {
    const deps = coreDeps({ ...open, declinedAt: testNow, toldStatus: 'declined' });

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(outcome.transition?.declinedAt, undefined);
    assert.deepEqual(told(outcome.transition), [
      { kind: 'linkReissued' },
      { kind: 'statusChanged', from: 'declined', to: 'awaitingCustomer' },
    ]);
  });

  it('asks anew for a delegated admin relationship that ended', async () => {
    const steps = { ...noStepsYet, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const };
    const deps = coreDeps({ ...open, steps, relationshipId: 'relationship-1' });

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(outcome.transition?.relationshipId, undefined);
    assert.deepEqual(outcome.transition?.steps.delegatedAdmin, { state: 'notStarted' });
  });

  describe('of a Normal tenant whose relationship ends soon', () => {
    const steps = allStepsDone;
    const endsAt = after(testNow, 20 * 24 * 60 * 60 * 1000);
    const ending = (canExtend: boolean, changed: Partial<Transition['steps']> = {}) =>
      coreDeps({
        ...open,
        ...{
          steps: { ...steps, ...changed },
          verifiedAt: testNow,
          toldStatus: 'normal',
          relationshipId: 'old',
          relationshipStatus: 'active',
        },
        relationshipTerm: { endsAt, extendsItself: false, canExtend },
      });

    it('asks for another one beside it where Microsoft cannot extend it', async () => {
      const { transition } = await reissueLink(ending(false), { ...action, seenVersion: 1, replaces: 'old' });

      assert.ok(transition);
      assert.deepEqual(transition.relationshipReplaced, { relationshipId: 'old', endsAt });
      assert.deepEqual(
        [transition.relationshipId, transition.relationshipStatus, transition.relationshipTerm],
        [undefined, undefined, undefined],
      );
      assert.deepEqual(transition.steps, {
        ...steps,
        delegatedAdmin: { state: 'notStarted' },
        accessAssignments: { state: 'notStarted' },
      });
    });

    for (const replaces of [undefined, 'another']) {
      it(`asks for none beside it where whoever pressed agreed to ${replaces ?? 'nothing of the kind'}`, async () => {
        const whole = await reissueLink(ending(false), { ...action, seenVersion: 1, replaces });
        const decayed = await reissueLink(ending(false, { agreement: { state: 'waiting' } }), {
          ...{ ...action, seenVersion: 1, replaces },
        });

        assert.partialDeepStrictEqual(whole, { kind: 'refused', code: 'TRANSITION_CLOSED' });
        assert.equal(decayed.kind, 'changed');
        assert.equal(decayed.transition.relationshipReplaced, undefined);
        assert.equal(decayed.transition.relationshipId, 'old');
      });
    }

    it('asks for it together with what else is missing', async () => {
      const deps = ending(false, { agreement: { state: 'waiting' } });

      const { transition } = await reissueLink(deps, { ...action, seenVersion: 1, replaces: 'old' });

      assert.deepEqual(transition?.relationshipReplaced, { relationshipId: 'old', endsAt });
      assert.deepEqual(transition.steps.agreement, { state: 'waiting' });
    });

    it('is refused where it can be extended', async () => {
      const outcome = await reissueLink(ending(true), { ...action, seenVersion: 1, replaces: 'old' });

      assert.partialDeepStrictEqual(outcome, { kind: 'refused', code: 'TRANSITION_CLOSED' });
    });
  });

  for (const [name, inDays, kept] of [
    ['forgets', 0, false],
    ['keeps', 1, true],
  ] as const) {
    it(`${name} what was to be replaced when that ${kept ? 'goes on' : 'has ended'}`, async () => {
      const relationshipReplaced = { relationshipId: 'old', endsAt: after(testNow, inDays * 24 * 60 * minute) };
      const steps = { ...allStepsDone, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const };
      const ended = { steps, verifiedAt: testNow, relationshipReplaced, relationshipId: 'new' };

      const { transition } = await reissueLink(coreDeps({ ...open, ...ended }), { ...action, seenVersion: 1 });

      assert.equal(transition?.relationshipReplaced !== undefined, kept);
      assert.equal(transition?.relationshipId, undefined);
      assert.deepEqual(transition?.steps.delegatedAdmin, { state: 'notStarted' });
    });
  }

  it('gives a Normal tenant that lost something a way back', async () => {
    const steps = { ...noStepsYet, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } as const };
    const deps = coreDeps({ ...open, steps, verifiedAt: testNow, toldStatus: 'normal' });

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(outcome.kind, 'changed');
    assert.equal(outcome.transition.toldStatus, 'normal');
  });

  it('opens nothing again that was cancelled, whatever its steps', async () => {
    const steps = { ...noStepsYet, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } as const };

    const outcome = await reissueLink(coreDeps({ ...open, steps, cancelledAt: testNow }), {
      ...action,
      seenVersion: 1,
    });

    assert.equal(outcome.kind === 'refused' && outcome.code, 'TRANSITION_CLOSED');
  });

  it('waits on for a relationship that Microsoft is slow with', async () => {
    const steps = { ...noStepsYet, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_SLOW' } as const };
    const deps = coreDeps({ ...open, steps, relationshipId: 'relationship-1' });

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(outcome.transition?.relationshipId, 'relationship-1');
  });

  it('keeps a delegated admin relationship that is still good', async () => {
    const steps = { ...noStepsYet, delegatedAdmin: { state: 'waiting' } as const };
    const deps = coreDeps({ ...open, steps, relationshipId: 'relationship-1' });

    const outcome = await reissueLink(deps, { ...action, seenVersion: 1 });

    assert.equal(outcome.transition?.relationshipId, 'relationship-1');
    assert.deepEqual(outcome.transition.steps.delegatedAdmin, { state: 'waiting' });
  });
});

describe('revoking the link', () => {
  it('ends it now, which shows as expired', async () => {
    const outcome = await revokeLink(coreDeps(open), action);

    assert.deepEqual(outcome.transition?.link.revokedAt, testNow);
    assert.equal(outcome.transition.toldStatus, 'expired');
    assert.deepEqual(told(outcome.transition)[0], { kind: 'linkRevoked' });
  });

  it('twice keeps the first moment', async () => {
    const deps = coreDeps(open);
    await revokeLink(deps, action);
    deps.clock.advance(minute);

    const outcome = await revokeLink(deps, action);

    assert.equal(outcome.kind, 'unchanged');
    assert.deepEqual(outcome.transition.link.revokedAt, testNow);
  });
});

describe('mailing the instructions again', () => {
  it('goes to the customer of a Normal tenant that lost something, who has to give it again', async () => {
    const steps = { ...allStepsDone, agreement: { state: 'blocked', code: 'AGREEMENT_MISSING' } as const };
    const deps = coreDeps({ ...open, steps, verifiedAt: testNow, toldStatus: 'normal' });

    const outcome = await sendInstructions(deps, action);

    assert.equal(outcome.kind, 'changed');
    assert.deepEqual(told(outcome.transition), [{ kind: 'instructionsRequested' }]);
  });

  it('asks for the mails', async () => {
    const outcome = await sendInstructions(coreDeps(open), action);

    assert.deepEqual(told(outcome.transition), [{ kind: 'instructionsRequested' }]);
    assert.deepEqual(outcome.transition?.instructionsAskedAt, testNow);
  });

  it('mails once for clicks within a minute, and again after it', async () => {
    const deps = coreDeps(open);
    await sendInstructions(deps, action);

    deps.clock.advance(minute - 1);
    const soon = await sendInstructions(deps, action);
    deps.clock.advance(1);
    const later = await sendInstructions(deps, action);

    assert.equal(soon.kind, 'unchanged');
    assert.equal(later.kind, 'changed');
  });
});

describe('cancelling', () => {
  it('ends the transition', async () => {
    const outcome = await cancelTransition(coreDeps(open), action);

    assert.deepEqual(outcome.transition?.cancelledAt, testNow);
    assert.deepEqual(told(outcome.transition), [
      { kind: 'cancelled' },
      { kind: 'statusChanged', from: 'awaitingCustomer', to: 'cancelled' },
    ]);
    assert.deepEqual(outcome.transition.outbox[0]?.actor, {
      kind: 'staff',
      userId: 'user-megan',
      displayName: 'Megan Bowen',
    });
  });

  it('twice changes nothing more', async () => {
    const deps = coreDeps(open);
    await cancelTransition(deps, action);

    assert.equal((await cancelTransition(deps, action)).kind, 'unchanged');
  });

  it('ends a Normal one too whose tenant is gone for good', async () => {
    const steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'TENANT_GONE' } as const };

    const outcome = await cancelTransition(coreDeps({ ...open, steps, verifiedAt: testNow }), action);

    assert.deepEqual(outcome.transition?.cancelledAt, testNow);
    assert.equal(outcome.transition.toldStatus, 'cancelled');
  });

  it('is refused once the tenant is Normal', async () => {
    const outcome = await cancelTransition(coreDeps({ ...open, verifiedAt: testNow }), action);

    assert.equal(outcome.kind === 'refused' && outcome.code, 'TRANSITION_CLOSED');
  });
});

describe('a finished transition', () => {
  const actions = {
    'editing the customer': (deps: ReturnType<typeof coreDeps>) =>
      editCustomer(deps, { ...action, customer: { ...open.customer, companyName: 'Other' } }),
    'handing over': (deps: ReturnType<typeof coreDeps>) =>
      handOver(deps, { ...action, to: aMember({ userId: 'user-isaiah' }) }),
    'reissuing the link': (deps: ReturnType<typeof coreDeps>) => reissueLink(deps, { ...action, seenVersion: 1 }),
    'revoking the link': (deps: ReturnType<typeof coreDeps>) => revokeLink(deps, action),
    'mailing the instructions': (deps: ReturnType<typeof coreDeps>) => sendInstructions(deps, action),
  };
  for (const [name, run] of Object.entries(actions)) {
    it(`refuses ${name}`, async () => {
      for (const end of [{ cancelledAt: testNow }, { verifiedAt: testNow, steps: allStepsDone }]) {
        const outcome = await run(coreDeps({ ...open, ...end }));

        assert.equal(outcome.kind === 'refused' && outcome.code, 'TRANSITION_CLOSED');
      }
    });

    it(`of another organisation is not found when ${name}`, async () => {
      const outcome = await run(coreDeps({ ...open, organisationId: 'other' }));

      assert.equal(outcome.kind === 'refused' && outcome.code, 'TRANSITION_NOT_FOUND');
    });
  }
});

describe('asking for a check', () => {
  it('makes the visit due now and keeps that somebody waits for it', async () => {
    const deps = coreDeps(open);
    deps.clock.advance(minute);

    const outcome = await requestCheck(deps, action);

    assert.equal(outcome.kind, 'changed');
    assert.deepEqual(outcome.transition.checkAskedAt, after(testNow, minute));
    assert.deepEqual(told(outcome.transition), [{ kind: 'checkRequested' }]);
    assert.deepEqual(deps.transitions.visitDueAt(open.transitionId), after(testNow, minute));
  });

  for (const asked of [{ checkAskedAt: testNow }, { lastCheck: { at: testNow, unread: [] } }]) {
    it(`changes nothing within five seconds of the last (${Object.keys(asked).join()}), and asks again then`, async () => {
      const deps = coreDeps({ ...open, ...asked });
      deps.clock.advance(4999);
      assert.equal((await requestCheck(deps, action)).kind, 'unchanged');
      deps.clock.advance(1);

      const outcome = await requestCheck(deps, action);

      assert.equal(outcome.kind, 'changed');
    });
  }

  it('is for a Normal tenant too, which may have lost something', async () => {
    const outcome = await requestCheck(coreDeps({ ...open, verifiedAt: testNow, toldStatus: 'normal' }), action);

    assert.equal(outcome.kind, 'changed');
  });

  it('is refused once the transition is cancelled', async () => {
    const outcome = await requestCheck(coreDeps({ ...open, cancelledAt: testNow }), action);

    assert.ok(outcome.kind === 'refused' && outcome.code === 'TRANSITION_CLOSED');
  });
});

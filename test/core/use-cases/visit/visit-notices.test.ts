import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PartnerCloud } from '../../../../src/core/ports/microsoft.ts';
import type { Visit } from '../../../../src/core/ports/store/visit-store.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { coreDeps, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { createFakeMicrosoft, type MicrosoftAnswers } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';

const day = 24 * 60 * 60 * 1000;
const endsAt = after(testNow, 20 * day);
const normal = aTransition({
  steps: allStepsDone,
  verifiedAt: testNow,
  toldStatus: 'normal',
  relationshipId: 'relationship-1',
  relationshipStatus: 'active',
});

async function visited(transition: Transition, answers: Partial<MicrosoftAnswers> = {}) {
  const microsoft = createFakeMicrosoft({
    resellerRelationship: { kind: 'read', value: 'attached' },
    agreement: { kind: 'read', value: 'accepted' },
    ...answers,
  });
  const partner: PartnerCloud = microsoft.partner;
  const { organisationId, transitionId } = transition;
  const visit: Visit = { organisationId, transitionId, dueAt: testNow, quietVisits: 0 };
  const deps = { ...coreDeps(transition), connection: microsoft.connection, partner, policy: testPolicy };
  const outcome = await visitTransition(deps, visit);
  assert.ok(outcome.kind === 'visited');
  return outcome.transition;
}

const kinds = ({ outbox }: Transition): string[] => outbox.map(({ happening }) => happening.kind);

describe('a visit', () => {
  it('learns when delegated admin ends, and says once that it does', async () => {
    const active = { kind: 'read', value: { relationshipId: 'relationship-1', status: 'active', endsAt } } as const;

    const first = await visited(normal, { relationship: active });
    const second = await visited({ ...first, outbox: [] }, { relationship: active });

    assert.deepEqual(first.relationshipTerm, { endsAt, extendsItself: false, canExtend: true });
    assert.ok(kinds(first).includes('relationshipExpiring'));
    assert.deepEqual(first.endTold, { endsAt, days: 31 });
    assert.ok(!kinds(second).includes('relationshipExpiring'));
  });

  it('has the card edited where only the end has moved, once', async () => {
    const value = { relationshipId: 'relationship-1', status: 'active', extendsItself: true } as const;
    const until = (end: Date) => ({ relationship: { kind: 'read', value: { ...value, endsAt: end } } }) as const;

    const before = await visited(normal, until(endsAt));
    const moved = await visited({ ...before, outbox: [] }, until(after(endsAt, 180 * day)));
    const same = await visited({ ...moved, outbox: [] }, until(after(endsAt, 180 * day)));

    assert.deepEqual(kinds(moved), ['detailsChanged']);
    assert.deepEqual(kinds(same), []);
  });

  it('says nothing of one that extends itself', async () => {
    const value = { relationshipId: 'relationship-1', status: 'active', endsAt, extendsItself: true } as const;

    const after20 = await visited(normal, { relationship: { kind: 'read', value } });

    assert.equal(after20.relationshipTerm?.extendsItself, true);
    assert.ok(!kinds(after20).includes('relationshipExpiring'));
  });

  it('keeps which group is gone', async () => {
    const seen = await visited(normal, {
      relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status: 'active' } },
      accessAssignments: { kind: 'read', value: { goneGroupId: 'group-7' } },
    });

    assert.deepEqual(seen.steps.accessAssignments, { state: 'blocked', code: 'ACCESS_GROUP_GONE' });
    assert.equal(seen.goneGroupId, 'group-7');
  });

  it('waits for us where our provider asked on our behalf, and goes on by itself once we have approved', async () => {
    const asked = aTransition({
      steps: { ...aTransition().steps, directoryConnection: { state: 'done' }, tenantConfirmed: { state: 'done' } },
    });
    const theirs = { relationshipId: 'theirs', status: 'approvalPending', needsOurApproval: true } as const;

    const waiting = await visited(asked, { relationship: { kind: 'read', value: theirs } });
    const approved = await visited(waiting, {
      relationship: { kind: 'read', value: { relationshipId: 'theirs', status: 'approvalPending' } },
    });

    assert.deepEqual(waiting.steps.delegatedAdmin, { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' });
    assert.deepEqual(approved.steps.delegatedAdmin, { state: 'notStarted' });
  });

  it('reminds a customer who has not come, and keeps when', async () => {
    const transition = aTransition();
    const link = { ...transition.link, issuedAt: after(testNow, -day), expiresAt: after(testNow, day) };

    const seen = await visited({ ...transition, link });

    assert.deepEqual(
      kinds(seen).filter((kind) => kind !== 'checked'),
      ['customerReminded'],
    );
    assert.deepEqual(seen.reminded, { linkVersion: 1, days: 1, at: testNow });
  });
});

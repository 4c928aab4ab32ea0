import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Relationship, RelationshipEnd } from '../../../../src/core/ports/microsoft.ts';
import type { Visit } from '../../../../src/core/ports/store/visit-store.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { visitTransition } from '../../../../src/core/use-cases/visit/visit-transition.ts';
import { coreDeps, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { createFakeMicrosoft, type MicrosoftAnswers } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';

const day = 24 * 60 * 60 * 1000;
const normal = aTransition({
  steps: allStepsDone,
  stepSince: { resellerRelationship: after(testNow, -9 * day) },
  verifiedAt: testNow,
  toldStatus: 'normal',
  relationshipId: 'relationship-1',
  relationshipStatus: 'active',
});
const { organisationId, transitionId } = normal;
const { tenantId } = normal.tenant;

const unknown: RelationshipEnd = { endedBy: 'unknown' };
const byCustomer: RelationshipEnd = { endedBy: 'customer', endedAt: testNow };

const a = (status: Relationship['status']): Partial<MicrosoftAnswers> => ({
  relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status, endedAt: testNow } },
});
const ended = (end: RelationshipEnd): Partial<MicrosoftAnswers> => ({ end: { kind: 'read', value: end } });
const unread = { end: { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } } as const;

async function visited(transition: Transition, answers: Partial<MicrosoftAnswers>) {
  const microsoft = createFakeMicrosoft({
    resellerRelationship: { kind: 'read', value: 'attached' },
    agreement: { kind: 'read', value: 'accepted' },
    ...answers,
  });
  const visit: Visit = { organisationId, transitionId, dueAt: testNow, quietVisits: 0 };
  const { connection, partner, asked } = microsoft;
  const deps = { ...coreDeps(transition), connection, partner, policy: testPolicy };
  const outcome = await visitTransition(deps, visit);
  assert.ok(outcome.kind === 'visited');
  const questions = asked.filter(([method]) => method === 'readEnd').map(([, question]) => question);
  return { seen: outcome.transition, unread: outcome.unread, questions };
}

describe('an end', () => {
  it('of delegated admin is asked about once, when it is first seen', async () => {
    const first = await visited(normal, { ...a('terminated'), ...ended(byCustomer) });
    const second = await visited(first.seen, { ...a('terminated'), ...ended(unknown) });

    assert.deepEqual(first.questions, [
      { organisationId, tenantId, relationshipId: 'relationship-1', endedAt: testNow },
    ]);
    assert.deepEqual(first.seen.relationshipEnds, { delegatedAdmin: byCustomer });
    assert.deepEqual(second.questions, []);
    assert.deepEqual(second.seen.relationshipEnds, { delegatedAdmin: byCustomer });
  });

  it('of the reseller relationship is looked for since that was there', async () => {
    const { seen, questions } = await visited(normal, {
      ...a('active'),
      resellerRelationship: { kind: 'read', value: 'missing' },
      ...ended({ endedBy: 'ourselves', userName: 'alex@northwindtraders.com' }),
    });

    assert.deepEqual(questions, [{ organisationId, tenantId, notBefore: after(testNow, -9 * day) }]);
    assert.deepEqual(seen.relationshipEnds, {
      resellerRelationship: { endedBy: 'ourselves', userName: 'alex@northwindtraders.com' },
    });
  });

  it('of which nobody is known is asked about again once Microsoft is through with it, and not at each visit', async () => {
    const begun = await visited(normal, { ...a('terminationRequested'), ...ended(unknown) });
    const underWay = await visited(begun.seen, { ...a('terminating'), ...ended(byCustomer) });
    const over = await visited(underWay.seen, { ...a('terminated'), ...ended(unknown) });
    const later = await visited(over.seen, { ...a('terminated'), ...ended(byCustomer) });

    assert.deepEqual(
      [begun, underWay, over, later].map(({ questions }) => questions.length),
      [1, 0, 1, 0],
    );
  });

  it('of which nobody is known is asked about again when somebody asks, and the card is edited for the answer', async () => {
    const known = await visited(normal, { ...a('terminated'), ...ended(unknown) });
    const asked = { ...known.seen, checkAskedAt: testNow, outbox: [] };

    const { seen } = await visited(asked, { ...a('terminated'), ...ended(byCustomer) });

    assert.deepEqual(seen.relationshipEnds, { delegatedAdmin: byCustomer });
    assert.ok(seen.outbox.length > 0);
  });

  it('has the card edited where only who ended it has become known', async () => {
    const known = await visited(normal, { ...a('terminated'), ...ended(unknown) });
    const before: Transition = { ...known.seen, relationshipStatus: 'terminating', outbox: [] };

    const { seen } = await visited(before, { ...a('terminated'), ...ended(byCustomer) });

    assert.deepEqual(
      seen.outbox.map(({ happening }) => happening.kind),
      ['detailsChanged'],
    );
  });

  it('is told all the same where who ended it cannot be read', async () => {
    const first = await visited(normal, { ...a('terminated'), ...unread });
    const second = await visited(first.seen, { ...a('terminated'), ...unread });

    assert.deepEqual(first.seen.steps.delegatedAdmin, { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' });
    assert.equal(first.seen.relationshipEnds, undefined);
    assert.deepEqual(first.unread, []);
    assert.deepEqual(second.questions, []);
  });

  it('is forgotten when what had ended is there again', async () => {
    const lost = { ...a('active'), resellerRelationship: { kind: 'read', value: 'missing' } } as const;
    const first = await visited(normal, { ...lost, ...ended(byCustomer) });
    const mended = await visited(first.seen, a('active'));

    assert.notEqual(first.seen.relationshipEnds, undefined);
    assert.equal(mended.seen.relationshipEnds, undefined);
  });

  it('of another time is not taken for the one that has come since', async () => {
    const earlier: Transition = { ...normal, relationshipEnds: { delegatedAdmin: byCustomer } };

    const { seen } = await visited(earlier, { ...a('terminated'), ...unread });

    assert.equal(seen.relationshipEnds, undefined);
  });

  it('of no date in the record is not looked for earlier than two days before it was found', async () => {
    const lost = { ...a('active'), resellerRelationship: { kind: 'read', value: 'missing' } } as const;
    const first = await visited(normal, { ...lost, ...ended(unknown) });
    const asked = { ...first.seen, checkAskedAt: testNow };

    const { questions } = await visited(asked, { ...lost, ...ended(unknown) });

    assert.deepEqual(questions, [{ organisationId, tenantId, notBefore: after(testNow, -2 * day) }]);
  });
});

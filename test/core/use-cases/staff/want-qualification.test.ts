import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { StaffMember } from '../../../../src/core/people.ts';
import { canWantQualification, wantQualification } from '../../../../src/core/use-cases/staff/want-qualification.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { coreDeps } from '../../../support/core-deps.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { createFakeIds } from '../../../support/fake-ids.ts';
import { aTransition, testOrganisationId } from '../../../support/records.ts';

const manager: StaffMember = {
  organisationId: testOrganisationId,
  userId: 'user-miriam',
  displayName: 'Miriam Graham',
  role: 'manager',
};
const school = aTransition({ category: 'academic', qualification: { state: 'unasked', readAt: testNow } });

describe('a manager who wants a qualification', () => {
  const press = async (before: Transition, times = 1) => {
    const deps = { ...coreDeps(before), ids: createFakeIds() };
    const outcomes = [];
    for (let time = 0; time < times; time += 1) {
      outcomes.push(await wantQualification(deps, { member: manager, transitionId: before.transitionId }));
    }
    return { kinds: outcomes.map(({ kind }) => kind), stored: deps.transitions.stored(before.transitionId) };
  };

  it('has it asked for by the next visit, once for two clicks', async () => {
    const { kinds, stored } = await press(school, 2);

    assert.deepEqual(kinds, ['changed', 'unchanged']);
    assert.notEqual(stored.qualification?.requestId, undefined);
    assert.deepEqual(
      stored.outbox.map(({ happening }) => happening.kind),
      ['qualificationWanted'],
    );
  });

  it('forgets why the last request was refused', async () => {
    const refused = {
      ...school,
      qualification: { state: 'denied', readAt: testNow, problem: 'PARTNER_ROLE_MISSING' },
    } as const;

    const { stored } = await press(refused);

    assert.equal(stored.qualification?.problem, undefined);
  });

  const reseller = [
    { party: 'provider', name: 'Wide World Importers', isOurs: false, isAttached: true },
    { party: 'reseller', name: 'Northwind Traders', isOurs: true, isAttached: true },
  ] as const;
  for (const [why, before] of [
    ['a reseller cannot', { ...school, cspPartners: reseller }],
    ['it is in review', { ...school, qualification: { state: 'inReview', readAt: testNow } }],
    ['a code is needed', { ...school, category: 'government' }],
    ['nobody has looked yet', aTransition({ category: 'academic' })],
  ] satisfies [string, Transition][]) {
    it(`changes nothing where ${why}`, async () => {
      const { kinds, stored } = await press(before);

      assert.equal(canWantQualification(before), false);
      assert.deepEqual(kinds, ['unchanged']);
      assert.deepEqual(stored.qualification, before.qualification);
    });
  }

  it('is refused for a transition that was cancelled', async () => {
    const { kinds } = await press({ ...school, cancelledAt: testNow });

    assert.deepEqual(kinds, ['refused']);
  });
});

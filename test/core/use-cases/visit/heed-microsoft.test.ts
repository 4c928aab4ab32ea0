import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Transition } from '../../../../src/core/transition.ts';
import { heedMicrosoft } from '../../../../src/core/use-cases/visit/heed-microsoft.ts';
import { createFakeClock, testNow } from '../../../support/fake-clock.ts';
import { createMemoryTransitionStore } from '../../../support/memory-transition-store.ts';
import { aTransition } from '../../../support/records.ts';

function aRig(...transitions: readonly Transition[]) {
  const madeDue: string[] = [];
  const visits = {
    async makeDue(organisationId: string, transitionId: string, at: Date) {
      madeDue.push(`${organisationId} ${transitionId} ${at.toISOString()}`);
      return true;
    },
  };
  return {
    madeDue,
    deps: { transitions: createMemoryTransitionStore(...transitions), visits, clock: createFakeClock() },
  };
}

const fabrikam = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.com' };

describe('a change that Microsoft tells of', () => {
  it('makes due what the tenant and the relationship belong to, and nothing else', async () => {
    const { deps, madeDue } = aRig(
      aTransition({ transitionId: 'by-tenant', organisationId: 'one', tenant: fabrikam }),
      aTransition({ transitionId: 'by-relationship', organisationId: 'two', relationshipId: 'relationship-1' }),
      aTransition({ transitionId: 'neither' }),
    );

    const due = await heedMicrosoft(deps, [{ tenantId: 'tenant-fabrikam' }, { relationshipId: 'relationship-1' }]);

    const at = testNow.toISOString();
    assert.deepEqual(madeDue, [`one by-tenant ${at}`, `two by-relationship ${at}`]);
    assert.equal(due, 2);
  });

  it('is of interest for a Normal tenant and not for a cancelled transition', async () => {
    const { deps, madeDue } = aRig(
      aTransition({ transitionId: 'normal', tenant: fabrikam, verifiedAt: testNow }),
      aTransition({ transitionId: 'cancelled', tenant: fabrikam, cancelledAt: testNow }),
    );

    await heedMicrosoft(deps, [{ tenantId: 'tenant-fabrikam' }]);

    assert.deepEqual(
      madeDue.map((line) => line.split(' ')[1]),
      ['normal'],
    );
  });

  it('about nobody whom we know does nothing', async () => {
    const { deps, madeDue } = aRig(aTransition());

    assert.equal(await heedMicrosoft(deps, [{ tenantId: 'tenant-unknown' }]), 0);
    assert.deepEqual(madeDue, []);
  });
});

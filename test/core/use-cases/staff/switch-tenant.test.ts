import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FindTenantOutcome } from '../../../../src/core/ports/microsoft.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { recordConsent, recordSignIn } from '../../../../src/core/use-cases/customer/customer-actions.ts';
import {
  canSwitchTenant,
  lookAtOtherTenant,
  otherTenantOf,
  otherTenantsOf,
  switchTenant,
  type TenantSwitch,
} from '../../../../src/core/use-cases/staff/switch-tenant.ts';
import { aMember, anIdentity, coreDeps } from '../../../support/core-deps.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { fakeDirectory } from '../../../support/fake-directory.ts';
import { createFakeMicrosoft } from '../../../support/fake-microsoft.ts';
import { allStepsDone, aProfile, aTransition } from '../../../support/records.ts';

const fabrikam = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' };
const stranger = anIdentity({ ...fabrikam, userName: 'adele@fabrikam.example' });
const asked: Transition = aTransition({ otherTenant: { ...fabrikam, account: 'a…@fabrikam.example', at: testNow } });
const found: FindTenantOutcome = { kind: 'found', ...fabrikam, cloud: 'global', displayName: 'Fabrikam' };
const wanted: TenantSwitch = {
  member: aMember(),
  transitionId: asked.transitionId,
  fromTenantId: 'tenant-contoso',
  tenantId: fabrikam.tenantId,
};

const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';

function aStrangerFrom(company: string) {
  return anIdentity({ tenantId: `tenant-${company}`, userName: `bo@${company}.example` });
}

function depsFor(transitions: readonly Transition[], outcome: FindTenantOutcome = found) {
  return {
    ...coreDeps(...transitions),
    partner: createFakeMicrosoft().partner,
    directory: fakeDirectory(async () => outcome),
    within: <T>(_ms: number, work: Promise<T>) => work,
  };
}

describe('an account of another tenant', () => {
  it('is kept as a tenant that staff may take, with the account masked', async () => {
    const first = aTransition();
    const deps = depsFor([first]);

    await recordSignIn(deps, first, stranger);

    assert.deepEqual(deps.transitions.stored(first.transitionId).otherTenant, asked.otherTenant);
  });

  it('is told of at once when another one came just before, and both can be taken', async () => {
    const first = aTransition();
    const deps = depsFor([first]);
    await recordSignIn(deps, first, stranger);

    await recordSignIn(deps, first, aStrangerFrom('litware'));

    const stored = deps.transitions.stored(first.transitionId);
    assert.equal(stored.outbox.length, 2);
    assert.deepEqual(
      otherTenantsOf(stored).map(({ domain }) => domain),
      ['litware.example', 'fabrikam.example'],
    );
    assert.equal((await lookAtOtherTenant(deps, wanted)).kind, 'possible');
  });

  it('is news once an hour where two come by turns, and three tenants an hour are, however many come', async () => {
    const first = aTransition();
    const deps = depsFor([first]);
    const tellings = async (names: readonly string[]) => {
      const before = deps.transitions.stored(first.transitionId).outbox.length;
      for (const name of names) await recordSignIn(deps, first, aStrangerFrom(name));
      return deps.transitions.stored(first.transitionId).outbox.length - before;
    };

    const byTurns = await tellings(['fabrikam', 'litware', 'fabrikam', 'litware', 'fabrikam', 'litware']);
    const more = await tellings(['adatum', 'proseware', 'tailspin']);
    deps.clock.advance(60 * 60 * 1000);
    const later = await tellings(['proseware', 'fabrikam', 'proseware']);

    assert.deepEqual([byTurns, more, later], [2, 1, 2]);
    assert.deepEqual(
      otherTenantsOf(deps.transitions.stored(first.transitionId)).map(({ domain }) => domain),
      ['fabrikam.example', 'proseware.example', 'adatum.example', 'litware.example'],
    );
  });

  it('does not keep staff from reading that somebody of the right tenant lacks the role', async () => {
    const first = aTransition();
    const deps = depsFor([first]);
    for (const name of ['fabrikam', 'litware', 'adatum', 'proseware']) {
      await recordSignIn(deps, first, aStrangerFrom(name));
    }

    await recordSignIn(deps, first, anIdentity({ roleTemplateIds: [] }));
    await recordSignIn(deps, first, anIdentity({ tenantId: consumers }));
    await recordSignIn(deps, first, anIdentity({ roleTemplateIds: [] }));

    const { outbox } = deps.transitions.stored(first.transitionId);
    const codes = outbox.map(({ happening }) => (happening.kind === 'signInRefused' ? happening.code : ''));
    assert.deepEqual(codes.slice(3), ['NOT_ADMINISTRATOR', 'PERSONAL_ACCOUNT']);
  });

  it('is remembered for as long as not ten others came', async () => {
    const first = aTransition();
    const deps = depsFor([first]);
    for (let count = 1; count <= 12; count += 1) {
      await recordSignIn(deps, first, aStrangerFrom(`company-${String(count)}`));
      deps.clock.advance(60 * 60 * 1000);
    }

    const domains = otherTenantsOf(deps.transitions.stored(first.transitionId)).map(({ domain }) => domain);
    assert.deepEqual([domains.length, domains[0], domains[9]], [10, 'company-12.example', 'company-3.example']);
  });

  it('leads nowhere when its name has no domain', async () => {
    const nameless = anIdentity({ tenantId: 'tenant-fabrikam', userName: 'live.com#adele' });
    const first = aTransition();

    const verdict = await recordSignIn(depsFor([first]), first, nameless);

    assert.equal(otherTenantOf(nameless, testNow), undefined);
    assert.deepEqual(verdict, { kind: 'refused', code: 'WRONG_TENANT' });
  });

  it('can be taken only where it was kept: of those beyond three an hour staff are not told', async () => {
    const first = aTransition();
    const deps = depsFor([first]);
    const verdicts = [];
    for (const name of ['fabrikam', 'litware', 'adatum', 'proseware', 'fabrikam']) {
      verdicts.push(await recordSignIn(deps, first, aStrangerFrom(name)));
    }

    assert.deepEqual(
      verdicts.map((verdict) => 'canTakeTenant' in verdict),
      [true, true, true, false, true],
    );
  });

  it('is not offered once something was begun in the tenant that was named', async () => {
    const { steps } = aTransition();
    const begun: Partial<Transition>[] = [
      { steps: { ...steps, directoryConnection: { state: 'waiting' } } },
      { steps: { ...steps, directoryConnection: { state: 'done' } } },
      {
        steps: {
          ...steps,
          directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' },
          tenantConfirmed: { state: 'done' },
        },
      },
      { relationshipId: 'relationship-1' },
      { cancelledAt: testNow },
      { verifiedAt: testNow, steps: allStepsDone },
    ];

    for (const change of begun) {
      const transition = aTransition(change);
      const deps = depsFor([transition]);
      const verdict = await recordSignIn(deps, transition, stranger);

      assert.deepEqual(verdict, { kind: 'refused', code: 'WRONG_TENANT' }, JSON.stringify(change));
      assert.equal(canSwitchTenant(transition), false, JSON.stringify(change));
      assert.equal(deps.transitions.stored(transition.transitionId).otherTenant, undefined);
    }
    const gone = aTransition({ steps: { ...steps, directoryConnection: { state: 'blocked', code: 'TENANT_GONE' } } });
    assert.equal(canSwitchTenant(gone), true);
  });
});

describe('looking at the other tenant', () => {
  it('tells its name, what is to be known of it, and changes nothing', async () => {
    const deps = depsFor([asked]);

    const outcome = await lookAtOtherTenant(deps, wanted);

    assert.equal(outcome.kind, 'possible');
    assert.deepEqual(outcome.tenant, { ...fabrikam, displayName: 'Fabrikam' });
    assert.ok(outcome.lines.some(({ finding }) => finding === 'tenantFound'));
    assert.equal(deps.transitions.stored(asked.transitionId), asked);
  });
});

describe('taking the other tenant', () => {
  it('goes on with it under the same link, with nothing of the earlier one', async () => {
    const inItsOldPlace = {
      ...asked,
      tenant: { ...asked.tenant, countryCode: 'AU' },
      missingPermissions: ['User.Read.All'],
      declinedAt: testNow,
      disputedAt: testNow,
      lastRefusal: { code: 'WRONG_TENANT', tenantId: fabrikam.tenantId, at: testNow },
    } as const;
    const deps = depsFor([inItsOldPlace]);

    const outcome = await switchTenant(deps, wanted);

    assert.equal(outcome.kind, 'switched');
    const { otherTenant: _asked, ...kept } = asked;
    const stored = deps.transitions.stored(asked.transitionId);
    assert.deepEqual(stored, {
      ...kept,
      version: 2,
      tenant: { ...fabrikam, displayName: 'Fabrikam' },
      lastEventSeq: stored.lastEventSeq,
      outbox: stored.outbox,
    });
    assert.deepEqual(stored.outbox.map(({ happening, actor }) => [happening, actor.kind])[0], [
      { kind: 'tenantSwitched', fromTenantId: 'tenant-contoso', toTenantId: 'tenant-fabrikam' },
      'staff',
    ]);
  });

  it('is done once for a double click, and for two people at once', async () => {
    const deps = depsFor([asked]);

    const outcomes = await Promise.all([switchTenant(deps, wanted), switchTenant(deps, wanted)]);
    const again = await switchTenant(deps, wanted);

    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['switched', 'unchanged'],
    );
    assert.equal(again.kind, 'unchanged');
    assert.equal(deps.transitions.stored(asked.transitionId).version, 2);
  });

  it('is for whoever looks after it, whoever started it, and managers', async () => {
    const lee = { userId: 'user-lee', displayName: 'Lee Gu' };
    const handedOver = { ...asked, owner: lee };
    const who = [
      aMember(),
      aMember({ userId: 'user-lee' }),
      aMember({ userId: 'user-alex', role: 'manager' }),
      aMember({ userId: 'user-alex' }),
    ];

    const kinds = await Promise.all(
      who.map(async (member) => (await switchTenant(depsFor([handedOver]), { ...wanted, member })).kind),
    );

    assert.deepEqual(kinds, ['switched', 'switched', 'switched', 'notTheirs']);
  });

  const stale: readonly [string, Partial<Transition>, Partial<TenantSwitch>][] = [
    ['nobody has come from the tenant named', {}, { tenantId: 'tenant-somebodys' }],
    ['the tenant is another one than the card showed', {}, { fromTenantId: 'tenant-earlier' }],
    ['the admin has come', { steps: { ...asked.steps, directoryConnection: { state: 'waiting' } } }, {}],
    ['it was cancelled', { cancelledAt: testNow }, {}],
  ];
  for (const [what, change, request] of stale) {
    it(`changes nothing when ${what}`, async () => {
      const deps = depsFor([{ ...asked, ...change }]);

      const outcome = await switchTenant(deps, { ...wanted, ...request });

      assert.equal(outcome.kind, 'stale');
      assert.equal(deps.transitions.stored(asked.transitionId).version, 1);
    });
  }

  const refusals: readonly [string, FindTenantOutcome, object][] = [
    ['whose domain is in a third tenant', { ...found, tenantId: 'tenant-third' }, { kind: 'unproven' }],
    ['that Microsoft does not know', { kind: 'notFound' }, { kind: 'refused', code: 'TENANT_NOT_FOUND' }],
    ['of our own', { ...found, tenantId: 'tenant-partner' }, { kind: 'refused', code: 'OWN_TENANT' }],
    ['in another cloud', { ...found, cloud: 'china' }, { kind: 'refused', code: 'TENANT_IN_OTHER_CLOUD' }],
  ];
  for (const [what, outcome, expected] of refusals) {
    it(`refuses one ${what}`, async () => {
      const deps = depsFor([asked], outcome);

      assert.partialDeepStrictEqual(await switchTenant(deps, wanted), expected);
      assert.equal(deps.transitions.stored(asked.transitionId).version, 1);
    });
  }

  it('refuses one that is under way elsewhere, also when that began in the same moment', async () => {
    const rival = aTransition({ transitionId: 'transition-fabrikam-1', tenant: fabrikam });
    const late = depsFor([asked]);
    late.transitions.beforeNextReplace(() => {
      late.transitions.put(rival);
    });

    const outcomes = [await switchTenant(depsFor([asked, rival]), wanted), await switchTenant(late, wanted)];

    for (const outcome of outcomes) {
      assert.equal(outcome.kind, 'taken');
      assert.equal(outcome.transition.transitionId, rival.transitionId);
    }
    assert.equal(late.transitions.stored(asked.transitionId).tenant.tenantId, 'tenant-contoso');
  });

  it('gives up on a transition that somebody else writes to all the time', async () => {
    const deps = depsFor([asked]);
    deps.transitions.replace = () => Promise.resolve(false);

    await assert.rejects(switchTenant(deps, wanted), /kept changing under a switch/);
  });

  it('has nothing to do with a transition that is not there', async () => {
    assert.partialDeepStrictEqual(await switchTenant(depsFor([]), wanted), { code: 'TRANSITION_NOT_FOUND' });
  });

  it('leaves without effect what was begun in the earlier tenant', async () => {
    const deps = depsFor([asked]);
    await switchTenant(deps, wanted);

    const proof = { kind: 'connected', profile: aProfile() } as const;
    const outcome = await recordConsent(deps, asked, { identity: anIdentity(), proof });

    assert.equal(outcome.kind, 'unchanged');
    assert.equal(deps.transitions.stored(asked.transitionId).steps.directoryConnection.state, 'notStarted');
  });
});

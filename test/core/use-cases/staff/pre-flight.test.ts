import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ExistingRelationship, FindTenantOutcome } from '../../../../src/core/ports/microsoft.ts';
import { customerLines, isRecent, saysTheSame, type PreFlight } from '../../../../src/core/pre-flight.ts';
import { preFlight, type PreFlightDeps } from '../../../../src/core/use-cases/staff/pre-flight.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import type { Policy } from '../../../../src/core/policy.ts';
import { coreDeps, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { fakeDirectory } from '../../../support/fake-directory.ts';
import { createFakeMicrosoft, type FakeMicrosoft, type MicrosoftAnswers } from '../../../support/fake-microsoft.ts';
import { aTransition, testOrganisationId } from '../../../support/records.ts';

const dayMs = 24 * 60 * 60 * 1000;
const found = { kind: 'found', tenantId: 'tenant-contoso', cloud: 'global', displayName: 'Contoso' } as const;

interface Scene {
  customer: FindTenantOutcome;
  own: FindTenantOutcome;
  signs: Parameters<typeof fakeDirectory>[1];
  answers: Partial<MicrosoftAnswers>;
  transitions: readonly Transition[];
  within: PreFlightDeps['within'];
  policy: Partial<Policy>;
  microsoft: FakeMicrosoft;
}

/** A good day, but for what is given. */
async function outcomeOf(scene: Partial<Scene> = {}) {
  const { customer = found, own = { kind: 'notFound' }, answers, transitions = [] } = scene;
  const deps: PreFlightDeps = {
    ...coreDeps(...transitions),
    partner: (scene.microsoft ?? createFakeMicrosoft(answers)).partner,
    directory: fakeDirectory(async (name) => (name === 'tenant-partner' ? own : customer), scene.signs),
    within: scene.within ?? ((_ms, work) => work),
    policy: { ...testPolicy, ...scene.policy },
  };
  return preFlight(deps, { organisationId: testOrganisationId, domain: 'contoso.example' });
}

async function linesOf(scene: Partial<Scene> = {}) {
  const outcome = await outcomeOf(scene);
  assert.equal(outcome.kind, 'clear');
  return outcome.preFlight.lines;
}

async function findingsOf(scene: Partial<Scene> = {}): Promise<string[]> {
  return (await linesOf(scene)).map(({ finding }) => finding);
}

function existing(overrides: Partial<ExistingRelationship> = {}): Partial<MicrosoftAnswers> {
  const relationship: ExistingRelationship = {
    relationshipId: 'relationship-1',
    status: 'active',
    displayName: 'Partner Connect',
    covers: true,
    isMicrosoftLed: false,
    ...overrides,
  };
  return { existing: { kind: 'read', value: [relationship] } };
}

const unavailable = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } as const;

describe('the look at a tenant before a link is made', () => {
  it('is all green for a tenant that is new to us', async () => {
    const outcome = await outcomeOf();

    assert.deepEqual(outcome, {
      kind: 'clear',
      tenant: { tenantId: 'tenant-contoso', domain: 'contoso.example', displayName: 'Contoso' },
      preFlight: {
        at: testNow.toISOString(),
        lines: [
          { finding: 'tenantFound', name: 'Contoso' },
          { finding: 'signsInAtMicrosoft' },
          { finding: 'newCustomer' },
          { finding: 'accessToBeAsked' },
          { finding: 'weAreReady' },
        ],
      },
    });
  });

  it('notes a tenant without a name, and one in GCC, as good', async () => {
    const { displayName: _none, ...nameless } = found;

    const findings = await findingsOf({ customer: { ...nameless, isGcc: true } });

    assert.deepEqual(findings.slice(0, 2), ['tenantWithoutName', 'tenantInGcc']);
  });

  it('notes that people sign in at a page of the customer, by name where it is told', async () => {
    const named = await linesOf({
      signs: { signIn: { kind: 'read', value: { kind: 'own', host: 'sts.contoso.example' } } },
    });
    const nameless = await linesOf({ signs: { signIn: { kind: 'read', value: { kind: 'own' } } } });

    assert.deepEqual(named[1], { finding: 'signsInElsewhere', name: 'sts.contoso.example' });
    assert.deepEqual(nameless[1], { finding: 'signsInElsewhere' });
  });

  it('notes what looks like a tenant for consumers, and nothing where that cannot be seen', async () => {
    const looks = await findingsOf({ signs: { isForConsumers: { kind: 'read', value: true } } });
    const hidden = await findingsOf({ signs: { isForConsumers: { kind: 'read', value: undefined } } });

    assert.ok(looks.includes('forConsumers'));
    assert.deepEqual(hidden, ['tenantFound', 'signsInAtMicrosoft', 'newCustomer', 'accessToBeAsked', 'weAreReady']);
  });

  it('says what Microsoft does not tell of sign-in and of the kind of tenant, and is ready all the same', async () => {
    const unread = await linesOf({ signs: { signIn: unavailable, isForConsumers: unavailable } });
    const untold = await linesOf({ signs: { signIn: { kind: 'read', value: { kind: 'unknown' } } } });

    assert.deepEqual(unread.at(-1), { finding: 'notChecked', checks: ['signIn', 'kind'] });
    assert.deepEqual(untold.at(-1), { finding: 'notChecked', checks: ['signIn'] });
    assert.ok(unread.some(({ finding }) => finding === 'weAreReady'));
  });

  it('stops at a tenant that cannot be a customer, and says why', async () => {
    const outcome = await outcomeOf({ customer: { ...found, cloud: 'china' } });

    assert.deepEqual(outcome, {
      kind: 'refused',
      code: 'TENANT_IN_OTHER_CLOUD',
      domain: 'contoso.example',
      cloud: 'china',
    });
  });

  it('says that Microsoft does not answer when nobody can tell whose domain it is in time', async () => {
    const outcome = await outcomeOf({ within: () => Promise.resolve(undefined) });

    assert.deepEqual(outcome, { kind: 'refused', code: 'UPSTREAM_UNAVAILABLE', domain: 'contoso.example' });
  });

  it('stops at an open transition, before a Normal one', async () => {
    const open = aTransition({ transitionId: 'open' });
    const normal = aTransition({ transitionId: 'normal', verifiedAt: testNow });
    const cancelled = aTransition({ transitionId: 'cancelled', cancelledAt: testNow });

    const outcomes = [
      await outcomeOf({ transitions: [cancelled, normal, open] }),
      await outcomeOf({ transitions: [cancelled, normal] }),
      await outcomeOf({ transitions: [cancelled] }),
      await outcomeOf({ transitions: [{ ...open, organisationId: 'another' }] }),
    ];

    const seen = outcomes.map((outcome) => (outcome.kind === 'taken' ? outcome.transition.transitionId : outcome.kind));
    assert.deepEqual(seen, ['open', 'normal', 'clear', 'clear']);
  });

  it('compares where the directory lives with where ours does, and says nothing where either is not told', async () => {
    const here = { ...found, regionScope: 'NA' };

    const same = await findingsOf({ customer: here, own: { ...here, tenantId: 'tenant-partner' } });
    const other = await linesOf({ customer: here, own: { ...here, regionScope: 'EU' } });
    const unknown = await findingsOf({ customer: here });

    assert.ok(same.includes('sameRegion'));
    assert.ok(other.some((line) => line.finding === 'otherRegion' && line.name === 'NA'));
    assert.ok(!unknown.some((finding) => finding.endsWith('Region')));
  });

  for (const [state, finding] of [
    ['none', 'newCustomer'],
    ['reseller', 'alreadyCustomer'],
    ['advisor', 'knownOtherwise'],
    ['syndication', 'syndicated'],
  ] as const) {
    it(`calls a tenant that is "${state}" in Partner Center ${finding}`, async () => {
      const findings = await findingsOf({ answers: { customerState: { kind: 'read', value: state } } });

      assert.ok(findings.includes(finding));
    });
  }

  describe('where the organisations are resellers that compete', () => {
    const policy = { keepsCustomersApart: true } as const;
    const answers: Partial<MicrosoftAnswers> = { customerState: { kind: 'read', value: 'reseller' }, ...existing() };
    const about = (changes: Partial<Transition>) =>
      aTransition({
        tenant: { tenantId: 'tenant-contoso', domain: 'contoso.example' },
        cancelledAt: testNow,
        ...changes,
      });
    const confirmed = { ...about({}).steps, tenantConfirmed: { state: 'done' } } as const;

    for (const [name, transitions] of [
      ['has had no link for it', []],
      ['has had a link that the customer never confirmed', [about({})]],
      ['is not the one whose link the customer confirmed', [about({ organisationId: 'another', steps: confirmed })]],
    ] satisfies [string, Transition[]][]) {
      it(`says nothing of the customer and asks nothing when the organisation ${name}`, async () => {
        const microsoft = createFakeMicrosoft(answers);

        const lines = await linesOf({ policy, microsoft, transitions });

        assert.deepEqual(
          lines.map(({ finding }) => finding),
          ['tenantFound', 'signsInAtMicrosoft', 'customersKeptApart', 'weAreReady'],
        );
        assert.deepEqual(
          microsoft.asked.map(([method]) => method),
          ['resellerInvitationUrl'],
        );
      });
    }

    it('says all to the organisation whose link the customer has confirmed', async () => {
      const findings = await findingsOf({ policy, answers, transitions: [about({ steps: confirmed })] });

      assert.ok(findings.includes('alreadyCustomer') && findings.includes('accessReused'));
      assert.ok(!findings.includes('customersKeptApart'));
    });
  });

  const access: [string, Partial<ExistingRelationship>, string][] = [
    ['covers our roles', {}, 'accessReused'],
    ['ends in two years', { endsAt: after(testNow, 700 * dayMs) }, 'accessReused'],
    ['ends in 60 days', { endsAt: after(testNow, 60 * dayMs) }, 'accessReused'],
    ['ends in less than that', { endsAt: after(testNow, 60 * dayMs - 1) }, 'accessReusedBriefly'],
    ['is being activated', { status: 'activating' }, 'accessReused'],
    ['is expiring', { status: 'expiring' }, 'accessReused'],
    ['waits for approval', { status: 'approvalPending' }, 'accessRequested'],
    ['was begun', { status: 'created' }, 'accessRequested'],
    ['has too few roles', { covers: false }, 'accessTooNarrow'],
    ['is Microsoft-led', { isMicrosoftLed: true }, 'accessMicrosoftLed'],
    ['has ended', { status: 'expired' }, 'accessToBeAsked'],
    ['has too few roles and waits', { covers: false, status: 'approvalPending' }, 'accessToBeAsked'],
  ];
  for (const [what, overrides, finding] of access) {
    it(`says of delegated admin that ${what}: ${finding}`, async () => {
      const findings = await findingsOf({ answers: existing(overrides) });

      assert.deepEqual(
        findings.filter((one) => one.startsWith('access')),
        [finding],
      );
    });
  }

  it('names the day on which access ends', async () => {
    const endsAt = after(testNow, 100 * dayMs);

    const lines = await linesOf({ answers: existing({ endsAt }) });

    assert.ok(lines.some(({ until }) => until === endsAt.toISOString()));
  });

  it('reuses what covers our roles although a narrower one stands beside it', async () => {
    const both = [...listOf(existing({ covers: false })), ...listOf(existing())];

    const findings = await findingsOf({ answers: { existing: { kind: 'read', value: both } } });

    assert.ok(findings.includes('accessReused'));
  });

  it('calls access too narrow when only a part of it is Microsoft-led', async () => {
    const both = [...listOf(existing({ isMicrosoftLed: true })), ...listOf(existing({ covers: false }))];

    const findings = await findingsOf({ answers: { existing: { kind: 'read', value: both } } });

    assert.ok(findings.includes('accessTooNarrow'));
  });

  it('says what an operator must mend before the transition can end, and lets the link be made', async () => {
    const refused = { kind: 'unread', code: 'SERVICE_ACCOUNT_REFUSED' } as const;

    const lines = await linesOf({ answers: { existing: refused, invitation: refused } });

    assert.deepEqual(lines.slice(-2), [
      { finding: 'weAreNotReady', code: 'SERVICE_ACCOUNT_REFUSED' },
      { finding: 'notChecked', checks: ['access'] },
    ]);
  });

  it('says what Microsoft did not answer, in one line, and does not claim to be ready', async () => {
    const lines = await linesOf({
      answers: { customerState: unavailable, existing: unavailable, invitation: unavailable },
    });

    assert.deepEqual(lines.slice(2), [{ finding: 'notChecked', checks: ['customer', 'access', 'us'] }]);
  });

  it('does not take an answer that makes no sense for a fault of ours', async () => {
    const lines = await linesOf({ answers: { invitation: { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' } } });

    assert.deepEqual(lines.at(-1), { finding: 'notChecked', checks: ['us'] });
  });

  it('does not wait for what takes too long', async () => {
    let asked = 0;
    const onlyTheFirst: PreFlightDeps['within'] = (_ms, work) =>
      (asked += 1) === 1 ? work : Promise.resolve(undefined);

    const lines = await linesOf({ within: onlyTheFirst });

    assert.deepEqual(lines, [
      { finding: 'tenantFound', name: 'Contoso' },
      { finding: 'notChecked', checks: ['signIn', 'kind', 'customer', 'access', 'us'] },
    ]);
  });
});

describe('what was found out', () => {
  const report: PreFlight = { at: testNow.toISOString(), lines: [{ finding: 'newCustomer' }] };

  it('can be relied on for five minutes', () => {
    assert.equal(isRecent(report, after(testNow, 5 * 60 * 1000 - 1)), true);
    assert.equal(isRecent(report, after(testNow, 5 * 60 * 1000)), false);
  });

  it('says the same when only the time of the look differs', () => {
    assert.equal(saysTheSame(report, { ...report, at: 'later' }), true);
    assert.equal(saysTheSame(report, { ...report, lines: [{ finding: 'alreadyCustomer' }] }), false);
  });

  it('tells that the typed country is outside our CSP region, where that is configured', () => {
    const typed = { country: 'DE', standing: 'known', lacksNumber: false } as const;

    assert.deepEqual(customerLines(typed, { regionCountries: ['US', 'CA'] }), [
      { finding: 'addressKnown' },
      { finding: 'outsideRegion' },
    ]);
    assert.deepEqual(customerLines(typed, { regionCountries: ['DE'] }), [{ finding: 'addressKnown' }]);
    assert.deepEqual(customerLines(typed, {}), [{ finding: 'addressKnown' }]);
  });

  it('includes how the address stands, and a number that is missing', () => {
    assert.deepEqual(customerLines({ country: 'AU', standing: 'known', lacksNumber: false }, {}), [
      { finding: 'addressKnown' },
    ]);
    assert.deepEqual(customerLines({ country: 'AU', standing: 'unknown', lacksNumber: true }, {}), [
      { finding: 'addressUnknown' },
      { finding: 'numberMissing' },
    ]);
    assert.deepEqual(customerLines({ country: 'AU', standing: 'notChecked', lacksNumber: false }, {}), [
      { finding: 'notChecked', checks: ['address'] },
    ]);
  });
});

function listOf({ existing: reading }: Partial<MicrosoftAnswers>): readonly ExistingRelationship[] {
  return reading?.kind === 'read' ? reading.value : [];
}

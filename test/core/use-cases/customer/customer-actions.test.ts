import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { linkToken } from '../../../../src/core/link.ts';
import type { ConsentProof } from '../../../../src/core/ports/microsoft.ts';
import type { Steps } from '../../../../src/core/steps.ts';
import {
  confirmTenant,
  openLink,
  recordConsent,
  recordConsentDeclined,
  recordMicrosoftRefusal,
  recordSaidDone,
  recordSignIn,
  recordTenantDisputed,
  recordTrouble,
} from '../../../../src/core/use-cases/customer/customer-actions.ts';
import { anIdentity, coreDeps } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aProfile, aTransition } from '../../../support/records.ts';

const first = aTransition({ link: { ...aTransition().link, linkId: 'link-of-contoso-1' } });
const identity = anIdentity();
const profile = aProfile();
const connected: ConsentProof = { kind: 'connected', profile };
const consented: Steps = { ...first.steps, directoryConnection: { state: 'done' } };
const hour = 60 * 60 * 1000;

describe('opening a link', () => {
  it('shows the transition and changes nothing', async () => {
    const deps = coreDeps(first);

    const opened = await openLink(deps, linkToken(first.link, deps.sign));

    assert.equal(opened, first);
    assert.equal(deps.transitions.stored(first.transitionId), first);
  });

  it('is refused for links that nobody made', async () => {
    const deps = coreDeps(first);
    const nobodys = linkToken({ ...first.link, linkId: 'link-of-nobody' }, deps.sign);

    for (const token of ['', 'nonsense', nobodys]) {
      await assert.rejects(openLink(deps, token), { code: 'LINK_UNKNOWN' });
    }
  });

  it('is refused when the link has expired', async () => {
    const deps = coreDeps(first);
    deps.clock.set(first.link.expiresAt);

    await assert.rejects(openLink(deps, linkToken(first.link, deps.sign)), { code: 'LINK_EXPIRED' });
  });

  it('is refused when the transition was cancelled', async () => {
    const deps = coreDeps({ ...first, cancelledAt: testNow });

    await assert.rejects(openLink(deps, linkToken(first.link, deps.sign)), { code: 'TRANSITION_CLOSED' });
  });
});

describe('a sign-in', () => {
  it('of the tenant’s Global Administrator is accepted and written down', async () => {
    const deps = coreDeps(first);

    const verdict = await recordSignIn(deps, first, identity);

    assert.deepEqual(verdict, { kind: 'accepted' });
    const [event] = deps.transitions.stored(first.transitionId).outbox;
    assert.deepEqual(event?.happening, { kind: 'signedIn' });
    assert.deepEqual(event.actor, { kind: 'customer', objectId: 'object-admin', userName: 'admin@contoso.example' });
  });

  it('of a Privileged Role Administrator is accepted', async () => {
    const roleTemplateIds = ['another-role', 'e8611ab8-c189-46e8-94e1-60213ab1f814'];

    const verdict = await recordSignIn(coreDeps(first), first, anIdentity({ roleTemplateIds }));

    assert.deepEqual(verdict, { kind: 'accepted' });
  });

  it('whose roles the token does not tell is left to Microsoft’s consent page', async () => {
    const { roleTemplateIds: _unknown, ...untold } = identity;

    assert.deepEqual(await recordSignIn(coreDeps(first), first, untold), { kind: 'accepted' });
  });

  it('without an administrator’s role is enough once the consent is there', async () => {
    const connected = aTransition({ steps: consented });

    const verdict = await recordSignIn(coreDeps(connected), connected, anIdentity({ roleTemplateIds: [] }));

    assert.deepEqual(verdict, { kind: 'accepted' });
  });

  it('without an administrator’s role is refused again where the consent was lost', async () => {
    const steps = { ...first.steps, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } as const };
    const lost = aTransition({ steps });

    const verdict = await recordSignIn(coreDeps(lost), lost, anIdentity({ roleTemplateIds: [] }));

    assert.deepEqual(verdict, { kind: 'refused', code: 'NOT_ADMINISTRATOR' });
  });

  const refusals = [
    ['PERSONAL_ACCOUNT', { tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad' }],
    ['PARTNER_ACCOUNT', { tenantId: 'tenant-partner' }],
    ['WRONG_TENANT', { tenantId: 'tenant-fabrikam' }],
    ['GUEST_ACCOUNT', { isGuest: true }],
    ['NOT_ADMINISTRATOR', { roleTemplateIds: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] }],
    ['NOT_ADMINISTRATOR', { roleTemplateIds: [] }],
  ] as const;
  for (const [code, overrides] of refusals) {
    it(`is refused with ${code} for ${JSON.stringify(overrides)}`, async () => {
      const deps = coreDeps(first);
      const who = anIdentity(overrides);

      const verdict = await recordSignIn(deps, first, who);

      assert.deepEqual(verdict, { kind: 'refused', code, ...(code === 'WRONG_TENANT' && { canTakeTenant: true }) });
      const stored = deps.transitions.stored(first.transitionId);
      assert.deepEqual(stored.lastRefusal, { code, tenantId: who.tenantId, at: testNow });
      assert.deepEqual(
        stored.outbox.map((event) => event.happening),
        [{ kind: 'signInRefused', code, signedInTenantId: who.tenantId }],
      );
      assert.deepEqual(stored.steps, first.steps);
    });
  }

  it('refused over and over is told to staff once an hour', async () => {
    const deps = coreDeps(first);
    const stranger = anIdentity({ tenantId: 'tenant-fabrikam' });
    const tellings = () => deps.transitions.stored(first.transitionId).outbox.length;
    await recordSignIn(deps, first, stranger);

    deps.clock.advance(hour - 1);
    assert.equal((await recordSignIn(deps, first, stranger)).kind, 'refused');
    assert.equal(tellings(), 1);

    deps.clock.advance(1);
    await recordSignIn(deps, first, stranger);
    assert.equal(tellings(), 2);
  });

  it('refused for another reason is told at once', async () => {
    const deps = coreDeps(first);
    await recordSignIn(deps, first, anIdentity({ isGuest: true }));

    await recordSignIn(deps, first, anIdentity({ roleTemplateIds: [] }));

    assert.equal(deps.transitions.stored(first.transitionId).outbox.length, 2);
  });
});

describe('a consent', () => {
  it('that is proven connects the directory, keeps Microsoft’s name and is looked at at once', async () => {
    const deps = coreDeps(first);

    const outcome = await recordConsent(deps, first, { identity, proof: connected });

    assert.deepEqual(outcome.transition?.steps.directoryConnection, { state: 'done' });
    assert.deepEqual(
      outcome.transition.outbox.map((event) => event.happening.kind),
      ['stepChanged'],
    );
    assert.equal(outcome.transition.tenant.displayName, profile.displayName);
    assert.equal(outcome.transition.tenant.domain, first.tenant.domain);
    assert.deepEqual(deps.transitions.visitDueAt(first.transitionId), testNow);
  });

  for (const proof of [{ kind: 'notConnected' }, { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' }] as const) {
    it(`that Microsoft does not show yet (${proof.kind}) waits`, async () => {
      const outcome = await recordConsent(coreDeps(first), first, { identity, proof });

      assert.deepEqual(outcome.transition?.steps.directoryConnection, { state: 'waiting' });
      assert.equal(outcome.transition.tenant.displayName, first.tenant.displayName);
    });
  }

  it('of a tenant for consumers blocks', async () => {
    const proof: ConsentProof = { kind: 'connected', profile: { ...profile, isWorkforce: false } };

    const outcome = await recordConsent(coreDeps(first), first, { identity, proof });

    assert.deepEqual(outcome.transition?.steps.directoryConnection, { state: 'blocked', code: 'TENANT_UNSUITABLE' });
  });

  it('that covers only a part waits for the rest, and remembers what is missing until it is there', async () => {
    const deps = coreDeps(first);
    const proof: ConsentProof = { kind: 'incomplete', missing: ['User.Read.All'] };

    const partly = await recordConsent(deps, first, { identity, proof });
    const whole = await recordConsent(deps, first, { identity, proof: connected });

    assert.deepEqual(partly.transition?.steps.directoryConnection, { state: 'waiting' });
    assert.deepEqual(partly.transition.missingPermissions, ['User.Read.All']);
    assert.equal(whole.transition && 'missingPermissions' in whole.transition, false);
  });

  it('of a tenant in which our application is disabled blocks', async () => {
    const proof: ConsentProof = { kind: 'refused', code: 'APP_DISABLED' };

    const outcome = await recordConsent(coreDeps(first), first, { identity, proof });

    assert.deepEqual(outcome.transition?.steps.directoryConnection, { state: 'blocked', code: 'APP_DISABLED' });
  });

  it('after a decline takes the decline back', async () => {
    const deps = coreDeps(first);
    await recordConsentDeclined(deps, first, identity);

    const outcome = await recordConsent(deps, first, { identity, proof: connected });

    assert.equal(outcome.transition?.declinedAt, undefined);
    assert.equal(outcome.transition?.toldStatus, 'awaitingCustomer');
  });

  it('twice changes nothing more', async () => {
    const deps = coreDeps({ ...first, steps: consented });

    assert.equal((await recordConsent(deps, first, { identity, proof: { kind: 'notConnected' } })).kind, 'unchanged');
  });
});

describe('a refusal on Microsoft’s own pages', () => {
  const tellings = (deps: ReturnType<typeof coreDeps>) =>
    deps.transitions.stored(first.transitionId).outbox.map(({ actor, happening }) => [actor.kind, happening]);

  it('is told to staff, who cannot be told by whom, once an hour', async () => {
    const deps = coreDeps(first);
    const told = ['service', { kind: 'signInRefused', code: 'SIGN_IN_BLOCKED' }];

    await recordMicrosoftRefusal(deps, first, 'SIGN_IN_BLOCKED');
    deps.clock.advance(hour - 1);
    await recordMicrosoftRefusal(deps, first, 'SIGN_IN_BLOCKED');
    assert.deepEqual(tellings(deps), [told]);

    deps.clock.advance(1);
    await recordMicrosoftRefusal(deps, first, 'SIGN_IN_BLOCKED');
    assert.deepEqual(tellings(deps), [told, told]);
  });

  for (const code of ['SIGN_IN_CANCELLED', 'SIGN_IN_FAILED', 'UPSTREAM_UNAVAILABLE', 'STATE_MISMATCH'] as const) {
    it(`is not told when it is ${code}: it passes, or was the person’s will`, async () => {
      const deps = coreDeps(first);

      await recordMicrosoftRefusal(deps, first, code);

      assert.deepEqual(tellings(deps), []);
    });
  }
});

describe('a declined consent', () => {
  it('is told as declined', async () => {
    const outcome = await recordConsentDeclined(coreDeps(first), first, identity);

    assert.equal(outcome.transition?.toldStatus, 'declined');
    assert.deepEqual(outcome.transition.declinedAt, testNow);
    assert.deepEqual(outcome.transition.outbox[0]?.happening, { kind: 'consentDeclined' });
  });

  it('declined again is not told again', async () => {
    const deps = coreDeps(first);
    await recordConsentDeclined(deps, first, identity);

    assert.equal((await recordConsentDeclined(deps, first, identity)).kind, 'unchanged');
  });

  it('means nothing once the directory is connected', async () => {
    const deps = coreDeps({ ...first, steps: consented });

    const outcome = await recordConsentDeclined(deps, first, identity);

    assert.equal(outcome.kind, 'unchanged');
    assert.equal(outcome.transition.declinedAt, undefined);
  });
});

describe('confirming the tenant', () => {
  it('keeps who confirmed and lets the watcher go on at once', async () => {
    const deps = coreDeps({ ...first, steps: consented });

    const outcome = await confirmTenant(deps, first, { identity, profile });

    assert.deepEqual(outcome.transition?.steps.tenantConfirmed, { state: 'done' });
    assert.deepEqual(outcome.transition.confirmedBy, {
      objectId: 'object-admin',
      userName: 'admin@contoso.example',
      at: testNow,
    });
    assert.equal(outcome.transition.tenant.displayName, profile.displayName);
    assert.deepEqual(outcome.transition.outbox[0]?.happening, { kind: 'tenantConfirmed' });
    assert.deepEqual(deps.transitions.visitDueAt(first.transitionId), testNow);
  });

  it('is refused before the directory is connected', async () => {
    const outcome = await confirmTenant(coreDeps(first), first, { identity, profile });

    assert.equal(outcome.kind === 'refused' && outcome.code, 'CONSENT_SETTLING');
  });

  it('is for an administrator, where the sign-in tells roles', async () => {
    const deps = coreDeps({ ...first, steps: consented });
    const member = anIdentity({ roleTemplateIds: [] });
    const { roleTemplateIds: _unknown, ...untold } = identity;

    const refused = await confirmTenant(deps, first, { identity: member, profile });
    const taken = await confirmTenant(deps, first, { identity: untold, profile });

    assert.equal(refused.kind === 'refused' && refused.code, 'NOT_ADMINISTRATOR');
    assert.equal(taken.kind, 'changed');
  });

  it('twice keeps the first, whoever comes second', async () => {
    const deps = coreDeps({ ...first, steps: consented });
    await confirmTenant(deps, first, { identity, profile });

    const outcome = await confirmTenant(deps, first, {
      identity: anIdentity({ objectId: 'second', roleTemplateIds: [] }),
      profile,
    });

    assert.equal(outcome.kind, 'unchanged');
    assert.equal(outcome.transition.confirmedBy?.objectId, 'object-admin');
  });
});

describe('“I have done this”', () => {
  it('is believed for now, and Microsoft is asked at once', async () => {
    const deps = coreDeps(first);

    const outcome = await recordSaidDone(deps, first, { identity, step: 'delegatedAdmin' });

    assert.deepEqual(outcome.transition?.steps.delegatedAdmin, { state: 'waiting' });
    assert.deepEqual(outcome.transition.saidDoneAt, { delegatedAdmin: testNow });
    assert.deepEqual(outcome.transition.outbox[0]?.happening, { kind: 'customerSaidDone', step: 'delegatedAdmin' });
    assert.deepEqual(deps.transitions.visitDueAt(first.transitionId), testNow);
  });

  it('for one step keeps what was said of another', async () => {
    const earlier = after(testNow, -hour);
    const deps = coreDeps({ ...first, saidDoneAt: { delegatedAdmin: earlier } });

    const outcome = await recordSaidDone(deps, first, { identity, step: 'resellerRelationship' });

    assert.deepEqual(outcome.transition?.saidDoneAt, { delegatedAdmin: earlier, resellerRelationship: testNow });
  });

  it('is taken for what is blocked, but not for a request that ended', async () => {
    const blocked = { state: 'blocked', code: 'AGREEMENT_MISSING' } as const;
    const deps = coreDeps({ ...first, steps: { ...first.steps, agreement: blocked, delegatedAdmin: blocked } });

    const agreement = await recordSaidDone(deps, first, { identity, step: 'agreement' });
    const delegatedAdmin = await recordSaidDone(deps, first, { identity, step: 'delegatedAdmin' });

    assert.deepEqual(agreement.transition?.steps.agreement, { state: 'waiting' });
    assert.equal(delegatedAdmin.kind, 'unchanged');
  });

  it('is taken for a request that goes on, though what it was to follow has ended', async () => {
    const delegatedAdmin = { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const;
    const ended = {
      ...first,
      steps: { ...first.steps, delegatedAdmin },
      relationshipStatus: 'approvalPending',
    } as const;
    const deps = coreDeps({ ...ended, relationshipReplaced: { relationshipId: 'old', endsAt: testNow } });

    const outcome = await recordSaidDone(deps, first, { identity, step: 'delegatedAdmin' });

    assert.deepEqual(outcome.transition?.steps.delegatedAdmin, { state: 'waiting' });
  });

  it('says nothing new about a step that is under way or done', async () => {
    for (const step of ['delegatedAdmin', 'resellerRelationship'] as const) {
      for (const state of ['waiting', 'done'] as const) {
        const deps = coreDeps({ ...first, steps: { ...first.steps, [step]: { state } } });

        assert.equal((await recordSaidDone(deps, first, { identity, step })).kind, 'unchanged');
      }
    }
  });
});

describe('“this is not my organisation”', () => {
  it('is told to staff once an hour, and confirms nothing', async () => {
    const deps = coreDeps({ ...first, steps: consented });
    const tellings = () => deps.transitions.stored(first.transitionId).outbox.map((event) => event.happening.kind);

    await recordTenantDisputed(deps, first, identity);
    deps.clock.advance(hour - 1);
    assert.equal((await recordTenantDisputed(deps, first, identity)).kind, 'unchanged');
    assert.deepEqual(tellings(), ['tenantDisputed']);

    deps.clock.advance(1);
    await recordTenantDisputed(deps, first, identity);
    assert.deepEqual(tellings(), ['tenantDisputed', 'tenantDisputed']);
    assert.deepEqual(deps.transitions.stored(first.transitionId).steps.tenantConfirmed, { state: 'notStarted' });
  });

  it('comes too late after the confirmation', async () => {
    const deps = coreDeps({ ...first, steps: { ...consented, tenantConfirmed: { state: 'done' } } });

    assert.equal((await recordTenantDisputed(deps, first, identity)).kind, 'unchanged');
  });
});

describe('“Microsoft shows an error there”', () => {
  it('is told to staff once an hour, and changes no step', async () => {
    const deps = coreDeps(first);
    const report = { identity, step: 'resellerRelationship' as const };

    await recordTrouble(deps, first, report);
    deps.clock.advance(hour - 1);
    assert.equal((await recordTrouble(deps, first, report)).kind, 'unchanged');
    deps.clock.advance(1);
    await recordTrouble(deps, first, report);

    const stored = deps.transitions.stored(first.transitionId);
    assert.deepEqual(
      stored.outbox.map((event) => event.happening),
      [
        { kind: 'customerReportedTrouble', step: 'resellerRelationship' },
        { kind: 'customerReportedTrouble', step: 'resellerRelationship' },
      ],
    );
    assert.deepEqual(stored.steps, first.steps);
  });
});

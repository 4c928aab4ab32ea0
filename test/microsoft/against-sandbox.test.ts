import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { SignInOutcome } from '../../src/core/ports/microsoft.ts';
import { globalAdministratorRoleId, personalAccountTenantId } from '../../src/sandbox/directory.ts';
import { sampleTenants } from '../../src/sandbox/sample-tenants.ts';
import { redirectUri, startSandboxTest, type SandboxTest } from './sandbox-fixture.ts';

const codeVerifier = 'a-verifier-of-at-least-forty-three-characters-in-all';
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
const state = 'the-state';
const nonce = 'the-nonce';

function tenantIdOf(domain: string): string {
  const tenant = sampleTenants.find((one) => one.domain === domain);
  assert.ok(tenant, domain);
  return tenant.tenantId;
}

describe('the Microsoft clients against the sandbox', () => {
  const contoso = tenantIdOf('contoso.com');
  let microsoft: SandboxTest;
  beforeEach(async () => {
    microsoft = await startSandboxTest();
  });
  afterEach(async () => {
    await microsoft.stop();
  });

  async function signIn(user: string, tenantId = contoso): Promise<SignInOutcome> {
    const request = { tenantId, state, nonce, codeChallenge, redirectUri };
    const answered = await microsoft.post(await microsoft.signIn.signInUrl(request), { user });
    const query = new URL(answered.location).searchParams;
    assert.equal(query.get('state'), state);
    return microsoft.signIn.redeemCode({ tenantId, code: query.get('code') ?? '', codeVerifier, nonce, redirectUri });
  }

  async function consent(domain: string): Promise<URLSearchParams> {
    const url = microsoft.signIn.consentUrl({ tenantId: tenantIdOf(domain), state, redirectUri });
    const answered = await microsoft.post(url, { user: `admin@${domain}`, action: 'accept' });
    return new URL(answered.location).searchParams;
  }

  async function approve(relationshipId: string, domain: string): Promise<void> {
    const page = `${microsoft.url}/admin/AdminPortal/partners/invitation/granularAdminRelationships/${relationshipId}`;
    const answered = await microsoft.post(page, { user: `admin@${domain}`, action: 'approve' });
    assert.equal(answered.status, 303);
  }

  async function authorise(domain: string): Promise<void> {
    const reading = await microsoft.partner.resellerInvitationUrl();
    assert.ok(reading.kind === 'read');
    const form = { user: `admin@${domain}`, authorise: 'yes', agreement: 'yes', action: 'authorise' };
    const answered = await microsoft.post(reading.value.split('#')[0] ?? '', form);
    assert.equal(answered.status, 303);
  }

  async function relationshipWith(domain: string): Promise<string> {
    const request = { tenantId: tenantIdOf(domain), customerName: domain };
    const reading = await microsoft.partner.ensureRelationship(request);
    assert.ok(reading.kind === 'read', JSON.stringify(reading));
    return reading.value.relationshipId;
  }

  it('find Contoso, its cloud and its name', async () => {
    const found = await microsoft.directory.findTenant('contoso.com');

    const displayName = 'Contoso';
    assert.deepEqual(found, { kind: 'found', tenantId: contoso, cloud: 'global', regionScope: 'NA', displayName });
  });

  it('find no tenant for an unknown domain', async () => {
    assert.deepEqual(await microsoft.directory.findTenant('nowhere.example'), { kind: 'notFound' });
  });

  it('tell GCC, which is served as any other, from GCC High, which is not', async () => {
    const [gcc, high] = [
      await microsoft.directory.findTenant('cpandl.com'),
      await microsoft.directory.findTenant('woodgrovebank.com'),
    ];

    assert.ok(gcc.kind === 'found' && high.kind === 'found');
    assert.deepEqual([gcc.cloud, high.cloud], ['global', 'gccHigh']);
  });

  it('know the Global Administrator who signs in', async () => {
    const outcome = await signIn('admin@contoso.com');

    assert.ok(outcome.kind === 'signedIn');
    const { identity } = outcome;
    assert.deepEqual([identity.tenantId, identity.userName, identity.isGuest], [contoso, 'admin@contoso.com', false]);
    assert.ok(identity.roleTemplateIds?.includes(globalAdministratorRoleId));
  });

  it('know an ordinary user by the missing role', async () => {
    const outcome = await signIn('user@contoso.com');

    assert.ok(outcome.kind === 'signedIn');
    assert.ok(outcome.identity.roleTemplateIds?.includes(globalAdministratorRoleId) !== true);
  });

  it('get another company’s admin back, with the tenant they belong to', async () => {
    const outcome = await signIn('admin@relecloud.com');

    assert.ok(outcome.kind === 'signedIn');
    assert.notEqual(outcome.identity.tenantId, contoso);
    assert.notEqual(outcome.identity.tenantId, personalAccountTenantId);
  });

  it('redeem a code once', async () => {
    const request = { tenantId: contoso, state, nonce, codeChallenge, redirectUri };
    const answered = await microsoft.post(await microsoft.signIn.signInUrl(request), { user: 'admin@contoso.com' });
    const code = new URL(answered.location).searchParams.get('code') ?? '';
    const redemption = { tenantId: contoso, code, codeVerifier, nonce, redirectUri };
    await microsoft.signIn.redeemCode(redemption);

    const again = await microsoft.signIn.redeemCode(redemption);

    assert.ok(again.kind === 'failed');
    assert.equal(again.code, 'SIGN_IN_FAILED');
  });

  it('get no identity for a code that was started with another verifier', async () => {
    const request = { tenantId: contoso, state, nonce, codeChallenge: 'x'.repeat(43), redirectUri };
    const answered = await microsoft.post(await microsoft.signIn.signInUrl(request), { user: 'admin@contoso.com' });
    const code = new URL(answered.location).searchParams.get('code') ?? '';

    const outcome = await microsoft.signIn.redeemCode({ tenantId: contoso, code, codeVerifier, nonce, redirectUri });

    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.code, 'SIGN_IN_FAILED');
  });

  it('read a cancelled sign-in and a declined consent apart, though Microsoft words them alike', async () => {
    const request = { tenantId: contoso, state, nonce, codeChallenge, redirectUri };
    const cancelled = await microsoft.post(await microsoft.signIn.signInUrl(request), { action: 'cancel' });
    const consentUrl = microsoft.signIn.consentUrl({ tenantId: contoso, state, redirectUri });
    const declined = await microsoft.post(consentUrl, { user: 'admin@contoso.com', action: 'cancel' });

    const codes = (
      [
        ['signIn', cancelled],
        ['consent', declined],
      ] as const
    ).map(([page, { location }]) => {
      const query = new URL(location).searchParams;
      const [error, errorDescription] = [query.get('error') ?? '', query.get('error_description') ?? ''];
      return microsoft.signIn.classifyRefusal({ error, errorDescription, page }).code;
    });

    assert.deepEqual(codes, ['SIGN_IN_CANCELLED', 'CONSENT_DECLINED']);
  });

  it('are not connected before consent, and are after it', async () => {
    const before = await microsoft.connection.prove(contoso, { fresh: true });
    const query = await consent('contoso.com');
    const after = await microsoft.connection.prove(contoso, { fresh: true });

    assert.deepEqual(before, { kind: 'notConnected' });
    assert.deepEqual([query.get('admin_consent'), query.get('state')], ['True', state]);
    assert.ok(after.kind === 'connected', JSON.stringify(after));
    assert.deepEqual([after.profile.tenantId, after.profile.isWorkforce], [contoso, true]);
    assert.ok(after.profile.verifiedDomains.includes('contoso.com'));
  });

  it('wait for a consent that takes its time', async () => {
    await consent('adatum.com');
    const adatum = tenantIdOf('adatum.com');
    const early = await microsoft.connection.prove(adatum, { fresh: true });
    microsoft.clock.advance(60 * 60 * 1000);
    const late = await microsoft.connection.prove(adatum, { fresh: true });

    assert.deepEqual([early.kind, late.kind], ['notConnected', 'connected']);
  });

  it('see that a consumers’ tenant cannot enter the program', async () => {
    await consent('proseware.com');

    const proof = await microsoft.connection.prove(tenantIdOf('proseware.com'), { fresh: true });

    assert.ok(proof.kind === 'connected');
    assert.equal(proof.profile.isWorkforce, false);
  });

  it('go the whole way with Contoso', async () => {
    await consent('contoso.com');
    const nothingYet = [
      await microsoft.partner.readResellerRelationship(contoso),
      await microsoft.partner.readAgreement(contoso),
    ];
    const relationshipId = await relationshipWith('contoso.com');
    const pending = await microsoft.partner.readRelationship(relationshipId);
    await authorise('contoso.com');
    await approve(relationshipId, 'contoso.com');
    const relationship = await microsoft.partner.readRelationship(relationshipId);
    await microsoft.partner.ensureAccessAssignments(relationshipId);
    microsoft.clock.advance(60_000);

    const facts = [
      await microsoft.partner.readResellerRelationship(contoso),
      await microsoft.partner.readAgreement(contoso),
      await microsoft.partner.ensureAccessAssignments(relationshipId),
    ];

    assert.deepEqual(
      nothingYet.map((reading) => reading.kind === 'read' && reading.value),
      ['missing', 'missing'],
    );
    assert.ok(pending.kind === 'read' && relationship.kind === 'read');
    assert.deepEqual([pending.value?.status, relationship.value?.status], ['approvalPending', 'active']);
    assert.deepEqual(
      facts.map((reading) => reading.kind === 'read' && reading.value),
      ['attached', 'accepted', 'active'],
    );
    assert.deepEqual(microsoft.logged, []);
  });

  it('ask for one relationship, however often they are asked', async () => {
    const first = await relationshipWith('contoso.com');

    const second = await relationshipWith('contoso.com');

    assert.equal(second, first);
  });

  it('use the relationship that Trey Research has with us already', async () => {
    const reading = await microsoft.partner.ensureRelationship({
      tenantId: tenantIdOf('treyresearch.net'),
      customerName: 'Trey Research',
    });

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value.status, 'active');
    assert.ok(reading.value.endsAt);
  });

  it('make one relationship though its creation is answered with a timeout at first', async () => {
    const path = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships';
    microsoft.controls.addFault({ method: 'POST', path, times: 1, status: 504 });

    const relationshipId = await relationshipWith('contoso.com');

    assert.equal(await relationshipWith('contoso.com'), relationshipId);
  });

  it('see access assignments fail, and ask for them anew', async () => {
    const relationshipId = await relationshipWith('vanarsdelltd.com');
    await approve(relationshipId, 'vanarsdelltd.com');
    await microsoft.partner.ensureAccessAssignments(relationshipId);
    microsoft.clock.advance(60 * 60 * 1000);

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'retried' });
  });

  it('work on when a token has ended by Microsoft’s clock before it has by ours', async () => {
    const relationshipId = await relationshipWith('contoso.com');
    microsoft.controls.setTroubles({ accessTokensExpire: true });
    microsoft.controls.advance(2 * 60 * 60);

    const reading = await microsoft.partner.readRelationship(relationshipId);

    assert.equal(reading.kind, 'read');
  });

  it('send a mail that arrives as it was written', async () => {
    const outcome = await microsoft.mail.send({
      to: { address: 'admin@contoso.com', name: 'Contoso admin' },
      subject: 'Your link',
      html: '<p>Open it</p>',
      text: 'Open it',
      reference: 'transition-1',
    });

    assert.deepEqual(outcome, { kind: 'accepted' });
    const [arrived] = microsoft.controls.mails();
    assert.ok(arrived);
    assert.deepEqual(
      [arrived.to, arrived.subject, arrived.contentType, arrived.content],
      [['admin@contoso.com'], 'Your link', 'html', '<p>Open it</p>'],
    );
    assert.deepEqual(arrived.headers, [{ name: 'x-partner-connect-reference', value: 'transition-1' }]);
  });
});

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { checkUp } from '../../../src/core/check-up/check-up.ts';
import { hasFailed, levelOf } from '../../../src/core/check-up/findings.ts';
import type { Probe } from '../../../src/core/ports/check-up.ts';
import { createCheckUpRig, globalReader, read, type CheckUpRig } from '../../support/check-up-rig.ts';
import { after, testNow } from '../../support/fake-clock.ts';

const megabyte = 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

describe('the judgement of what the self-check reads', () => {
  let rig: CheckUpRig;
  beforeEach(() => {
    rig = createCheckUpRig();
  });

  it('passes everything where everything is right', async () => {
    const findings = await checkUp(rig.deps);

    assert.deepEqual(new Set(findings.map(levelOf)), new Set(['passed']));
    assert.equal(findings.length, 26);
    assert.equal(hasFailed(findings), false);
  });

  for (const [megabytes, code] of [
    [1_024, 'DISK_ROOMY'],
    [1_023, 'DISK_LOW'],
    [100, 'DISK_LOW'],
    [99, 'DISK_FULL'],
  ] as const) {
    it(`finds ${code} with ${String(megabytes)} MB left`, async () => {
      rig.machine.freeBytes = async () => megabytes * megabyte;

      assert.deepEqual(await rig.found('disk'), [code]);
    });
  }

  for (const [days, code] of [
    [14, 'CERTIFICATE_LASTS'],
    [13, 'CERTIFICATE_ENDS_SOON'],
  ] as const) {
    it(`finds ${code} with ${String(days)} days left`, async () => {
      rig.machine.siteCertificate = async () => ({ kind: 'valid', endsAt: after(testNow, days * day) });

      assert.deepEqual(await rig.found('certificate'), [code]);
    });
  }

  it('blames the certificate alone when nobody trusts it', async () => {
    rig.machine.siteCertificate = async () => ({ kind: 'refused', why: 'CERT_HAS_EXPIRED' });

    assert.deepEqual(await rig.found('certificate'), ['CERTIFICATE_REFUSED']);
    assert.deepEqual(await rig.found('site'), ['WAITS_FOR']);
  });

  it('blames the address alone when nobody answers there', async () => {
    rig.machine.siteCertificate = async () => ({ kind: 'silent', why: 'ENOTFOUND' });
    rig.machine.site = async () => ({ kind: 'silent', why: 'ENOTFOUND' });

    assert.deepEqual(await rig.found('site'), ['SITE_UNREACHABLE']);
    assert.deepEqual(await rig.found('certificate'), ['WAITS_FOR']);
  });

  it('tells another page at the public address from ours', async () => {
    rig.machine.site = async () => ({ kind: 'answers', status: 502, isOurs: false });

    assert.deepEqual(await rig.found('site'), ['SITE_ANSWERS_OTHERWISE']);
  });

  it('warns of a proxy that the configuration does not count', async () => {
    rig.machine.isProxyUncounted = () => true;

    assert.deepEqual(await rig.found('site'), ['SITE_ANSWERS', 'PROXY_NOT_COUNTED']);
  });

  it('says when Microsoft does not tell the time, or its token the permissions', async () => {
    rig.signIn.partnerTenant = read({ clockAheadMs: undefined });
    rig.signIn.ownToken = read({ permissions: undefined });

    assert.deepEqual(await rig.found('clock'), ['CLOCK_UNKNOWN']);
    assert.deepEqual(await rig.found('permissions'), ['PERMISSIONS_UNREADABLE']);
  });

  for (const [clockAheadMs, code] of [
    [3_000, 'CLOCK_RIGHT'],
    [-4_000, 'CLOCK_WRONG'],
    [4_000, 'CLOCK_WRONG'],
  ] as const) {
    it(`finds ${code} with Microsoft’s clock ${String(clockAheadMs / 1000)} seconds ahead`, async () => {
      rig.signIn.partnerTenant = read({ clockAheadMs });

      assert.deepEqual(await rig.found('clock'), [code]);
    });
  }

  for (const [clockAheadMs, code] of [
    [undefined, 'DATABASE_WORKS'],
    [3_000, 'DATABASE_WORKS'],
    [4_000, 'DATABASE_CLOCK_WRONG'],
    [-4_000, 'DATABASE_CLOCK_WRONG'],
  ] as const) {
    it(`finds ${code} with the database’s clock ${String(clockAheadMs)} ms ahead`, async () => {
      rig.machine.database = async () => ({ kind: 'works', clockAheadMs });

      assert.deepEqual(await rig.found('database'), [code]);
    });
  }

  it('asks nothing of Teams for a bot of the sandbox or with a managed identity', async () => {
    rig.signIn.botToken = async () => Promise.reject(new Error('asked'));
    const found = [];
    for (const kind of ['sandbox', 'managedIdentity'] as const) {
      rig.deps.settings.bot = { kind };
      found.push(...(await rig.found('bot')));
    }

    assert.deepEqual(found, ['BOT_IN_SANDBOX', 'BOT_MANAGED_IDENTITY']);
  });

  it('warns where Partner Center does not say how the service account signed in, and goes on', async () => {
    rig.signIn.mfaCompliance = read(undefined);

    assert.deepEqual(await rig.found('mfa'), ['MFA_UNKNOWN']);
    assert.deepEqual(await rig.found('relationships'), ['RELATIONSHIPS_READ']);
  });

  it('knows a refusal for want of MFA and one for want of consent from a dead token', async () => {
    const found = [];
    for (const reason of ['mfaNeeded', 'notConsented', 'grantDead', 'accountAbsent', 'other'] as const) {
      rig.signIn.serviceAccountToken = async () => ({ kind: 'refused', reason, detail: 'AADSTS50076' });
      found.push(...(await rig.found('serviceAccount')));
    }

    assert.deepEqual(found, [
      ...['SERVICE_ACCOUNT_NEEDS_MFA', 'SERVICE_ACCOUNT_NOT_CONSENTED', 'REFRESH_TOKEN_DEAD'],
      ...['SERVICE_ACCOUNT_ABSENT', 'MICROSOFT_REFUSED'],
    ]);
  });

  it('blames each group by itself', async () => {
    rig.deps.settings.groups = ['readers', 'mail', 'gone', 'slow'].map((groupId) => ({ groupId, roleIds: [] }));
    const probes: Record<string, Probe<{ isSecurityGroup: boolean }>> = {
      readers: { kind: 'read', value: { isSecurityGroup: true } },
      mail: { kind: 'read', value: { isSecurityGroup: false } },
      gone: { kind: 'refused', reason: 'notFound', detail: 'HTTP 404' },
    };
    rig.resources.group = async (groupId) => probes[groupId] ?? { kind: 'silent', detail: 'UPSTREAM_UNAVAILABLE' };

    assert.deepEqual(await rig.found('groups'), [
      ...['GROUP_EXISTS', 'GROUP_WITHOUT_SECURITY', 'GROUP_MISSING', 'MICROSOFT_SILENT'],
    ]);
  });

  it('warns of roles that it does not know, and of too many', async () => {
    const roles = Array.from({ length: 21 }, (_, index) => `role-${String(index)}`);
    rig.deps.settings.delegatedAdminRoleIds = [...roles, globalReader];

    const found = await rig.found('roles');

    assert.equal(found.filter((code) => code === 'ROLE_UNKNOWN').length, 21);
    assert.ok(found.includes('ROLES_TOO_MANY'));
  });

  it('lets Global Administrator be where nothing is extended', async () => {
    rig.deps.settings.delegatedAdminRoleIds = [globalReader, '62E90394-69F5-4237-9190-012177145E10'];
    rig.deps.settings.autoExtendDuration = 'PT0S';

    assert.deepEqual(await rig.found('roles'), ['ROLES_FIT']);
  });

  for (const [end, code] of [
    [undefined, 'CREDENTIAL_NOT_LISTED'],
    [-1, 'CREDENTIAL_ENDED'],
    [0, 'CREDENTIAL_ENDS_SOON'],
    [30, 'CREDENTIAL_LASTS'],
  ] as const) {
    it(`finds ${code} for a secret with ${String(end)} days left`, async () => {
      rig.resources.ownCredentialEnd = read(end === undefined ? undefined : after(testNow, end * day));

      assert.deepEqual(await rig.found('expiry'), [code]);
    });
  }

  const forbidden = async () => ({ kind: 'refused', reason: 'forbidden', detail: 'HTTP 403' }) as const;

  for (const isReseller of [true, false]) {
    it(`finds the app unregistered where it alone is refused, and asks nothing more as the app: ${isReseller ? 'a reseller' : 'another'}`, async () => {
      rig.resources.customers = forbidden;
      rig.deps.settings.isReseller = isReseller;

      assert.deepEqual(await rig.found('customers'), ['CUSTOMERS_REFUSED']);
      const others = [...(await rig.found('profile')), ...(await rig.found('invitation'))];
      assert.deepEqual(others, ['PROFILE_READ', 'INVITATION_READ', 'INVITATION_OF_OTHER_FITS']);
      assert.deepEqual(await rig.found('webhooks'), ['WAITS_FOR']);
    });

    it(`finds ${isReseller ? 'all of it closed' : 'the same'} where the service account is refused, too`, async () => {
      rig.resources.customers = forbidden;
      rig.resources.partnerProfile = forbidden;
      rig.resources.resellerInvitation = forbidden;
      rig.deps.settings.isReseller = isReseller;

      assert.deepEqual(await rig.found('customers'), [
        isReseller ? 'CUSTOMERS_CLOSED_TO_RESELLERS' : 'CUSTOMERS_REFUSED',
      ]);
      const others = [...(await rig.found('profile')), ...(await rig.found('webhooks'))];
      assert.deepEqual(others, [isReseller ? 'WAITS_FOR' : 'MICROSOFT_REFUSED', 'WAITS_FOR']);
    });
  }

  it('does not call it closed to a reseller whose service account cannot be asked', async () => {
    rig.resources.customers = forbidden;
    rig.resources.partnerProfile = forbidden;
    rig.resources.resellerInvitation = forbidden;
    rig.deps.settings.isReseller = true;
    rig.signIn.serviceAccountToken = async () => ({ kind: 'refused', reason: 'grantDead', detail: 'AADSTS700082' });

    assert.deepEqual(await rig.found('customers'), ['CUSTOMERS_REFUSED']);
  });

  for (const silentOne of ['partnerProfile', 'resellerInvitation'] as const) {
    it(`does not say why a reseller’s customers are refused while Microsoft is silent: ${silentOne}`, async () => {
      rig.resources.customers = forbidden;
      rig.resources.partnerProfile = forbidden;
      rig.resources.resellerInvitation = forbidden;
      rig.resources[silentOne] = async () => ({ kind: 'silent', detail: 'HTTP 503' });
      rig.deps.settings.isReseller = true;

      assert.deepEqual(await rig.found('customers'), ['MICROSOFT_SILENT']);
    });
  }

  it('finds the app unregistered when the service account reads one thing, though the other is silent', async () => {
    rig.resources.customers = forbidden;
    rig.resources.partnerProfile = async () => ({ kind: 'silent', detail: 'HTTP 503' });
    rig.deps.settings.isReseller = true;

    assert.deepEqual(await rig.found('customers'), ['CUSTOMERS_REFUSED']);
  });

  it('waits with a reseller’s refused customers while the service account’s sign-in is silent', async () => {
    rig.resources.customers = forbidden;
    rig.signIn.serviceAccountToken = async () => ({ kind: 'silent', detail: 'HTTP 503' });
    rig.deps.settings.isReseller = true;

    assert.deepEqual(await rig.found('customers'), ['WAITS_FOR']);
  });

  it('says of customers, too, when Microsoft does not answer', async () => {
    rig.resources.customers = async () => ({ kind: 'silent', detail: 'HTTP 503' });

    assert.deepEqual(await rig.found('customers'), ['MICROSOFT_SILENT']);
  });

  it('asks for the partners’ agreements as the service account', async () => {
    rig.signIn.serviceAccountToken = async () => ({ kind: 'refused', reason: 'grantDead', detail: 'AADSTS700082' });

    assert.deepEqual(await rig.found('partnerAgreement'), ['WAITS_FOR']);
  });

  it('sees that Partner Center shows another company', async () => {
    rig.resources.partnerProfile = read({ tenantId: '10000000-0000-4000-8000-000000000002' });

    assert.deepEqual(await rig.found('profile'), ['PROFILE_OF_OTHER_TENANT']);
  });

  it('takes an approval link without https in the sandbox only', async () => {
    rig.deps.settings.approvalUrl = 'http://127.0.0.1:4280/admin';
    const outside = await rig.found('approvalLink');
    rig.deps.settings.isSandbox = true;
    const sandbox = await rig.found('approvalLink');

    assert.deepEqual([outside, sandbox], [['APPROVAL_LINK_WRONG'], ['APPROVAL_LINK_FITS']]);
  });
});

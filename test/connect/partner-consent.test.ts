// What the sandbox's sign-in never lets through: identities that the site has to refuse by itself.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ServiceAccountSignInOutcome } from '../../src/core/ports/service-account.ts';
import { consentUrl, newConsentAddress } from '../../src/core/use-cases/partner-consent.ts';
import { randomIds } from '../../src/runtime.ts';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { anIdentity } from '../support/core-deps.ts';
import { aTransition } from '../support/records.ts';
import { createVisitor } from '../support/visitor.ts';

const partnerTenantId = 'tenant-partner';

describe('coming back as the service account', () => {
  let site: ConnectSite;
  let adopted: number;
  let outcome: ServiceAccountSignInOutcome;
  beforeEach(async () => {
    adopted = 0;
    site = await openConnectSite(
      aTransition(),
      {},
      {
        settings: { partnerTenantId, delegatedAdminToken: 'appAndUser' },
        microsoft: refusingProbes,
        signIn: {
          signInUrl: async ({ state }) => `https://login.microsoft.example/authorize?state=${state}`,
          redeemCode: async () => outcome,
          classifyRefusal: () => 'SIGN_IN_NEEDS_MFA',
        },
      },
    );
  });
  afterEach(() => site.close());

  const signedInAs = (changes: Parameters<typeof anIdentity>[0]): ServiceAccountSignInOutcome => ({
    kind: 'signedIn',
    identity: anIdentity({ tenantId: partnerTenantId, userName: 'service@partner.example', ...changes }),
    async adopt() {
      adopted += 1;
    },
  });
  const newPath = () => {
    const { clock, sign } = site.core;
    return consentUrl('', newConsentAddress({ ids: randomIds, clock }), sign);
  };
  const comeBack = async (answer = 'code=code-1', path = newPath()) => {
    const visitor = createVisitor(site.url);
    await visitor.get(path);
    const left = new URL((await visitor.submit(`${path}/sign-in`)).location ?? '');
    const back = await visitor.get(
      `/connect/partner-consented?${answer}&state=${left.searchParams.get('state') ?? ''}`,
    );
    return back.location === undefined ? back : visitor.get(back.location);
  };

  it('refuses an account of another tenant by its verified token, names both, and keeps nothing', async () => {
    outcome = signedInAs({ tenantId: 'tenant-other', userName: '<b>admin@other.example' });

    const page = await comeBack();

    assert.equal(page.status, 403);
    assert.match(
      page.text,
      /You signed in as <b>admin@other.example. The service account must be of your tenant tenant-partner/,
    );
    assert.ok(!page.html.includes('<b>admin'));
    assert.equal(adopted, 0);
  });

  it('refuses a guest of the partner’s tenant', async () => {
    outcome = signedInAs({ isGuest: true });

    const page = await comeBack();

    assert.deepEqual([page.status, adopted], [403, 0]);
    assert.match(page.text, /is a guest in your tenant/);
  });

  it('shows what Microsoft refused, with what finds it in the sign-in log', async () => {
    outcome = { kind: 'failed', code: 'UPSTREAM_UNEXPECTED', correlationId: 'microsoft-correlation' };

    const redeemed = await comeBack();
    const refused = await comeBack('error=interaction_required&error_description=AADSTS50076');
    const empty = await comeBack('code=');

    assert.match(redeemed.text, /The reason is UPSTREAM_UNEXPECTED.*microsoft-correlation/);
    assert.match(refused.text, /The reason is SIGN_IN_NEEDS_MFA/);
    assert.match(empty.text, /The reason is SIGN_IN_FAILED/);
  });

  it('keeps the account though Microsoft lets it do nothing yet, and says what is missing', async () => {
    outcome = signedInAs({});

    const page = await comeBack();

    assert.deepEqual([page.status, adopted], [200, 1]);
    assert.match(page.text, /Signed in, but something is missing/);
  });

  it('lets the same address be used again when the account could not be kept', async () => {
    const path = newPath();
    const kept = signedInAs({});
    outcome = { ...kept, adopt: () => Promise.reject(new Error('the database is away')) } as typeof kept;
    const lost = await comeBack(undefined, path);
    outcome = kept;

    const page = await comeBack(undefined, path);

    assert.deepEqual([lost.status, page.status, adopted], [500, 200, 1]);
  });
});

const refused = async () => ({ kind: 'refused', reason: 'notConsented', detail: 'AADSTS65001' }) as const;
const refusingProbes = {
  signIn: {
    partnerTenant: refused,
    ownToken: refused,
    serviceAccountToken: refused,
    mfaCompliance: refused,
    botToken: refused,
  },
  resources: {
    relationships: refused,
    group: refused,
    senderMailbox: refused,
    ownCredentialEnd: refused,
    botCredentialEnd: refused,
    resellerInvitation: refused,
    pastedInvitation: () => undefined,
    partnerProfile: refused,
    customers: refused,
    otherInvitations: () => [],
    partnerAgreement: refused,
    webhooks: refused,
  },
};

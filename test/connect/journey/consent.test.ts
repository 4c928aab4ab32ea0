import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { consent, leaveForConsent, signIn } from '../../support/connect-walk.ts';
import { anIdentity } from '../../support/core-deps.ts';
import { aProfile } from '../../support/records.ts';
import { createVisitor } from '../../support/visitor.ts';

const proofsOf = (site: ConnectSite) => site.microsoft.asked.filter(([method]) => method === 'prove');

describe('the Directory Connection', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
  });
  afterEach(() => site.close());

  it('is explained before the browser leaves for Microsoft’s own page', async () => {
    const visitor = await signIn(site);
    const page = await visitor.get('/connect/progress');

    const left = await visitor.submit('/connect/consent');

    assert.match(page.text, /How many accounts you have, guests included\. .* only the number is read/);
    assert.match(page.text, /cannot read mail, files, chats or passwords/);
    const url = new URL(left.location ?? '');
    assert.equal(url.pathname, '/tenant-contoso/adminconsent');
    assert.equal(url.searchParams.get('redirectUri'), 'http://connect.example/connect/consented');
  });

  it('is done once Microsoft proves it, and leads to the tenant’s details', async () => {
    const visitor = await consent(site);

    const page = await visitor.get('/connect/progress');

    assert.deepEqual(site.now().steps.directoryConnection, { state: 'done' });
    assert.deepEqual(proofsOf(site)[0]?.[1], { tenantId: 'tenant-contoso', fresh: true });
    assert.match(page.text, /Is this your organisation\?/);
    assert.equal(site.wakings(), 1);
  });

  it('says that Microsoft is setting this up while the proof fails, and looks again by itself', async () => {
    site.microsoft.answers.proof = { kind: 'notConnected' };

    const visitor = await consent(site);
    const page = await visitor.get('/connect/progress');

    assert.deepEqual(site.now().steps.directoryConnection, { state: 'waiting' });
    assert.match(page.text, /Microsoft is setting this up/);
    assert.match(page.html, /<noscript><meta http-equiv="refresh" content="4"/);
    assert.match(page.html, /data-refresh-seconds="4"/);
  });

  it('believes no address: without proof nothing is connected', async () => {
    site.microsoft.answers.proof = { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' };

    await consent(site);

    assert.deepEqual(site.now().steps.directoryConnection, { state: 'waiting' });
  });

  it('stops for a tenant made for consumers', async () => {
    site.microsoft.answers.proof = { kind: 'connected', profile: aProfile({ isWorkforce: false }) };

    const page = await (await consent(site)).get('/connect/progress');

    assert.match(page.text, /This tenant cannot be connected.*tell Northwind Traders/);
  });

  it('may be declined, which staff are told of, and tried again', async () => {
    site.microsoft.answers.trace = { number: 65004 };
    const visitor = await signIn(site);
    const state = await leaveForConsent(visitor);

    const declined = await visitor.get(
      `/connect/consented?error=access_denied&error_description=AADSTS65004&admin_consent=True&state=${state}`,
    );
    const again = await visitor.get('/connect/progress');

    assert.match(declined.text, /You declined the Directory Connection.*Try again/);
    assert.doesNotMatch(declined.text, /For your IT department/);
    assert.ok(site.now().declinedAt);
    assert.deepEqual(proofsOf(site), []);
    assert.match(again.text, /was declined\. Nothing was changed/);
    assert.match((await visitor.submit('/connect/consent')).location ?? '', /adminconsent/);
  });

  it('names the role that is needed when Microsoft says that the person may not consent', async () => {
    site.microsoft.answers.refusal = 'NOT_ADMINISTRATOR';
    const visitor = await signIn(site);
    const state = await leaveForConsent(visitor);

    const page = await visitor.get(`/connect/consented?error=access_denied&state=${state}`);

    assert.match(page.text, /A Global Administrator is needed.*admin@contoso\.example/);
    assert.equal(site.now().declinedAt, undefined);
  });

  it('ignores an answer that was used already, made up, or is for another tenant', async () => {
    const visitor = await consent(site);
    const proofs = proofsOf(site).length;
    const before = structuredClone(site.now());
    site.change({ steps: { ...before.steps, directoryConnection: { state: 'notStarted' } } });
    const changed = structuredClone(site.now());
    const other = await leaveForConsent(visitor);

    const pages = [
      await visitor.get('/connect/consented?admin_consent=True&state=made-up'),
      await visitor.get('/connect/consented?admin_consent=True'),
      await visitor.get(`/connect/consented?admin_consent=True&tenant=tenant-evil&state=${other}`),
      await visitor.get(`/connect/consented?admin_consent=True&tenant=tenant-contoso&state=${other}`),
    ];

    for (const page of pages) assert.equal(page.location, '/connect/progress');
    assert.equal(proofsOf(site).length, proofs);
    assert.deepEqual(site.now(), changed);
  });

  it('does not take an answer from somebody who is not signed in here', async () => {
    const state = await leaveForConsent(await signIn(site));

    const page = await createVisitor(site.url).get(`/connect/consented?admin_consent=True&state=${state}`);

    assert.equal(page.status, 403);
    assert.match(page.text, /Please open your link again/);
    assert.deepEqual(proofsOf(site), []);
  });

  it('does not take one administrator’s answer for another’s', async () => {
    const state = await leaveForConsent(await signIn(site));
    site.microsoft.answers.signIn = { kind: 'signedIn', identity: anIdentity({ objectId: 'object-other' }) };
    const other = await signIn(site);

    await other.get(`/connect/consented?admin_consent=True&state=${state}`);

    assert.deepEqual(proofsOf(site), []);
  });

  it('takes the answer in a second tab in which the same person signed in meanwhile', async () => {
    const visitor = await signIn(site);
    const state = await leaveForConsent(visitor);
    const left = await visitor.post(`${site.linkPath()}/sign-in`);
    await visitor.get(`/connect/signed-in?code=c&state=${new URL(left.location!).searchParams.get('state')!}`);

    await visitor.get(`/connect/consented?admin_consent=True&state=${state}`);

    assert.deepEqual(site.now().steps.directoryConnection, { state: 'done' });
  });

  it('does not use the answer up for a HEAD', async () => {
    const visitor = await signIn(site);
    const state = await leaveForConsent(visitor);

    await visitor.head(`/connect/consented?admin_consent=True&state=${state}`);
    await visitor.get(`/connect/consented?admin_consent=True&state=${state}`);

    assert.deepEqual(site.now().steps.directoryConnection, { state: 'done' });
  });

  for (const [code, says, button] of [
    ['CONSENT_LOST', /The Directory Connection was removed in your organisation/, true],
    [
      'PERMISSION_MISSING',
      /your earlier approval does not cover\. Please accept once more\. New is: How many accounts you have, guests included\. .* \(User\.Read\.All\) New\.Read\.All/,
      true,
    ],
    ['APP_DISABLED', /disabled the application .* set “Enabled for users to sign in\?” to Yes/, true],
    ['TENANT_GONE', /Microsoft does not know this organisation any more Tell Northwind Traders which/, false],
  ] as const) {
    it(`that was there is asked for again where that helps (${code}), and what became of it is said`, async () => {
      const visitor = await consent(site);
      const steps = { ...site.now().steps, directoryConnection: { state: 'blocked', code } } as const;
      site.change({ steps, missingPermissions: ['User.Read.All', 'New.Read.All'] });

      const page = await visitor.get('/connect/progress');

      assert.match(page.text, says);
      assert.equal(page.html.includes('action="/connect/consent"'), button);
      assert.match(page.text, /Directory Connection Needs attention/);
    });
  }

  it('is not asked for twice', async () => {
    const visitor = await signIn(site);
    await visitor.get('/connect/progress');
    site.change({ steps: { ...site.now().steps, directoryConnection: { state: 'done' } } });

    const page = await visitor.submit('/connect/consent');

    assert.equal(page.location, '/connect/progress');
  });
});

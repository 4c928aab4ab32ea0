// What browsers leave with the service, and what `forget-customer.ts` finds of it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { forgetCustomer } from '../../src/core/use-cases/forgetting/forget-customer.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { leaveForConsent, leaveForSignIn, signIn } from '../support/connect-walk.ts';
import { anIdentity } from '../support/core-deps.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { createVisitor } from '../support/visitor.ts';

const fabrikam = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' };

describe('the visitors of a customer who is forgotten', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
  });
  afterEach(() => site.close());

  const turnAway = async (userName: string, tenantId: string) => {
    site.microsoft.answers.signIn = { kind: 'signedIn', identity: anIdentity({ tenantId, userName }) };
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    assert.equal((await visitor.get(`/connect/signed-in?code=c&state=${state}`)).status, 403);
  };

  it('are forgotten with them, also those who came while the link was for another tenant', async () => {
    await leaveForConsent(await signIn(site));
    await leaveForSignIn(site, createVisitor(site.url));
    site.change({ tenant: fabrikam });
    await leaveForSignIn(site, createVisitor(site.url));
    const held = Object.entries(site.ephemeral.held());
    const store = await openStore('sqlite::memory:');
    await store.transitions.insert(site.now(), { visitDueAt: testNow });
    const end = after(testNow, 1000);
    for (const [key, json] of held) await store.ephemeral.put(key, json, end);
    await store.ephemeral.put('another', '{"transitionId":"another","identity":{"tenantId":"tenant-contoso"}}', end);

    const { mentions } = await forgetCustomer(store, site.now());

    const left = await Promise.all(
      [...held.map(([key]) => key), 'another'].map((key) => store.ephemeral.get(key, testNow)),
    );
    await store.close();
    assert.deepEqual(held.map(([key]) => key.split(':')[0]).toSorted(), [
      'connect-consent',
      'connect-session',
      'connect-signIn',
      'connect-signIn',
    ]);
    assert.equal(mentions, 4);
    assert.deepEqual(
      left.map((json) => json !== undefined),
      [false, false, false, false, true],
    );
  });

  it('leave nothing behind of an account of another tenant, which is turned away', async () => {
    await turnAway('adele@fabrikam.example', 'tenant-fabrikam');

    assert.deepEqual(site.ephemeral.held(), {});
    assert.equal(site.now().otherTenant?.tenantId, 'tenant-fabrikam');
  });
});

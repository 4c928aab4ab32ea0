import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { CspPartner } from '../../src/core/csp-partners.ts';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { confirm, watcherFinds } from '../support/connect-walk.ts';

const partners: readonly CspPartner[] = [
  {
    party: 'provider',
    name: 'Wide World Importers',
    isOurs: false,
    invitationUrl: 'https://admin.example/provider',
  },
  { party: 'reseller', name: 'Northwind Traders', isOurs: true, invitationUrl: 'https://admin.example/reseller' },
];

describe('the steps, with a provider and a reseller,', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
    site.microsoft.answers.cspPartners = partners;
  });
  afterEach(() => site.close());

  it('lead through two authorisations, one after the other, each on a page of its own', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, { delegatedAdmin: { state: 'done' } });
    const cspPartners = partners.map((one) => ({ ...one, isAttached: false }));
    site.change({ cspPartners });
    const first = await visitor.get('/connect/progress');
    await visitor.submit('/connect/done');
    const second = await visitor.get('/connect/progress');
    await visitor.submit('/connect/done');

    const third = await visitor.get('/connect/progress');

    assert.match(
      first.text,
      /Authorise Wide World Importers.*Wide World Importers : still to do Northwind Traders : still/,
    );
    assert.match(first.html, /href="https:\/\/admin\.example\/provider" target="_blank"/);
    assert.match(second.text, /Authorise Northwind Traders.*Wide World Importers : you have done this/);
    assert.match(second.html, /href="https:\/\/admin\.example\/reseller" target="_blank"/);
    assert.match(third.text, /Checking/);
  });

  it('ask for the one that was forgotten', async () => {
    const visitor = await confirm(site);
    const cspPartners = partners.map((one) => ({ ...one, isAttached: !one.isOurs }));
    site.change({ cspPartners });
    watcherFinds(site, {
      delegatedAdmin: { state: 'done' },
      resellerRelationship: { state: 'blocked', code: 'RESELLER_RELATIONSHIP_PARTIAL' },
    });

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /Only one of the two authorisations is there\. Please authorise Northwind Traders too/);
    assert.match(page.text, /Wide World Importers : authorised/);
    assert.match(page.html, /href="https:\/\/admin\.example\/reseller"/);
  });
});

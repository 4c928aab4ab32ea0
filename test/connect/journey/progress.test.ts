import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Steps } from '../../../src/core/steps.ts';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { confirm, consent, signIn, watcherFinds } from '../../support/connect-walk.ts';
import { anIdentity } from '../../support/core-deps.ts';
import { allStepsDone, aProfile, aTransition } from '../../support/records.ts';
import { createVisitor } from '../../support/visitor.ts';

const approvalUrl = 'https://admin.microsoft.example/approve/relationship-1';

describe('the steps', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
  });
  afterEach(() => site.close());

  it('show the tenant’s details to be confirmed', async () => {
    site.microsoft.answers.proof = {
      kind: 'connected',
      profile: aProfile({ verifiedDomains: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((x) => `${x}.example`) }),
    };
    const visitor = await consent(site);

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /Connecting Contoso Pharmaceuticals to Northwind Traders/);
    assert.match(
      page.text,
      /Name Contoso Pharmaceuticals Main domain contoso\.example Country Australia City North Ryde/,
    );
    assert.match(page.text, /f\.example and 2 more Tenant ID tenant-contoso/);
    assert.match(page.text, /1 of 5 steps done/);
    assert.doesNotMatch(page.html, /http-equiv="refresh"/);
  });

  it('take the confirmation once, wake the watcher, and go on', async () => {
    const visitor = await confirm(site);
    const version = site.now().version;

    const twice = await visitor.submit('/connect/confirm');
    const page = await visitor.get('/connect/progress');

    assert.equal(twice.location, '/connect/progress');
    assert.equal(site.now().version, version);
    assert.equal(site.now().confirmedBy?.userName, 'admin@contoso.example');
    assert.ok(site.wakings() >= 2);
    assert.match(page.text, /Preparing the request/);
    assert.match(page.html, /http-equiv="refresh"/);
  });

  it('say so when Microsoft does not give the details, and try again', async () => {
    const visitor = await consent(site);
    site.microsoft.answers.proof = { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' };

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /does not give us your details right now/);
    assert.match(page.html, /http-equiv="refresh"/);
  });

  it('confirm nothing while Microsoft does not answer', async () => {
    const visitor = await consent(site);
    await visitor.get('/connect/progress');
    site.microsoft.answers.proof = { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' };

    const page = await visitor.submit('/connect/confirm');

    assert.equal(page.status, 503);
    assert.deepEqual(site.now().steps.tenantConfirmed, { state: 'notStarted' });
  });

  it('let no other member of the tenant confirm, and tell the way for a role that is not active', async () => {
    await consent(site);
    const identity = anIdentity({ userName: 'employee@contoso.example', roleTemplateIds: [] });
    site.microsoft.answers.signIn = { kind: 'signedIn', identity };
    const employee = await signIn(site);
    await employee.get('/connect/progress');

    const page = await employee.submit('/connect/confirm');

    assert.equal(page.status, 403);
    assert.match(
      page.text,
      /employee@contoso\.example, which has no active Global Administrator role\. Nothing was changed/,
    );
    assert.match(page.text, /Privileged Identity Management .* activate .* try again/);
    assert.deepEqual(site.now().steps.tenantConfirmed, { state: 'notStarted' });
    const again = await employee.get(/href="[^"]*(\/connect\/[\w-]+\.[\w.-]+)"/.exec(page.html)?.[1] ?? '');
    assert.equal(again.status, 200);
    assert.match(again.text, /Sign in and go on/);
  });

  it('tell what to do when it is not their organisation', async () => {
    const visitor = await consent(site);
    await visitor.get('/connect/progress');

    await visitor.submit('/connect/not-mine');
    const notMine = await visitor.get('/connect/not-mine');

    assert.match(notMine.text, /do not confirm them.*Northwind Traders has been told/);
    assert.deepEqual(site.now().steps.tenantConfirmed, { state: 'notStarted' });
    assert.deepEqual(site.now().outbox.at(-1)?.happening, { kind: 'tenantDisputed' });
  });

  it('let whoever shares the device sign out, here and at Microsoft', async () => {
    const visitor = await consent(site);
    const stolen = new Map(visitor.cookies);
    await visitor.get('/connect/progress');

    const answer = await visitor.submit('/connect/sign-out');
    const back = await visitor.get('/connect/progress');
    for (const [name, value] of stolen) visitor.cookies.set(name, value);
    const replayed = await visitor.get('/connect/progress');

    assert.equal(answer.location, 'https://login.microsoft.example/logout');
    for (const page of [back, replayed]) assert.match(page.text, /Please open your link again/);
  });

  it('open Microsoft’s approval page in a new tab once the request is there', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, {});

    const page = await visitor.get('/connect/progress');

    assert.match(page.html, new RegExp(`href="${approvalUrl}" target="_blank" rel="noopener noreferrer"`));
    assert.match(page.text, /Microsoft does not send you back by itself/);
    assert.match(page.text, /Accept delegated admin Next/);
    assert.match(page.text, /Authorise the CSP Later/);
  });

  it('open no page of Microsoft’s for a request that is not locked yet, because it refuses it', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, {});
    site.change({ version: site.now().version + 1, relationshipStatus: 'created' });

    const page = await visitor.get('/connect/progress');

    assert.ok(!page.html.includes(approvalUrl));
  });

  it('offer Microsoft’s page again only while Microsoft has not seen the approval', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, { delegatedAdmin: { state: 'waiting' } });
    site.change({ version: site.now().version + 1, relationshipStatus: 'activating' });

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /Accept delegated admin Checking/);
    assert.doesNotMatch(page.text, /Not finished there/);
  });

  it('take it that Microsoft shows an error, tell staff, and say what to do', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, {});
    await visitor.get('/connect/progress');

    await visitor.submit('/connect/trouble');
    const page = await visitor.get('/connect/trouble');

    assert.match(page.text, /Northwind Traders has been told that Microsoft’s page shows you an error/);
    assert.deepEqual(site.now().outbox.at(-1)?.happening, { kind: 'customerReportedTrouble', step: 'delegatedAdmin' });
    assert.deepEqual(site.now().steps.delegatedAdmin, { state: 'notStarted' });
  });

  it('believe “I have done this” for a while, and show what is next', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, {});
    await visitor.get('/connect/progress');

    const answer = await visitor.submit('/connect/done');
    const page = await visitor.get('/connect/progress');

    assert.equal(answer.location, '/connect/progress');
    assert.match(page.text, /Accept delegated admin Checking/);
    assert.match(page.text, /Authorise the CSP Next/);
    assert.match(page.text, /Not finished there\? Open Microsoft’s page again/);
    assert.match(page.html, /invType=ResellerRelationship/);
  });

  it('wait for Microsoft once everything was said to be done', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, {});
    await visitor.get('/connect/progress');
    await visitor.submit('/connect/done');
    await visitor.get('/connect/progress');

    await visitor.submit('/connect/done');
    const page = await visitor.get('/connect/progress');

    assert.deepEqual(site.now().steps.resellerRelationship, { state: 'waiting' });
    assert.match(page.text, /You have done your part.*up to an hour/);
    assert.match(page.text, /If something is not finished there, open Microsoft’s page again, above/);
  });

  it('speak of nothing unfinished once Microsoft shows what was said to be done', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, { delegatedAdmin: { state: 'done' }, resellerRelationship: { state: 'done' } });

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /You have done your part Microsoft is finishing the set-up/);
    assert.doesNotMatch(page.text, /not finished/i);
  });

  it('end with all done, also for a page that stayed open', async () => {
    const visitor = await confirm(site);
    site.change({ verifiedAt: site.core.clock.now(), steps: allStepsDone });

    const page = await visitor.get('/connect/progress');

    assert.match(page.text, /All done.*You can close this page/);
    assert.doesNotMatch(page.html, /http-equiv="refresh"/);
  });

  it('say that Microsoft does not tell the invitation’s address, and ask for it again', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, { delegatedAdmin: { state: 'done' } });
    site.microsoft.answers.invitation = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' };
    const without = await visitor.get('/connect/progress');
    site.microsoft.answers.invitation = { kind: 'read', value: 'javascript:alert(1)' };
    const hostile = await visitor.get('/connect/progress');
    site.microsoft.answers.invitation = { kind: 'read', value: 'https://admin.microsoft.example/i' };

    const page = await visitor.get('/connect/progress');

    assert.match(without.text, /does not give us this page’s address right now/);
    assert.doesNotMatch(hostile.html, /javascript:/);
    assert.match(page.html, /href="https:\/\/admin\.microsoft\.example\/i"/);
  });

  it('ask Microsoft for the invitation’s address once in a while, not at every look', async () => {
    const visitor = await confirm(site);
    watcherFinds(site, { delegatedAdmin: { state: 'done' } });

    await visitor.get('/connect/progress');
    await visitor.get('/connect/progress');
    site.core.clock.advance(11 * 60 * 1000);
    await visitor.get('/connect/progress');

    assert.equal(site.microsoft.asked.filter(([method]) => method === 'cspPartners').length, 2);
  });

  const blocked: { what: string; steps: Partial<Steps>; says: RegExp }[] = [
    {
      what: 'a country in which we may not sell',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'blocked', code: 'REGION_MISMATCH' },
      },
      says: /cannot be connected.*does not let Northwind Traders sell/,
    },
    {
      what: 'a syndication partner',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'blocked', code: 'TENANT_SYNDICATED' },
      },
      says: /bound to another kind of partner/,
    },
    {
      what: 'a review of Microsoft’s',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'blocked', code: 'CUSTOMER_UNDER_REVIEW' },
      },
      says: /Microsoft is reviewing your organisation/,
    },
    {
      what: 'a consent that was removed',
      steps: { directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } },
      says: /Needs attention.*was removed in your organisation.*Continue to Microsoft/,
    },
    {
      what: 'a consent that never arrived',
      steps: { directoryConnection: { state: 'blocked', code: 'CONSENT_SETTLING' } },
      says: /has not shown us your approval yet.*Continue to Microsoft/,
    },
    {
      what: 'a relationship that was rejected',
      steps: { delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } },
      says: /A new request is needed.*Ask Northwind Traders for a new Partner Connect link/,
    },
    {
      what: 'what only the partner can mend',
      steps: { delegatedAdmin: { state: 'blocked', code: 'PARTNER_ROLE_MISSING' } },
      says: /This step waits for Northwind Traders You have nothing to do now/,
    },
    {
      what: 'a missing agreement',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'done' },
        agreement: { state: 'blocked', code: 'AGREEMENT_MISSING' },
      },
      says: /Authorise the CSP Needs attention.*Microsoft Customer Agreement is still missing/,
    },
    {
      what: 'a reseller relationship that went away',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' },
      },
      says: /no longer shows this authorisation/,
    },
    {
      what: 'access assignments that failed',
      steps: {
        delegatedAdmin: { state: 'done' },
        resellerRelationship: { state: 'done' },
        agreement: { state: 'done' },
        accessAssignments: { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' },
      },
      says: /4 of 5 steps done.*Northwind Traders has been told, and will correct it/,
    },
  ];
  for (const { what, steps, says } of blocked) {
    it(`explain ${what}`, async () => {
      const visitor = await confirm(site);
      watcherFinds(site, steps);

      const page = await visitor.get('/connect/progress');

      assert.match(page.text, says);
    });
  }

  it('look seldom once it drags on', async () => {
    const visitor = await confirm(site);
    site.core.clock.advance(11 * 60 * 1000);

    const page = await visitor.get('/connect/progress');

    assert.match(page.html, /http-equiv="refresh" content="30"/);
  });

  it('stand still for who asks for it', async () => {
    const visitor = await confirm(site);

    const page = await visitor.get('/connect/progress?still=1');

    assert.doesNotMatch(page.html, /http-equiv="refresh"|<script|data-refresh/);
    assert.match(page.text, /Resume updates/);
  });

  it('are not shown to the people of the tenant that was named before, once staff have taken another', async () => {
    const visitor = await signIn(site);
    site.change({ tenant: { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' } });

    const page = await visitor.get('/connect/progress');

    assert.equal(page.status, 403);
    assert.match(page.text, /Please open your link again/);
    assert.doesNotMatch(page.text, /fabrikam/i);
  });

  it('are not shown to whoever is not signed in, or no longer', async () => {
    const visitor = await signIn(site);
    site.core.clock.advance(9 * 60 * 60 * 1000);

    const pages = [await createVisitor(site.url).get('/connect/progress'), await visitor.get('/connect/progress')];

    for (const page of pages) {
      assert.equal(page.status, 403);
      assert.match(page.text, /Please open your link again/);
      assert.doesNotMatch(page.text, /contoso/i);
    }
  });

  const endings = [
    { what: 'replaced', change: () => ({ link: { ...aTransition().link, version: 2 } }), says: /no longer valid/ },
    {
      what: 'revoked',
      change: () => ({ link: { ...aTransition().link, revokedAt: new Date(0) } }),
      says: /no longer valid/,
    },
    { what: 'cancelled', change: () => ({ cancelledAt: new Date(0) }), says: /was withdrawn/ },
  ];
  for (const { what, change, says } of endings) {
    it(`end at once when the link is ${what}`, async () => {
      const visitor = await consent(site);
      await visitor.get('/connect/progress');
      site.change(change());

      const pages = [
        await visitor.submit('/connect/confirm'),
        await visitor.get('/connect/progress'),
        await visitor.get('/connect/consented?state=x'),
      ];

      for (const page of pages) {
        assert.equal(page.status, 410);
        assert.match(page.text, says);
      }
      assert.deepEqual(site.now().steps.tenantConfirmed, { state: 'notStarted' });
    });
  }
});

describe('a form of the steps', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
  });
  afterEach(() => site.close());

  for (const path of ['/connect/consent', '/connect/confirm', '/connect/done']) {
    it(`is refused at ${path} without this session’s token, and changes nothing`, async () => {
      const visitor = await consent(site);
      const before = [structuredClone(site.now()), site.ephemeral.held()];
      const step = 'delegatedAdmin';

      const pages = [
        await visitor.post(path, { step }),
        await visitor.post(path, { step, formToken: 'made-up' }),
        await visitor.post(path, { step, formToken: '' }),
      ];

      for (const page of pages) {
        assert.equal(page.status, 403);
        assert.match(page.text, /That did not come from our page/);
      }
      assert.deepEqual([site.now(), site.ephemeral.held()], before);
    });

    it(`is refused at ${path} from another site even with the token`, async () => {
      const visitor = await consent(site);
      const page = await visitor.get('/connect/progress');
      const formToken = /name="formToken" value="([^"]+)"/.exec(page.html)![1]!;
      const before = structuredClone(site.now());

      const refused = await visitor.post(
        path,
        { formToken, step: 'delegatedAdmin' },
        { 'Sec-Fetch-Site': 'cross-site' },
      );

      assert.equal(refused.status, 403);
      assert.deepEqual(site.now(), before);
    });

    it(`is refused at ${path} without a session`, async () => {
      const page = await createVisitor(site.url).post(path, { formToken: 'x', step: 'delegatedAdmin' });

      assert.equal(page.status, 403);
      assert.match(page.text, /Please open your link again/);
    });
  }

  it('is not taken for a step that is not the customer’s to claim', async () => {
    const visitor = await consent(site);
    const page = await visitor.get('/connect/progress');
    const formToken = /name="formToken" value="([^"]+)"/.exec(page.html)![1]!;
    const before = structuredClone(site.now());

    const pages = await Promise.all(
      ['directoryConnection', 'accessAssignments', '__proto__', ''].map((step) =>
        visitor.post('/connect/done', { formToken, step }),
      ),
    );

    for (const refused of pages) assert.equal(refused.status, 403);
    assert.deepEqual(site.now(), before);
  });
});

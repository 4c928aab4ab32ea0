import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, it } from 'mocha';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { leaveForSignIn, signIn } from '../../support/connect-walk.ts';
import { dayMs } from '../../support/core-deps.ts';
import { testNow } from '../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../support/records.ts';
import { createVisitor } from '../../support/visitor.ts';

const unknownLink = '/connect/link-of-nobody.AAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('the landing page', () => {
  let site: ConnectSite;

  afterEach(() => site.close());

  it('says who asks, for what, what they will see, and until when', async () => {
    site = await openConnectSite();

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.equal(page.status, 200);
    assert.match(page.text, /Northwind Traders asks to look after your Microsoft 365 licences/);
    assert.match(page.text, /Global Administrator role/);
    assert.match(page.text, /which Microsoft licences you have, and how many are in use/);
    assert.match(page.text, /How many accounts you have, guests included\. .* only the number is read/);
    assert.match(page.text, /works until 2 December 2026/);
    assert.match(page.text, /help@northwindtraders\.example/);
    assert.equal(page.headers.get('x-robots-tag'), 'noindex, nofollow');
    assert.equal(page.headers.get('cache-control'), 'no-store');
  });

  it('names the provider through whom the partner sells', async () => {
    site = await openConnectSite(aTransition(), { providerName: 'Wide World Importers' });

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.match(page.text, /together with its provider Wide World Importers/);
  });

  it('tells an anonymous visitor nothing about the customer', async () => {
    const begun = aTransition({ steps: { ...aTransition().steps, directoryConnection: { state: 'done' } } });
    site = await openConnectSite(begun);

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.doesNotMatch(page.text, /contoso|adele|vance/i);
    assert.match(page.text, /Directory Connection Done/);
    assert.match(page.text, /Sign in and go on/);
  });

  for (const method of ['get', 'head'] as const) {
    it(`changes nothing when a scanner opens it with ${method.toUpperCase()}`, async () => {
      site = await openConnectSite();
      const before = [structuredClone(site.now()), site.ephemeral.held()];

      const page = await createVisitor(site.url)[method](site.linkPath());

      assert.equal(page.status, 200);
      assert.deepEqual([site.now(), site.ephemeral.held()], before);
      assert.deepEqual(site.microsoft.asked, []);
      assert.equal(page.headers.get('set-cookie'), null);
    });
  }

  it('goes on where the administrator was', async () => {
    site = await openConnectSite();
    const visitor = await signIn(site);

    const page = await visitor.get(site.linkPath());

    assert.equal(page.status, 303);
    assert.equal(page.location, '/connect/progress');
  });

  it('lets in again whoever can give back what a Normal tenant lost', async () => {
    const steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } } as const;
    site = await openConnectSite(aTransition({ verifiedAt: testNow, steps }));

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.match(page.text, /Sign in and go on/);
    assert.match(page.text, /Directory Connection Needs attention/);
  });

  for (const [code, says] of [
    ['APP_DISABLED', /Before you sign in: somebody in your organisation disabled the application/],
    ['TENANT_GONE', /does not know the organisation that this link is for any more/],
  ] as const) {
    it(`says beforehand what would stop the sign-in at Microsoft (${code})`, async () => {
      const steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code } } as const;
      site = await openConnectSite(aTransition({ steps }));

      const page = await createVisitor(site.url).get(site.linkPath());

      assert.match(page.text, says);
    });
  }

  it('says that all is done once the tenant is Normal', async () => {
    site = await openConnectSite(aTransition({ verifiedAt: testNow, steps: allStepsDone }));

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.equal(page.status, 200);
    assert.match(page.text, /All done/);
    assert.doesNotMatch(page.text, /Contoso/);
  });

  const deadLinks = [
    { what: 'an unknown link', of: aTransition(), path: () => unknownLink, status: 404, says: /do not know this link/ },
    { what: 'a link cut short', of: aTransition(), path: () => '/connect/abc', status: 404, says: /cut off/ },
    {
      what: 'an expired link',
      of: aTransition({ link: { ...aTransition().link, expiresAt: new Date(testNow.getTime() - dayMs) } }),
      status: 410,
      says: /has expired.*Ask Northwind Traders for a new one/,
    },
    {
      what: 'a revoked link',
      of: aTransition({ link: { ...aTransition().link, revokedAt: testNow } }),
      status: 410,
      says: /no longer valid.*newer message from Northwind Traders/,
    },
    {
      what: 'the link of a cancelled transition',
      of: aTransition({ cancelledAt: testNow }),
      status: 410,
      says: /was withdrawn.*ask Northwind Traders/,
    },
  ];
  for (const { what, of, path, status, says } of deadLinks) {
    it(`explains ${what}, says whom to ask, and nothing of the customer`, async () => {
      site = await openConnectSite(of);

      const visitor = createVisitor(site.url);
      const pages = [
        await visitor.get(path?.() ?? site.linkPath()),
        await visitor.post(`${path?.() ?? site.linkPath()}/sign-in`),
      ];

      for (const page of pages) {
        assert.equal(page.status, status);
        assert.match(page.text, says);
        assert.match(page.text, /Reference number: [0-9A-F-]{14}/);
        assert.doesNotMatch(page.html.replaceAll(site.linkPath(), ''), /contoso/i);
      }
    });
  }

  it('says that a reissued link was replaced', async () => {
    site = await openConnectSite();
    const earlier = site.linkPath();
    site.change({ link: { ...site.now().link, version: 2 } });

    const page = await createVisitor(site.url).get(earlier);

    assert.equal(page.status, 410);
    assert.match(page.text, /replaced by a newer one/);
  });

  it('turns away a visitor who tries many links that do not exist', async () => {
    site = await openConnectSite();
    const visitor = createVisitor(site.url);
    for (let attempt = 0; attempt < 20; attempt += 1) await visitor.get(unknownLink);

    const guess = await visitor.get(unknownLink);
    const real = await visitor.get(site.linkPath());

    assert.equal(guess.status, 429);
    assert.match(guess.text, /Too many tries/);
    assert.equal(real.status, 429);
  });
});

describe('beginning the sign-in', () => {
  let site: ConnectSite;

  afterEach(() => site.close());

  it('sends the browser to Microsoft with PKCE, state, nonce and our own return address', async () => {
    site = await openConnectSite();
    const visitor = createVisitor(site.url);
    await visitor.get(site.linkPath());

    const left = await visitor.post(`${site.linkPath()}/sign-in`, {}, { 'X-Forwarded-Host': 'evil.example' });

    assert.equal(left.status, 303);
    const url = new URL(left.location ?? '');
    assert.equal(url.origin, 'https://login.microsoft.example');
    assert.equal(url.pathname, '/tenant-contoso/authorize');
    assert.equal(url.searchParams.get('redirectUri'), 'http://connect.example/connect/signed-in');
    assert.match(url.searchParams.get('codeChallenge') ?? '', /^[\w-]{43}$/);
    assert.ok((url.searchParams.get('state') ?? '').length >= 22);
    assert.notEqual(url.searchParams.get('state'), url.searchParams.get('nonce'));
  });

  it('keeps verifier and nonce, and redeems the code with them', async () => {
    site = await openConnectSite();

    await signIn(site);

    const [sent, redeemed] = ['signInUrl', 'redeemCode'].map(
      (method) => site.microsoft.asked.find(([asked]) => asked === method)?.[1] as Record<string, string>,
    );
    const challenge = createHash('sha256').update(redeemed!['codeVerifier']!).digest('base64url');
    assert.equal(sent!['codeChallenge'], challenge);
    assert.equal(sent!['nonce'], redeemed!['nonce']);
    assert.ok(redeemed!['codeVerifier']!.length >= 43);
    assert.equal(redeemed!['tenantId'], 'tenant-contoso');
  });

  it('holds no state, verifier key or cookie in clear under a key that a reader of the store could use', async () => {
    site = await openConnectSite();
    const visitor = createVisitor(site.url);

    const state = await leaveForSignIn(site, visitor);

    const held = JSON.stringify(site.ephemeral.held());
    assert.equal(held.includes(state), false);
    for (const value of visitor.cookies.values()) assert.equal(held.includes(value), false);
  });

  it('sets cookies that script cannot read and other sites do not send', async () => {
    site = await openConnectSite();

    const left = await createVisitor(site.url).post(`${site.linkPath()}/sign-in`);

    const cookie = left.headers.get('set-cookie') ?? '';
    assert.match(cookie, /^partner-connect-browser=/);
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    assert.doesNotMatch(cookie, /Secure|Domain/);
  });

  it('pins its cookies to this host where the site is https', async () => {
    site = await openConnectSite(aTransition(), { publicUrl: 'https://connect.example' });

    const left = await createVisitor(site.url).post(`${site.linkPath()}/sign-in`);

    assert.match(left.headers.get('set-cookie') ?? '', /^__Host-partner-connect-browser=.*Path=\/;.*Secure/);
    assert.match(left.location ?? '', /redirectUri=https%3A%2F%2Fconnect\.example%2Fconnect%2Fsigned-in/);
  });

  it('refuses a form that another site sent', async () => {
    site = await openConnectSite();

    const page = await createVisitor(site.url).post(
      `${site.linkPath()}/sign-in`,
      {},
      { 'Sec-Fetch-Site': 'cross-site' },
    );

    assert.equal(page.status, 403);
    assert.deepEqual(site.ephemeral.held(), {});
  });

  it('limits how often one visitor begins', async () => {
    site = await openConnectSite();
    const visitor = createVisitor(site.url);
    for (let attempt = 0; attempt < 40; attempt += 1) await visitor.post(`${site.linkPath()}/sign-in`);

    const page = await visitor.post(`${site.linkPath()}/sign-in`);

    assert.equal(page.status, 429);
    assert.match(page.text, /wait a few minutes/);
  });

  it('has nothing to sign in for once the tenant is Normal', async () => {
    site = await openConnectSite(aTransition({ verifiedAt: testNow, steps: allStepsDone }));

    const page = await createVisitor(site.url).post(`${site.linkPath()}/sign-in`);

    assert.equal(page.location, site.linkPath());
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { VerifiedIdentity } from '../../../src/core/ports/microsoft.ts';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { leaveForSignIn, signIn } from '../../support/connect-walk.ts';
import { anIdentity } from '../../support/core-deps.ts';
import { createVisitor } from '../../support/visitor.ts';

describe('coming back from the sign-in', () => {
  let site: ConnectSite;

  beforeEach(async () => {
    site = await openConnectSite();
  });
  afterEach(() => site.close());

  it('begins a session, writes the audit line, and shows the steps', async () => {
    const visitor = await signIn(site);

    const page = await visitor.get('/connect/progress');

    assert.equal(page.status, 200);
    assert.match(page.text, /Signed in as admin@contoso\.example/);
    assert.match(page.text, /Accept the Directory Connection/);
    assert.ok(site.now().outbox.some((event) => event.happening.kind === 'signedIn'));
  });

  it('gives each sign-in a session id of its own, and ends the one before', async () => {
    const visitor = await signIn(site);
    const first = visitor.cookies.get('partner-connect-session')!;

    await signInAgain(site, visitor);

    const second = visitor.cookies.get('partner-connect-session')!;
    assert.notEqual(second, first);
    visitor.cookies.set('partner-connect-session', first);
    assert.equal((await visitor.get('/connect/progress')).status, 403);
  });

  it('does not accept a session id that somebody planted', async () => {
    const visitor = createVisitor(site.url);
    visitor.cookies.set('partner-connect-session', 'planted-by-somebody-else-000');

    await signIn(site, visitor);

    assert.notEqual(visitor.cookies.get('partner-connect-session'), 'planted-by-somebody-else-000');
  });

  it('uses a state once: a replay redeems nothing and lets nobody in', async () => {
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    const address = `/connect/signed-in?code=code-1&state=${state}`;
    await visitor.get(address);
    const thief = createVisitor(site.url);
    thief.cookies.set('partner-connect-browser', visitor.cookies.get('partner-connect-browser')!);

    const replay = await thief.get(address);

    assert.equal(replay.status, 400);
    assert.match(replay.text, /This sign-in did not begin here/);
    assert.equal(thief.cookies.has('partner-connect-session'), false);
    assert.equal(site.microsoft.asked.filter(([method]) => method === 'redeemCode').length, 1);
  });

  it('shows the steps when the administrator reloads the answer or goes back to it', async () => {
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    const address = `/connect/signed-in?code=code-1&state=${state}`;
    await visitor.get(address);

    const again = await visitor.get(address);

    assert.equal(again.location, '/connect/progress');
  });

  it('refuses the answer in another browser', async () => {
    const state = await leaveForSignIn(site, createVisitor(site.url));
    const other = createVisitor(site.url);
    await leaveForSignIn(site, other);

    const page = await other.get(`/connect/signed-in?code=code-1&state=${state}`);

    assert.equal(page.status, 400);
    assert.match(page.text, /begun in another browser/);
    assert.equal(
      site.microsoft.asked.some(([method]) => method === 'redeemCode'),
      false,
    );
    assert.ok(site.lines.some(({ level, message }) => level === 'warn' && message.includes('refused')));
  });

  it('refuses the answer without a cookie, without a state, or with one nobody made', async () => {
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    const blank = createVisitor(site.url);

    const pages = [
      await blank.get(`/connect/signed-in?code=c&state=${state}`),
      await visitor.get('/connect/signed-in?code=c'),
      await visitor.get('/connect/signed-in?code=c&state=made-up'),
    ];

    assert.deepEqual(
      pages.map(({ status }) => status),
      [400, 400, 400],
    );
  });

  it('refuses an answer that took too long', async () => {
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    site.core.clock.advance(16 * 60 * 1000);

    const page = await visitor.get(`/connect/signed-in?code=c&state=${state}`);

    assert.equal(page.status, 400);
    assert.match(page.text, /it took too long/);
  });

  it('lets two tabs sign in side by side', async () => {
    const visitor = createVisitor(site.url);
    const first = await leaveForSignIn(site, visitor);
    const second = await leaveForSignIn(site, visitor);

    const pages = [
      await visitor.get(`/connect/signed-in?code=c&state=${first}`),
      await visitor.get(`/connect/signed-in?code=c&state=${second}`),
    ];

    assert.deepEqual(
      pages.map(({ location }) => location),
      ['/connect/progress', '/connect/progress'],
    );
  });

  it('does not use the answer up for a HEAD', async () => {
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);
    const address = `/connect/signed-in?code=code-1&state=${state}`;

    await visitor.head(address);

    assert.equal((await visitor.get(address)).location, '/connect/progress');
  });

  it('looks at an error before anything else', async () => {
    Object.assign(site.microsoft.answers, { refusal: 'SIGN_IN_CANCELLED', trace: { number: 65004 } });
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const page = await visitor.get(`/connect/signed-in?error=access_denied&code=c&state=${state}`);

    assert.equal(page.status, 200);
    assert.match(page.text, /The sign-in was cancelled/);
    assert.doesNotMatch(page.text, /For your IT department/);
    assert.match(page.html, new RegExp(`href="http://connect.example${site.linkPath()}"`));
    assert.equal(
      site.microsoft.asked.some(([method]) => method === 'redeemCode'),
      false,
    );
  });

  const failures = [
    { code: 'SIGN_IN_FAILED', status: 403, says: /sign-in did not succeed.*Conditional Access/ },
    { code: 'OWN_CREDENTIALS_REFUSED', status: 503, says: /temporary problem and not your fault/ },
    { code: 'UPSTREAM_UNAVAILABLE', status: 503, says: /try again in a few minutes/ },
  ] as const;
  for (const { code, status, says } of failures) {
    it(`explains ${code}`, async () => {
      site.microsoft.answers.signIn = { kind: 'failed', code, correlationId: 'microsoft-1' };
      const visitor = createVisitor(site.url);
      const state = await leaveForSignIn(site, visitor);

      const page = await visitor.get(`/connect/signed-in?code=c&state=${state}`);

      assert.equal(page.status, status);
      assert.match(page.text, says);
      const reference = page.headers.get('x-correlation-id');
      assert.match(page.text, new RegExp(`Reference number: ${String(reference)}`));
      const line = site.lines.find(({ message }) => message === 'sign-in did not succeed');
      assert.deepEqual(line?.data, { correlationId: reference, code, microsoft: { correlationId: 'microsoft-1' } });
    });
  }

  const refusals: { what: string; identity: Partial<VerifiedIdentity>; says: RegExp; alsoSays: RegExp }[] = [
    {
      what: 'another organisation’s account',
      identity: { tenantId: 'tenant-relecloud', userName: 'admin@relecloud.example' },
      says: /You signed in as admin@relecloud\.example, but this link is for the organisation that owns contoso\.example/,
      alsoSays: /private window.*Sign out of Microsoft/,
    },
    {
      what: 'one of the partner’s own accounts',
      identity: { tenantId: 'tenant-partner', userName: 'megan@northwindtraders.example' },
      says: /This link is for your customer/,
      alsoSays: /The link still works/,
    },
    {
      what: 'a personal account',
      identity: { tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad', userName: 'adele@outlook.example' },
      says: /This is a personal Microsoft account/,
      alsoSays: /administrator account at work/,
    },
    {
      what: 'a guest',
      identity: { isGuest: true },
      says: /You are a guest in this organisation/,
      alsoSays: /administrator account of the organisation itself/,
    },
    {
      what: 'somebody who is not an administrator',
      identity: { roleTemplateIds: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] },
      says: /A Global Administrator is needed/,
      alsoSays:
        /separate administrator account, try again.*Privileged Identity Management \(PIM\).*Or send this link to your administrator/,
    },
  ];
  for (const { what, identity, says, alsoSays } of refusals) {
    it(`turns away ${what}, says why and what to do, and begins no session`, async () => {
      site.microsoft.answers.signIn = { kind: 'signedIn', identity: anIdentity(identity) };
      const visitor = createVisitor(site.url);
      const state = await leaveForSignIn(site, visitor);

      const page = await visitor.get(`/connect/signed-in?code=c&state=${state}`);

      assert.equal(page.status, 403);
      assert.match(page.text, says);
      assert.match(page.text, alsoSays);
      assert.match(page.html, new RegExp(`href="http://connect.example${site.linkPath()}"`));
      assert.equal(visitor.cookies.has('partner-connect-session'), false);
      assert.ok(site.now().outbox.some((event) => event.happening.kind === 'signInRefused'));
    });
  }

  it('says that the request may be changed to the account’s organisation only where staff can do that', async () => {
    const stranger = anIdentity({ tenantId: 'tenant-relecloud', userName: 'admin@relecloud.example' });
    site.microsoft.answers.signIn = { kind: 'signedIn', identity: stranger };
    const turnedAway = async () => {
      const visitor = createVisitor(site.url);
      const state = await leaveForSignIn(site, visitor);
      return (await visitor.get(`/connect/signed-in?code=c&state=${state}`)).text;
    };

    const untouched = await turnedAway();
    const again = await turnedAway();
    site.change({ steps: { ...site.now().steps, directoryConnection: { state: 'done' } } });
    const begun = await turnedAway();

    const isChangeable = /tell Northwind Traders: they can see whether this request can be changed to yours/;
    assert.match(untouched, isChangeable);
    assert.match(again, isChangeable);
    assert.doesNotMatch(begun, /changed to yours/);
    assert.match(begun, /tell Northwind Traders: your organisation needs a link of its own/);
  });

  it('promises no change of the request where Microsoft turned the account away and did not say whose it is', async () => {
    site.microsoft.answers.refusal = 'WRONG_TENANT';
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const page = await visitor.get(`/connect/signed-in?error=invalid_request&state=${state}`);

    assert.match(page.text, /your organisation needs a link of its own/);
  });

  it('asks who is sure where Microsoft does not tell the roles, explains PIM, and lets them go on', async () => {
    const { roleTemplateIds: _untold, ...identity } = anIdentity();
    site.microsoft.answers.signIn = { kind: 'signedIn', identity };
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const back = await visitor.get(`/connect/signed-in?code=c&state=${state}`);
    const page = await visitor.get('/connect/your-role');

    assert.equal(back.location, '/connect/your-role');
    assert.match(page.text, /Privileged Identity Management \(PIM\)/);
    assert.match(page.html, /href="\/connect\/progress">\s*I am sure, continue\s*</);
    assert.match((await visitor.get('/connect/progress')).text, /Accept the Directory Connection/);
  });

  it('warns, once an hour at most, that sign-ins carry no roles; a guest’s may lack them', async () => {
    const { roleTemplateIds: _untold, ...identity } = anIdentity();
    const warned = () => site.lines.filter(({ level, message }) => level === 'warn' && message.includes('wids')).length;
    const signInAs = async (who: VerifiedIdentity) => {
      site.microsoft.answers.signIn = { kind: 'signedIn', identity: who };
      const visitor = createVisitor(site.url);
      const state = await leaveForSignIn(site, visitor);
      await visitor.get(`/connect/signed-in?code=c&state=${state}`);
      return warned();
    };

    assert.equal(await signInAs(anIdentity()), 0);
    assert.equal(await signInAs(anIdentity({ roleTemplateIds: [] })), 0);
    assert.equal(await signInAs({ ...identity, isGuest: true }), 0);
    assert.equal(await signInAs(identity), 1);
    assert.equal(await signInAs(identity), 1);
    site.core.clock.advance(60 * 60 * 1000);
    assert.equal(await signInAs(identity), 2);
  });

  it('asks nobody about roles who has nothing left to consent to', async () => {
    const { roleTemplateIds: _untold, ...identity } = anIdentity();
    site.microsoft.answers.signIn = { kind: 'signedIn', identity };
    site.change({ steps: { ...site.now().steps, directoryConnection: { state: 'done' } } });
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const back = await visitor.get(`/connect/signed-in?code=c&state=${state}`);

    assert.equal(back.location, '/connect/progress');
  });

  it('shows what the IT department finds Microsoft’s refusal by, ready to be sent to them', async () => {
    const trace = { correlationId: '9c1d2e3f-1111-4111-8111-111111111111', number: 53003 };
    Object.assign(site.microsoft.answers, { refusal: 'SIGN_IN_BLOCKED', trace });
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const page = await visitor.get(`/connect/signed-in?error=access_denied&state=${state}`);

    assert.match(page.text, /Microsoft’s error number AADSTS53003 Correlation ID 9c1d2e3f-1111-4111-8111-111111111111/);
    const mail = decodeURIComponent(/href="(mailto:[^"]+)"/.exec(page.html)?.[1] ?? '');
    assert.match(mail, /AADSTS53003\nCorrelation ID: 9c1d2e3f/);
    const happening = { kind: 'signInRefused', code: 'SIGN_IN_BLOCKED' };
    assert.deepEqual(site.now().outbox.at(-1)?.happening, happening);
  });

  it('gives somebody who is not an administrator the same link to forward', async () => {
    site.microsoft.answers.signIn = { kind: 'signedIn', identity: anIdentity({ roleTemplateIds: [] }) };
    const visitor = createVisitor(site.url);
    const state = await leaveForSignIn(site, visitor);

    const page = await visitor.get(`/connect/signed-in?code=c&state=${state}`);

    assert.match(page.html, new RegExp(`value="http://connect.example${site.linkPath()}"`));
    assert.match(page.text, /Sign out of Microsoft/);
    const mail = /href="(mailto:[^"]+)"/.exec(page.html)?.[1] ?? '';
    assert.match(decodeURIComponent(mail), new RegExp(`http://connect.example${site.linkPath()}`));
  });

  it('stops where the link was replaced or the transition cancelled meanwhile', async () => {
    const visitor = createVisitor(site.url);
    const first = await leaveForSignIn(site, visitor);
    const second = await leaveForSignIn(site, visitor);
    site.change({ link: { ...site.now().link, version: 2 } });

    const replaced = await visitor.get(`/connect/signed-in?code=c&state=${first}`);
    site.change({ cancelledAt: site.core.clock.now() });
    const cancelled = await visitor.get(`/connect/signed-in?code=c&state=${second}`);

    assert.match(replaced.text, /no longer valid/);
    assert.match(cancelled.text, /was withdrawn/);
    assert.equal(visitor.cookies.has('partner-connect-session'), false);
  });
});

/** With a session the link leads straight to the steps, so the form is posted from a landing page opened before. */
async function signInAgain(site: ConnectSite, visitor: ReturnType<typeof createVisitor>): Promise<void> {
  const left = await visitor.post(`${site.linkPath()}/sign-in`);
  const state = new URL(left.location ?? '').searchParams.get('state') ?? '';
  await visitor.get(`/connect/signed-in?code=code-2&state=${state}`);
}

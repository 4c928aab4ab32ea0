// The operator has the service account sign in anew, while the service runs.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { consentToken, newConsentAddress } from '../../src/core/use-cases/partner-consent.ts';
import { createSignText, randomIds } from '../../src/runtime.ts';
import { sandboxPartner } from '../../src/sandbox/directory.ts';
import { linkIn } from '../support/journey.ts';
import { housePublicUrl } from '../support/house-config.ts';
import { thread } from '../support/teams-chat.ts';
import { createVisitor } from '../support/visitor.ts';
import { openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const { serviceAccount } = sandboxPartner;
const minuteMs = 60 * 1000;

describe('the page on which the service account signs in', () => {
  let house: WholeHouse;
  beforeEach(async () => {
    house = await openWholeHouse();
    house.cloud.sandbox.controls.setTroubles({ refreshTokenExpired: true });
  });
  afterEach(() => house.stop());

  /** As `npm run partner-consent` makes it. */
  const newPath = (linkKey = 'a key of the tests that is long enough') => {
    const address = newConsentAddress({ ids: randomIds, clock: house.clock });
    return `/connect/partner-consent/${consentToken(address, createSignText([linkKey]))}`;
  };
  const newVisitor = () => createVisitor(() => house.url());
  const signInAt = async (path: string, user: string) => {
    const operator = house.customer();
    await operator.open(path);
    return { operator, page: await operator.signIn(user) };
  };
  const keptSecret = async () => house.store().secrets.get('service-account-refresh-token');

  it('says what will happen and for which account, and changes nothing by being opened', async () => {
    const path = newPath();

    const first = await house.customer().open(path);
    const again = await house.customer().open(path);
    const head = await newVisitor().head(path);

    assert.deepEqual([first.status, again.status, head.status], [200, 200, 200]);
    assert.match(first.text, new RegExp(`One of your own tenant \\(${sandboxPartner.tenantId}\\)`));
    assert.match(
      first.text,
      /AdminAgents.*multi-factor authentication.*works once, and until 2 November 2026 at 09:15 UTC/,
    );
    assert.equal(await keptSecret(), undefined);
    assert.equal(first.headers.get('referrer-policy'), 'no-referrer');
  });

  it('takes the account for the service, shows what works, and the running service uses it', async () => {
    const { page } = await signInAt(newPath(), serviceAccount);
    const chat = house.chat(thread);
    await startTransition(house, chat);
    const admin = house.customer();
    await admin.open(linkIn(chat.lines()));
    await admin.signIn('admin@contoso.com');
    await admin.consent('admin@contoso.com');
    await house.pass(60);

    assert.equal(page.status, 200);
    assert.match(page.text, /The service account has signed in The service now works on behalf of partnerconnect@/);
    for (const line of [
      'Service account passed Its refresh token works.',
      'Service account’s multi-factor authentication passed Partner Center counts its sign-in',
      'Delegated admin relationships passed They can be read.',
      'Reseller invitation passed Partner Center gives it.',
    ]) {
      assert.ok(page.text.includes(line), page.text);
    }
    assert.deepEqual(
      house.log.filter(({ unread }) => Array.isArray(unread) && unread.length > 0),
      [],
    );
  });

  it('stores what Microsoft gives encrypted, and writes it nowhere else', async () => {
    const { page } = await signInAt(newPath(), serviceAccount);
    await house.restart();

    const issued = house.cloud.sandbox.controls.state().refreshTokens?.at(-1)?.token ?? '';
    const { value = '' } = (await keptSecret()) ?? {};
    assert.equal(issued.length > 20, true);
    for (const told of [value, page.html, JSON.stringify(house.log)]) {
      assert.ok(!told.includes(issued));
      assert.doesNotMatch(told, /eyJ[A-Za-z0-9_-]{20}/);
    }
    const { page: later } = await signInAt(newPath(), serviceAccount);
    assert.match(later.text, /The service account has signed in/);
  });

  it('names what is missing when the account signed in without multi-factor authentication', async () => {
    house.cloud.sandbox.controls.setTroubles({ mfaMissing: true });

    const { page } = await signInAt(newPath(), serviceAccount);

    assert.match(page.text, /Signed in, but something is missing/);
    assert.match(page.text, /multi-factor authentication failed It signed in without/);
    assert.match(page.text, /Delegated admin relationships not looked at Can be told once/);
  });

  it('names what is missing when the account is not in AdminAgents', async () => {
    const { page } = await signInAt(newPath(), 'staff@northwindtraders.com');

    assert.match(page.text, /on behalf of staff@northwindtraders.com/);
    assert.match(
      page.text,
      /Delegated admin relationships failed Microsoft forbids it. Make the service account a member/,
    );
  });

  it('leaves an account of another tenant on Microsoft’s page, and nothing is stored', async () => {
    const { page } = await signInAt(newPath(), 'admin@contoso.com');

    assert.match(page.text, /50020/);
    assert.equal(await keptSecret(), undefined);
  });

  it('begins anew from the same address after a sign-in that was cancelled', async () => {
    const path = newPath();
    const operator = house.customer();
    await operator.open(path);
    const cancelled = await operator.cancelSignIn();
    await operator.open(path);

    const page = await operator.signIn(serviceAccount);

    assert.match(cancelled.text, /Nothing was signed in/);
    assert.match(page.text, /The service account has signed in/);
  });

  it('works once: whoever did it sees what came out again, and everybody else is refused', async () => {
    const path = newPath();
    const late = house.customer();
    await late.open(path);
    const { operator } = await signInAt(path, serviceAccount);
    const before = await keptSecret();

    const seenAgain = await operator.open(path);
    const other = await house.customer().open(path);
    const lateComer = await late.signIn(serviceAccount).catch(() => undefined);
    const posted = await newVisitor().post(`${path}/sign-in`);

    assert.match(seenAgain.text, /The service account has signed in/);
    assert.deepEqual([other.status, posted.status, lateComer], [410, 410, undefined]);
    assert.match(other.text, /This address has been used/);
    assert.doesNotMatch(other.text, /on behalf of/);
    assert.equal((await keptSecret())?.version, before?.version);
  });

  it('makes one service account only when two people are on their way with one address', async () => {
    const path = newPath();
    const [one, two] = [newVisitor(), newVisitor()];
    const states = [];
    for (const visitor of [one, two]) {
      await visitor.get(path);
      states.push((await visitor.submit(`${path}/sign-in`)).location ?? '');
    }
    const [first = '', second = ''] = await Promise.all(
      states.map(async (url) => (await house.cloud.post(url, { user: serviceAccount })).headers.get('location') ?? ''),
    );

    const [won, lost] = [
      await one.get(first.slice(housePublicUrl.length)),
      await two.get(second.slice(housePublicUrl.length)),
    ];

    assert.deepEqual([won.status, lost.status], [303, 410]);
    assert.match(lost.text, /This address has been used/);
  });

  it('runs out after a quarter of an hour, also for somebody who is on the way', async () => {
    const path = newPath();
    const onTheWay = house.customer();
    await onTheWay.open(path);
    house.clock.advance(16 * minuteMs);

    const opened = await house.customer().open(path);
    const posted = await newVisitor().post(`${path}/sign-in`);

    assert.deepEqual([opened.status, posted.status], [410, 410]);
    assert.match(opened.text, /This address has run out/);
  });

  it('refuses an answer without its beginning, of another browser, or used before', async () => {
    const path = newPath();
    const visitor = newVisitor();
    await visitor.get(path);
    const { location = '' } = await visitor.submit(`${path}/sign-in`);
    const back = (await house.cloud.post(location, { user: serviceAccount })).headers.get('location') ?? '';
    const answer = back.slice(housePublicUrl.length);

    const elsewhere = await newVisitor().get(answer);
    const stolen = await visitor.get(answer);
    const madeUp = await visitor.get('/connect/partner-consented?code=code&state=nobody-made-this');

    for (const page of [elsewhere, stolen, madeUp]) {
      assert.equal(page.status, 400);
      assert.match(page.text, /This answer belongs to no sign-in/);
    }
    assert.equal(await keptSecret(), undefined);
  });

  it('knows no address that it did not sign, and no customer’s link passes for one', async () => {
    const chat = house.chat(thread);
    await startTransition(house, chat);
    const [, linkToken = ''] = /\/connect\/([^\s/]+)$/.exec(linkIn(chat.lines())) ?? [];
    const path = newPath();
    const expiresLater = path.replace(/\.(\d+)\./, (_all, seconds: string) => `.${String(Number(seconds) + 3600)}.`);

    for (const wrong of [newPath('another key, which is long enough too'), expiresLater, path.slice(0, -1)]) {
      assert.equal((await house.customer().open(wrong)).status, 404, wrong);
    }
    assert.equal((await house.customer().open(`/connect/partner-consent/${linkToken}`)).status, 404);
    assert.equal((await house.customer().open(path.replace('partner-consent/', ''))).status, 404);
  });

  it('concludes nothing from an administrator’s approval, which ends here too', async () => {
    const page = await newVisitor().get('/connect/partner-consented?admin_consent=True&tenant=contoso');

    assert.deepEqual([page.status, await keptSecret()], [200, undefined]);
    assert.match(page.text, /Back from the approval/);
  });

  it('takes no form from another site', async () => {
    const path = newPath();
    const visitor = newVisitor();
    await visitor.get(path);

    const page = await visitor.post(`${path}/sign-in`, {}, { 'Sec-Fetch-Site': 'cross-site' });

    assert.equal(page.status, 403);
  });
});

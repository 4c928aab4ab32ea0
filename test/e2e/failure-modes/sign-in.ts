// F10 to F18: the customer's way to us, and in at Microsoft's door.
import assert from 'node:assert/strict';
import type { BehaviourPatch } from '../../../src/sandbox/control/controls.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { housePublicUrl } from '../../support/house-config.ts';
import { createVisitor } from '../../support/visitor.ts';
import { linkIn } from '../../support/journey.ts';
import { alex, megan, organisationId } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { day, type Scene } from './scene.ts';

type Mode = 'F10' | 'F11' | 'F12' | 'F13' | 'F14' | 'F15' | 'F16' | 'F17' | 'F18';

export const signIn: Scenarios<Mode> = {
  F10: {
    tells:
      'one of our own people who opens the link reads that it is the customer’s; staff hear it, and it still works',
    codes: ['PARTNER_ACCOUNT'],
    async play(scene) {
      const page = await turnedAway(scene, 'staff@northwindtraders.com');

      assert.match(page.text, /This link is for your customer You signed in as staff@northwindtraders\.com/);
      await assertTold(scene, 'PARTNER_ACCOUNT');
      assert.match((await (await scene.signedIn()).look()).text, /Accept the Directory Connection/);
    },
  },
  F11: {
    tells:
      'a link that expired, was replaced or was revoked says so; one press there asks staff, one press here makes a new one',
    codes: ['LINK_EXPIRED', 'LINK_REVOKED', 'LINK_UNKNOWN'],
    async play(scene) {
      const { house, chat } = scene;
      const link = await scene.start();
      await scene.later(15 * day);
      const expired = await house.customer().open(link);
      const told = scene.news();
      const card = scene.card();
      scene.assertHelps('LINK_EXPIRED');
      const asking = createVisitor(() => house.url());
      const path = link.slice(housePublicUrl.length);
      await asking.get(path);
      await asking.submit(`${path}/new-link`);
      const asked = await asking.get(path);
      await asking.post(`${path}/new-link`);
      await house.pass(3);
      const wanted = scene.news();
      await chat.clicks(megan, 'reissueLink');
      await house.pass(3);
      const renewed = linkIn([scene.card()]);
      const replaced = await house.customer().open(link);
      const works = await house.customer().open(renewed);
      await chat.clicks(megan, 'revokeLink');
      await house.pass(3);
      const revoked = await house.customer().open(renewed);
      const cutOff = await house.customer().open(renewed.slice(0, -5));

      assert.match(expired.text, /This link has expired .* Ask Northwind Traders for a new one/);
      assert.match(told, /Contoso Pharmaceuticals: Link expired.*Make a new link to go on/s);
      assert.match(asked.text, /Northwind Traders has been told that you need a new link/);
      assert.equal(wanted.match(/Contoso Pharmaceuticals: a new link is asked for/g)?.length, 1);
      assert.match(card, /The link has run out and opens nothing/);
      assert.match(replaced.text, /It was replaced by a newer one, or withdrawn/);
      assert.equal(works.status, 200);
      assert.match(revoked.text, /This link is no longer valid/);
      assert.match(cutOff.text, /We do not know this link/);
    },
  },
  F12: {
    tells: 'previews and scanners open the link as often as they like: nothing is used up, and nothing is written',
    codes: [],
    async play(scene) {
      const path = (await scene.start()).slice(housePublicUrl.length);
      const before = await scene.transition();

      for (const agent of ['Mozilla/5.0 (compatible; SafeLinks)', 'SkypeUriPreview Preview/0.5']) {
        const scanner = createVisitor(() => scene.house.url());
        assert.equal((await scanner.head(path)).status, 200);
        assert.equal((await scanner.get(path, { 'user-agent': agent })).status, 200);
        await scanner.head('/connect/signed-in?code=code&state=state');
      }

      assert.deepEqual(await scene.transition(), before);
      assert.match((await (await scene.signedIn()).look()).text, /Accept the Directory Connection/);
    },
  },
  F13: {
    tells:
      'an account of another organisation reads which one is wanted; staff hear of both, once an hour, and can take its tenant instead',
    codes: ['WRONG_TENANT', 'PERSONAL_ACCOUNT'],
    async play(scene) {
      const page = await turnedAway(scene, 'admin@relecloud.com');
      const told = scene.news();
      await scene.signedIn('admin@relecloud.com');
      await scene.house.pass(3);
      const again = scene.news();
      const personal = await (await opened(scene)).signIn('adele.vance@outlook.com');

      assert.match(page.text, /This account belongs to another organisation You signed in as admin@relecloud\.com/);
      assert.match(page.text, /the organisation that owns contoso\.com.*private window/);
      await scene.assertSays(told, 'WRONG_TENANT');
      assert.match(told, /admin@relecloud\.com/);
      scene.assertHelps('WRONG_TENANT');
      assert.equal(again, '');
      assert.match(personal.text, /personal accounts cannot be used here/);
      const { steps, link } = await scene.transition();
      assert.ok(Object.values(steps).every(({ state }) => state === 'notStarted'));

      assert.match(told, /for contoso\.com, and the account is of relecloud\.com/);
      await scene.chat.clicks(alex, 'lookAtTenant');
      const question = scene.chat.lastLine();
      await scene.chat.clicks(alex, 'switchTenant');
      const answered = scene.chat.lastLine();
      await scene.house.pass(3);
      const admin = await scene.signedIn('admin@relecloud.com');
      await admin.consent('admin@relecloud.com');
      await scene.house.pass(12);
      const earlier = await (await opened(scene)).signIn('admin@contoso.com');
      const switched = await scene.transition();

      assert.match(question, /Relecloud, relecloud\.com.*[0-9a-f-]{36}.*a…@relecloud\.com/s);
      assert.match(answered, /Alex Wilber changed the tenant of Contoso Pharmaceuticals/);
      assert.deepEqual(switched.link, link);
      assert.equal(switched.tenant.displayName, 'Relecloud');
      assert.deepEqual(switched.steps.directoryConnection, { state: 'done' });
      assert.match((await admin.look()).text, /Relecloud/);
      assert.match(earlier.text, /the organisation that owns relecloud\.com/);
    },
  },
  F14: {
    tells: 'a browser with several accounts is asked which; whoever took the wrong one is led out of it',
    codes: ['WRONG_TENANT'],
    async play(scene) {
      const link = await scene.start();
      const visitor = createVisitor(() => scene.house.url());
      const path = link.slice(housePublicUrl.length);
      await visitor.get(path);
      const left = await visitor.submit(`${path}/sign-in`);
      const page = await (await opened(scene)).signIn('admin@relecloud.com');

      assert.equal(new URL(left.location ?? '').searchParams.get('prompt'), 'select_account');
      assert.match(page.text, /Sign out of Microsoft or open this link in a private window/);
      assert.match(page.html, /href="[^"]*\/oauth2\/v2\.0\/logout/);
    },
  },
  F15: {
    tells: 'a guest, even one with the role, does not get in, and reads whom it takes',
    codes: ['GUEST_ACCOUNT', 'WRONG_TENANT'],
    async play(scene) {
      // Microsoft lets people choose the organisation; whoever does not comes with the account of their own.
      await scene.start();
      const guest = await (await opened(scene)).signIn('consultant@relecloud.com', 'contoso.com');
      await scene.house.pass(3);
      await assertTold(scene, 'GUEST_ACCOUNT');
      const page = await (await opened(scene)).signIn('consultant@relecloud.com');
      await scene.house.pass(3);

      assert.deepEqual([guest.status, page.status], [403, 403]);
      assert.match(guest.text, /You are a guest in this organisation You signed in as consultant@relecloud\.com/);
      assert.match(guest.text, /Who can help: a Global Administrator of your organisation/);
      assert.match(page.text, /You signed in as consultant@relecloud\.com.*administrator account of/);
      await assertTold(scene, 'WRONG_TENANT');
    },
  },
  F16: {
    tells: 'whoever has no active role reads of PIM, can pass the link on, and staff hear it; the admin then gets in',
    codes: ['NOT_ADMINISTRATOR'],
    async play(scene) {
      const page = await turnedAway(scene, 'pim@contoso.com');
      await assertTold(scene, 'NOT_ADMINISTRATOR');
      const passedOn = /<input id="link" type="text" readonly(?:="")? value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      const colleague = scene.house.customer();
      await colleague.open(passedOn);
      const welcome = await colleague.signIn('admin@contoso.com');
      scene.controls.setBehaviour('contoso.com', { consentError: 90094 });
      const refused = await colleague.consent('admin@contoso.com');

      assert.match(page.text, /Privileged Identity Management \(PIM\), activate your Global Administrator role there/);
      assert.match(page.text, /Forward by e-mail/);
      assert.match(welcome.text, /Accept the Directory Connection/);
      assert.match(refused.text, /A Global Administrator is needed/);
    },
  },
  F17: {
    tells:
      'a rule of the customer’s that stops the sign-in is named by its class, with Microsoft’s ids, and staff hear it',
    codes: ['SIGN_IN_NEEDS_MFA', 'SIGN_IN_BLOCKED'],
    async play(scene) {
      await scene.start();
      const proof = await refusedWith(scene, { signInError: 50076, signInErrorAt: 'return' });
      await assertTold(scene, 'SIGN_IN_NEEDS_MFA');
      const atToken = await refusedWith(scene, { signInError: 50079, signInErrorAt: 'token' });
      const rule = await refusedWith(scene, { signInError: 53003, signInErrorAt: 'return' });
      await assertTold(scene, 'SIGN_IN_BLOCKED');

      assert.match(proof.text, /Microsoft asked for one more proof.*aka\.ms\/mfasetup/);
      assert.match(atToken.text, /Microsoft asked for one more proof.*AADSTS50079/);
      assert.match(rule.text, /A security rule of your organisation stopped the sign-in/);
      assert.match(rule.text, /AADSTS53003 Correlation ID [0-9a-f-]{36} Time .* UTC/);
    },
  },
  F18: {
    tells: 'a cross-tenant policy that refuses our application is named, with what the customer’s IT must allow',
    codes: ['CROSS_TENANT_BLOCKED'],
    async play(scene) {
      await scene.start();
      const page = await refusedWith(scene, { signInError: 500213, signInErrorAt: 'return' });

      assert.match(page.text, /Your organisation does not allow this application/);
      assert.match(page.text, /cross-tenant access settings of Microsoft Entra/);
      await assertTold(scene, 'CROSS_TENANT_BLOCKED');
    },
  },
};

async function opened({ house, chat }: Scene) {
  const customer = house.customer();
  await customer.open(linkIn(chat.lines()));
  return customer;
}

async function turnedAway(scene: Scene, user: string) {
  await scene.start();
  const page = await (await opened(scene)).signIn(user);
  await scene.house.pass(3);
  return page;
}

async function refusedWith(scene: Scene, behaviour: BehaviourPatch) {
  scene.controls.setBehaviour('contoso.com', behaviour);
  const page = await (await opened(scene)).signIn('admin@contoso.com');
  await scene.house.pass(3);
  return page;
}

/** In the thread, with what helps on the card; and nothing was changed for it. */
async function assertTold(scene: Scene, code: ErrorCode): Promise<void> {
  const told = scene.news();
  await scene.assertSays(told, code);
  assert.match(told, /a sign-in was turned away/);
  scene.assertHelps(code);
  const { items } = await scene.house.store().transitions.list(organisationId, { open: true, limit: 5 });
  assert.deepEqual(
    items.map(({ steps }) => steps.directoryConnection),
    [{ state: 'notStarted' }],
  );
}

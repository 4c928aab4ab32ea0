// F19 to F23: the Directory Connection, given, delayed, forged, taken back.
import assert from 'node:assert/strict';
import { linkIn } from '../../support/journey.ts';
import { createVisitor } from '../../support/visitor.ts';
import { megan } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { day, hour, minute, t, type Scene } from './scene.ts';

type Mode = 'F19' | 'F20' | 'F21' | 'F22' | 'F23';

const admin = 'admin@contoso.com';

export const consent: Scenarios<Mode> = {
  F19: {
    tells: 'a consent that is declined puts the transition back; staff hear who declined, and may send it again',
    codes: ['CONSENT_DECLINED'],
    async play(scene) {
      await scene.start();
      const customer = await scene.signedIn();
      const page = await customer.consent(admin, 'cancel');
      await scene.house.pass(3);
      const told = scene.news();
      scene.assertHelps('CONSENT_DECLINED');
      const back = await customer.look();
      await customer.consent(admin);
      await scene.house.pass(15);

      assert.match(page.text, /You declined the Directory Connection Nothing was changed/);
      assert.match(told, /Contoso Pharmaceuticals: Declined/);
      assert.ok(told.includes(t('cards.status.declined')));
      assert.match(told, /admin@contoso\.com/);
      assert.match(back.text, /The Directory Connection was declined\. Nothing was changed\. You can accept it here/);
      assert.match(scene.card(), /● Waiting for the customer/);
    },
  },
  F20: {
    tells: 'an answer of the consent page that nobody asked for, or that comes twice, changes nothing and is logged',
    codes: ['STATE_MISMATCH'],
    async play(scene) {
      await scene.start();
      const before = await scene.transition();
      const { tenantId } = before.tenant;
      const forged = `/connect/consented?admin_consent=True&tenant=${tenantId}&state=nobody-made-this`;
      const stranger = createVisitor(() => scene.house.url());
      const withoutBeginning = await stranger.get(forged);
      const strangersAnswer = await stranger.get('/connect/signed-in?code=code&state=nobody-made-this');
      const customer = await scene.signedIn();
      const signedIn = await scene.transition();
      await customer.open(`http://localhost${forged}`);
      const after = await scene.transition();
      const audit = scene.house.log.filter(({ msg }) => /without its beginning/.test(msg));

      assert.match(withoutBeginning.text, /Please open your link again/);
      assert.match(strangersAnswer.text, /This sign-in did not begin here/);
      assert.deepEqual(signedIn.steps, before.steps);
      assert.deepEqual(after, signedIn);
      assert.deepEqual(
        audit.map(({ level }) => level),
        ['warn', 'warn'],
      );
    },
  },
  F21: {
    tells:
      'a consent that Microsoft does not show yet waits with the next time, and is not lost when it is shown, not shown and shown; after an hour staff are told what helps',
    codes: ['CONSENT_SETTLING'],
    async play(scene) {
      const lag = (consentLagError: 7000229 | 700016 | 65001) =>
        scene.controls.setBehaviour('contoso.com', { consentLagSeconds: day, consentLagError });
      lag(7000229);
      await scene.start();
      const customer = await scene.signedIn();
      const page = await customer.consent(admin);
      for (const number of [700016, 65001] as const) {
        lag(number);
        await scene.house.pass(minute);
        assert.match(scene.card(), /Directory Connection \| in progress/);
      }
      await scene.chat.types(megan, 'status contoso.com');
      const asked = scene.chat.lastLine();
      await scene.later(hour);
      await scene.assertBlocked('directoryConnection', 'CONSENT_SETTLING');
      await scene.assertSays(scene.news(), 'CONSENT_SETTLING');
      scene.controls.setBehaviour('contoso.com', { consentLagSeconds: 0 });
      await scene.checkNow();

      const shown = await scene.transition();
      lag(7000229);
      scene.news();
      await customer.look();
      await customer.confirmTenant();
      await scene.checkNow();
      const notShown = await scene.transition();
      const told = scene.news();
      scene.controls.setBehaviour('contoso.com', { consentLagSeconds: 0 });
      await scene.checkNow();
      const shownAgain = await scene.transition();

      assert.match(page.text, /Microsoft is setting this up/);
      assert.match(asked, /next look at Microsoft comes by itself/);
      assert.equal(notShown.steps.tenantConfirmed.state, 'done');
      for (const { steps } of [shown, notShown, shownAgain]) {
        assert.deepEqual(steps.directoryConnection, { state: 'done' });
      }
      assert.ok(!told.includes(t('errors.CONSENT_LOST')), told);
    },
  },
  F22: {
    tells: 'a connection that was removed or switched off later is told, and is asked for again through the link',
    codes: ['CONSENT_LOST', 'APP_DISABLED'],
    async play(scene) {
      await scene.finish();
      await scene.later(2 * hour);
      scene.controls.setBehaviour('contoso.com', { appDisabled: true });
      await scene.checkNow();
      await scene.assertBlocked('directoryConnection', 'APP_DISABLED');
      await scene.assertSays(scene.news(), 'APP_DISABLED');
      const landing = (await opened(scene)).text;
      scene.controls.setBehaviour('contoso.com', { appDisabled: false });
      scene.controls.removeConsent('contoso.com');
      await scene.checkNow();
      await scene.assertBlocked('directoryConnection', 'CONSENT_LOST');
      await scene.assertSays(scene.news(), 'CONSENT_LOST');
      const customer = await again(scene);
      const page = await customer.look();
      await customer.consent(admin);
      await scene.house.pass(15);

      assert.match(landing, /set “Enabled for users to sign in\?” to Yes/);
      assert.match(page.text, /The Directory Connection was removed in your organisation/);
      assert.deepEqual((await scene.transition()).steps.directoryConnection, { state: 'done' });
    },
  },
  F23: {
    tells: 'a consent that lacks a permission is asked for anew, and card and page name the permission',
    codes: ['PERMISSION_MISSING'],
    async play(scene) {
      await scene.finish();
      await scene.later(2 * hour);
      scene.controls.removePermission('contoso.com', 'Organization.Read.All');
      await scene.checkNow();
      await scene.assertBlocked('directoryConnection', 'PERMISSION_MISSING');
      const told = scene.news();
      const customer = await again(scene);
      const page = await customer.look();
      await customer.consent(admin);
      await scene.house.pass(15);

      await scene.assertSays(told, 'PERMISSION_MISSING');
      assert.match(told, /Missing: Organization\.Read\.All\./);
      assert.match(page.text, /New is: Your organisation’s name, .* how many are in use \(Organization\.Read\.All\)/);
      assert.deepEqual((await scene.transition()).steps.directoryConnection, { state: 'done' });
    },
  },
};

async function opened(scene: Scene) {
  return scene.house.customer().open(mailedLink(scene));
}

async function again(scene: Scene) {
  const customer = scene.house.customer();
  await customer.open(mailedLink(scene));
  await customer.signIn(admin);
  return customer;
}

function mailedLink({ controls }: Scene): string {
  return linkIn(controls.mails().map(({ content }) => content));
}

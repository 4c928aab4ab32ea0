// F24 to F26: what the service itself signs in with.
import assert from 'node:assert/strict';
import { linkIn } from '../../support/journey.ts';
import { alex } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { hour, minute, t, type Scene } from './scene.ts';

type Mode = 'F24' | 'F25' | 'F26';

export const partner: Scenarios<Mode> = {
  F24: {
    tells: 'a secret that has ended alarms operators, who were reminded before; the customer reads of a pause alone',
    codes: ['OWN_CREDENTIALS_REFUSED'],
    async play(scene) {
      await scene.operator.types(alex, 'help');
      for (const secretDaysLeft of [29, 14, 7, 1]) {
        scene.controls.setTroubles({ secretDaysLeft });
        await scene.house.pass(11 * minute);
      }
      const reminders = scene.operator.lines().slice(1);
      await scene.connect();
      scene.controls.setTroubles({ clientSecretExpired: true, accessTokensExpire: true });
      scene.controls.advance(2 * hour);
      const customer = scene.house.customer();
      await customer.open(linkIn(scene.chat.lines()));
      const page = await customer.signIn('admin@contoso.com');
      await scene.house.pass(11 * minute);
      await scene.checkNow();
      const card = scene.card();

      assert.ok(card.includes(t('errors.OWN_CREDENTIALS_REFUSED')), card);
      assert.equal(reminders.filter((line) => /days? left/.test(line)).length, 4);
      assert.match(page.text, /Microsoft is not available to us right now/);
      assert.doesNotMatch(page.text, /secret|credential/i);
      assert.match(scene.operator.lastLine(), /Microsoft refuses the service: The app’s secret or certificate/);
      assert.match(scene.operator.lastLine(), /The secret has ended.*Say “doctor” here/);
      await assertPaused(scene);
    },
  },
  F25: {
    tells:
      'a service account whose token is dead or without MFA is told to operators with the way to sign in; all waits',
    codes: ['SERVICE_ACCOUNT_REFUSED'],
    async play(scene) {
      await scene.operator.types(alex, 'help');
      await scene.connect();
      scene.controls.setTroubles({ refreshTokenExpired: true, accessTokensExpire: true });
      scene.controls.advance(2 * hour);
      await scene.house.pass(11 * minute);
      const refused = scene.operator.lastLine();
      await scene.checkNow();
      const card = scene.card();
      await scene.operator.types(alex, 'doctor');
      const doctor = scene.operator.lastLine();
      const hasButton = JSON.stringify(scene.house.connector.chat('a:alex')).includes('/connect/partner-consent/');
      scene.controls.setTroubles({ refreshTokenExpired: false, mfaMissing: true });
      await scene.house.pass(11 * minute);
      const withoutMfa = scene.operator.lastLine();
      scene.controls.setTroubles({ mfaMissing: false });
      await scene.house.pass(11 * minute);

      assert.match(refused, /Microsoft refuses the service: Service account.*Transitions wait until then/);
      assert.ok(card.includes(t('errors.SERVICE_ACCOUNT_REFUSED')), card);
      assert.match(doctor, /Its refresh token is dead.*Sign in the service account/s);
      assert.ok(hasButton);
      assert.match(withoutMfa, /multi-factor authentication/);
      assert.match(scene.operator.lastLine(), /Microsoft lets the service in again/);
      await assertPaused(scene);
    },
  },
  F26: {
    tells:
      'a service account outside AdminAgents is told to operators by the group’s name, and on the card of whoever asks',
    codes: ['PARTNER_ROLE_MISSING'],
    async play(scene) {
      await scene.operator.types(alex, 'help');
      await scene.connect();
      scene.controls.setTroubles({ notAdminAgent: true });
      await scene.checkNow();
      const card = scene.card();
      await scene.house.pass(11 * minute);

      assert.ok(card.includes(t('errors.PARTNER_ROLE_MISSING')), card);
      assert.match(scene.operator.lastLine(), /Make the service account a member of AdminAgents/);
      await assertPaused(scene);
    },
  },
};

/** Nothing failed, and nothing was lost. */
async function assertPaused(scene: Scene): Promise<void> {
  const { steps } = await scene.transition();
  assert.ok(Object.values(steps).every(({ state }) => state !== 'blocked'));
}

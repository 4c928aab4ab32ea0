// F54 to F56: how a transition ends, and what is left to do.
import assert from 'node:assert/strict';
import { linkIn } from '../../support/journey.ts';
import type { Scenarios } from './modes.ts';
import { minute, t } from './scene.ts';

type Mode = 'F54' | 'F55' | 'F56';

export const endings: Scenarios<Mode> = {
  F54: {
    tells: 'a tenant that was deleted stops with its reason, to staff with the button that ends it, and at the link',
    codes: ['TENANT_GONE'],
    async play(scene) {
      await scene.connect();
      scene.controls.setBehaviour('contoso.com', { tenantDeleted: true });
      await scene.checkNow();
      await scene.assertBlocked('directoryConnection', 'TENANT_GONE');
      await scene.assertSays(scene.news(), 'TENANT_GONE');
      const page = await scene.house.customer().open(linkIn([scene.card()]));

      assert.match(page.text, /Microsoft does not know the organisation that this link is for any more/);
    },
  },
  F55: {
    tells: 'Normal is told with what is left to do where the licences were bought',
    codes: [],
    async play(scene) {
      await scene.finish();

      for (const key of ['cards.commerce.keepsRunning', 'cards.commerce.webDirect.first'] as const) {
        assert.ok(scene.card().includes(t(key)), key);
        assert.ok(scene.chat.lines().filter((line) => line.includes(t(key))).length >= 2, key);
      }
    },
  },
  F56: {
    tells: 'a tenant is Normal only when everything was there in one look; else the card names what is not',
    codes: [],
    async play(scene) {
      scene.controls.setBehaviour('contoso.com', { agreement: 'partnerAttestation' });
      await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(2 * minute);
      const lacking = scene.card();
      const { steps, verifiedAt } = await scene.transition();
      scene.controls.attestAgreement('contoso.com');
      scene.controls.addFault({ path: '/partnercenter/v1/customers', status: 503, times: 20 });
      await scene.checkNow();
      const unread = await scene.transition();
      scene.controls.clearFaults();
      await scene.later(2 * minute);
      await scene.checkNow();

      assert.equal(verifiedAt, undefined);
      assert.ok(Object.entries(steps).every(([name, { state }]) => name === 'agreement' || state === 'done'));
      assert.match(lacking, /Microsoft Customer Agreement \| in progress/);
      assert.equal(unread.verifiedAt, undefined);
      assert.match(scene.card(), /✓ Normal/);
    },
  },
};

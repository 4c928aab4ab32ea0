// F39 to F46: the reseller relationship, the agreement, qualifications, and our own standing as a partner.
import assert from 'node:assert/strict';
import { plain } from '../../../src/cards/plain.ts';
import { readConfig } from '../../../src/config.ts';
import { sandboxProvider } from '../../../src/sandbox/directory.ts';
import { alex, asReseller, megan } from '../../support/whole-house.ts';
import type { HouseChanges } from './house-changes.ts';
import type { Scenarios } from './modes.ts';
import { day, hour, minute, openScene, t, type Scene } from './scene.ts';

type Mode = 'F39' | 'F40' | 'F41' | 'F42' | 'F43' | 'F44' | 'F45' | 'F46';

/** An indirect reseller, whose provider customers authorise as well. */
const resellersHouse: HouseChanges = { environment: asReseller };

export const authorisation: Scenarios<Mode> = {
  F39: {
    tells: 'of provider and reseller the one that is missing is named to both sides, with its own link',
    codes: ['RESELLER_RELATIONSHIP_PARTIAL'],
    house: resellersHouse,
    async play(scene) {
      const customer = await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(minute);
      const early = (await scene.transition()).steps.resellerRelationship;
      await scene.later(hour);
      await scene.checkNow();
      await scene.assertBlocked('resellerRelationship', 'RESELLER_RELATIONSHIP_PARTIAL');
      const card = scene.card();
      const page = await customer.look();

      assert.notEqual(early.state, 'blocked');
      assert.ok(card.includes(t('cards.commerce.attached', { partner: 'Northwind Traders' })));
      assert.match(card, /○ Wide World Importers: not authorised yet\..*Its own link/);
      assert.match(page.text, /Authorise Wide World Importers/);
      await scene.assertSays(scene.news(), 'RESELLER_RELATIONSHIP_PARTIAL');
    },
  },
  F40: {
    tells:
      'the invitation that makes a company a reseller is kept from customers, refused at start and told to operators',
    codes: ['UPSTREAM_UNEXPECTED'],
    async play(scene) {
      scene.controls.setTroubles({ wrongInvitation: true });
      const customer = await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.house.pass(minute);
      const page = await customer.look();
      await scene.operator.types(alex, 'doctor');
      const wrong = 'https://admin.microsoft.com/?invType=IndirectReseller&partnerId=x';

      assert.match(page.text, /Microsoft does not give us this page’s address right now/);
      assert.doesNotMatch(page.html, /invType/);
      // Nobody is stopped by it yet, so that operators alone read the code, in the log.
      assert.ok(
        scene.house.log.some(
          (line) => line['what'] === 'read reseller invitation' && line['code'] === 'UPSTREAM_UNEXPECTED',
        ),
      );
      assert.ok(scene.operator.lastLine().includes(t('doctor.finding.INVITATION_FOR_RESELLERS')));
      assert.throws(() => readConfig({ RESELLER_INVITATION_URL: wrong }), /RESELLER_INVITATION_URL/);
    },
  },
  F41: {
    tells: 'a tenant bound to a syndication partner is told of before the link, and blocks the authorisation',
    codes: ['TENANT_SYNDICATED'],
    async play(scene) {
      const review = await scene.review('cohovineyard.com');
      await scene.chat.types(megan, 'cancel');
      const customer = await scene.connect('cohovineyard.com');
      await scene.approveDelegatedAdmin();
      await scene.house.pass(minute);

      assert.ok(review.includes(t('cards.preFlight.syndicated')));
      await scene.assertBlocked('resellerRelationship', 'TENANT_SYNDICATED');
      await scene.assertSays(scene.news(), 'TENANT_SYNDICATED');
      assert.match((await customer.look()).text, /bound to another kind of partner, such as a telephone company/);
    },
  },
  F42: {
    tells: 'what the customer accepted and Partner Center does not show yet is waited for, and nobody is alarmed',
    codes: [],
    async play(scene) {
      scene.controls.setBehaviour('contoso.com', { visibleAfterSeconds: 50 * minute });
      const customer = await scene.connect();
      await scene.approveDelegatedAdmin();
      await customer.look();
      await customer.saysDone();
      await scene.authoriseCsp();
      const page = await customer.saysDone();
      await scene.house.pass(10 * minute);
      const during = await scene.transition();
      const card = scene.card();
      const told = scene.news();
      await scene.later(45 * minute);
      await scene.house.pass(5 * minute);

      assert.match(page.text, /You have done your part/);
      assert.deepEqual(during.steps.resellerRelationship, { state: 'waiting' });
      assert.match(card, /◐ Transitioning/);
      assert.match(card, /The customer says that they have done their part, and Microsoft does not show all of it yet/);
      assert.doesNotMatch(told, /Needs attention/);
      assert.match(scene.card(), /✓ Normal/);
    },
  },
  F43: {
    tells:
      'an agreement that is missing is told after an hour, with who can confirm it; staff have a text for the provider',
    codes: ['AGREEMENT_MISSING'],
    house: resellersHouse,
    async play(scene) {
      const provider = sandboxProvider.displayName;
      scene.controls.setBehaviour('contoso.com', { agreement: 'partnerAttestation' });
      await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.authoriseCsp(sandboxProvider.tenantId);
      await scene.house.pass(minute);
      await scene.later(2 * hour);
      await scene.checkNow();
      await scene.assertBlocked('agreement', 'AGREEMENT_MISSING');
      const told = scene.news();
      const card = scene.card();
      scene.controls.attestAgreement('contoso.com');
      await scene.checkNow();

      await scene.assertSays(told, 'AGREEMENT_MISSING');
      assert.ok(card.includes(t('cards.commerce.agreementAskProvider', { provider })));
      assert.ok(card.includes(t('cards.commerce.providerText', { provider })));
      assert.ok(card.includes(t('cards.commerce.providerTextAsk', { company: 'Contoso Pharmaceuticals' })));
      assert.notEqual((await scene.transition()).verifiedAt, undefined);
      await assertDirectPartnerConfirms(scene);
    },
  },
  F44: {
    tells:
      'a customer whom Microsoft reviews is said to be so to both sides, without a storm of calls; then it goes on',
    codes: ['CUSTOMER_UNDER_REVIEW'],
    async play(scene) {
      scene.controls.setBehaviour('contoso.com', { accountReview: 800073 });
      const customer = await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(minute);
      await scene.assertBlocked('agreement', 'CUSTOMER_UNDER_REVIEW');
      await scene.assertSays(scene.news(), 'CUSTOMER_UNDER_REVIEW');
      const page = await customer.look();
      // What is asked while the review lasts: every look that comes by itself in an hour.
      const { tenant } = await scene.transition();
      const code = JSON.stringify({ code: 800074, description: 'x' });
      const review = { path: `/partnercenter/v1/customers/${tenant.tenantId}`, status: 403, body: code, times: 1000 };
      scene.controls.addFault(review);
      for (let times = 0; times < 12; times += 1) await scene.house.leap(5 * minute);
      const calls = 1000 - (scene.controls.state().faults[0]?.times ?? 0);
      const steps = [(await scene.transition()).steps.agreement];
      for (const number of [800075, 900416]) {
        scene.controls.clearFaults();
        scene.controls.addFault({ ...review, body: JSON.stringify({ code: number, description: 'x' }) });
        await scene.checkNow();
        steps.push((await scene.transition()).steps.agreement);
      }
      scene.controls.clearFaults();
      scene.controls.setBehaviour('contoso.com', { accountReview: undefined });
      await scene.checkNow();

      assert.match(page.text, /Microsoft is reviewing your organisation/);
      assert.ok(calls > 0 && calls <= 24, `${String(calls)} calls in an hour`);
      assert.deepEqual(
        steps,
        Array.from({ length: 3 }, () => ({ state: 'blocked', code: 'CUSTOMER_UNDER_REVIEW' })),
      );
      assert.equal(scene.news().match(/Needs attention/g)?.length ?? 0, 0);
      assert.notEqual((await scene.transition()).verifiedAt, undefined);
    },
  },
  F45: {
    tells:
      'a qualification has a badge of its own, its decision is told with Microsoft’s reason, and Normal does not wait',
    codes: ['QUALIFICATION_IN_REVIEW', 'QUALIFICATION_DENIED'],
    async play(scene) {
      scene.controls.setBehaviour('fineartschool.net', { vetting: 'stuck' });
      await scene.finish('fineartschool.net', 'academic');
      await scene.chat.clicks(alex, 'requestQualification');
      await scene.house.pass(10);
      const inReview = scene.card();
      const reason = 'The domain belongs to no school.';
      scene.controls.decideQualification('fineartschool.net', { isApproved: false, reason });
      scene.news();
      await scene.later(day);
      await scene.checkNow();
      const denied = scene.card();
      const told = scene.news();
      const { verifiedAt } = await scene.transition();

      await scene.assertSays(inReview, 'QUALIFICATION_IN_REVIEW');
      await scene.assertSays(denied, 'QUALIFICATION_DENIED');
      scene.assertHelps('QUALIFICATION_DENIED');
      assert.ok(denied.includes(plain(t('cards.commerce.reason', { reason }))));
      assert.match(denied, /Qualification: QUALIFICATION_DENIED \d{4}-/);
      assert.match(told, /Microsoft denied the Education qualification.*The domain belongs to no school\./s);
      assert.notEqual(verifiedAt, undefined);
    },
  },
  F46: {
    tells: 'a partner agreement of our own that is not signed is told to operators, with who signs it where',
    codes: ['PARTNER_AGREEMENT_INVALID'],
    house: resellersHouse,
    async play(scene) {
      scene.controls.setTroubles({ partnerAgreementMissing: true });
      await scene.operator.types(alex, 'doctor');
      const doctor = scene.operator.lastLine();
      const refusal = { path: '/partnercenter/v1/customers/', status: 403, times: 50 };
      await scene.connect();
      for (const code of [900123, 900124, 900154]) {
        scene.controls.clearFaults();
        await scene.house.pass(10);
        await scene.checkNow();
        assert.ok(!scene.card().includes(t('errors.PARTNER_AGREEMENT_INVALID')), String(code));
        scene.controls.addFault({ ...refusal, body: JSON.stringify({ code, description: 'x' }) });
        await scene.house.pass(10);
        await scene.checkNow();
        assert.ok(scene.card().includes(t('errors.PARTNER_AGREEMENT_INVALID')), String(code));
      }

      assert.match(doctor, /Not signed by .*A Global Administrator of that partner signs it in Partner Center/);
      assert.ok(scene.card().includes(t('errors.PARTNER_AGREEMENT_INVALID')), scene.card());
    },
  },
};

/** Where nobody stands between us and Microsoft, the confirmation is ours to make, and the card says where. */
async function assertDirectPartnerConfirms({ cloud }: Scene): Promise<void> {
  const direct = await openScene(cloud);
  try {
    direct.controls.setBehaviour('contoso.com', { agreement: 'partnerAttestation' });
    await direct.connect();
    await direct.approveDelegatedAdmin();
    await direct.authoriseCsp();
    await direct.house.pass(minute);
    await direct.later(2 * hour);
    await direct.checkNow();
    await direct.assertBlocked('agreement', 'AGREEMENT_MISSING');
    const card = direct.card();
    direct.controls.attestAgreement('contoso.com');
    await direct.checkNow();

    assert.ok(card.includes(t('cards.commerce.agreementConfirm')));
    assert.doesNotMatch(card, /Text for/);
    assert.match(direct.card(), /A partner confirmed it for the customer/);
    assert.notEqual((await direct.transition()).verifiedAt, undefined);
  } finally {
    await direct.stop();
  }
}

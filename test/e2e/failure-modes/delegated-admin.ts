// F27 to F38: the delegated admin relationship, from the request to its end.
import assert from 'node:assert/strict';
import { relationshipName } from '../../../src/microsoft/graph/delegated-admin/relationship-name.ts';
import { sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import { relationshipsPath } from '../../support/sandbox-cloud.ts';
import { alex, megan, organisationId } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { day, hour, minute, t, type Scene } from './scene.ts';

type Mode = 'F27' | 'F28' | 'F29' | 'F30' | 'F31' | 'F32' | 'F33' | 'F34' | 'F35' | 'F36' | 'F37' | 'F38';

const admin = 'admin@contoso.com';

export const delegatedAdmin: Scenarios<Mode> = {
  F27: {
    tells: 'a name that another relationship has is changed once, and nobody notices',
    codes: [],
    async play(scene) {
      const { tenantId } = tenantByDomain('contoso.com');
      const displayName = relationshipName('Contoso Pharmaceuticals', tenantId.slice(0, 8));
      scene.cloud.sandbox.relationships.add('fabrikam.com', { displayName });
      await scene.connect();

      const [made, ...more] = relationshipsOf(scene);
      assert.match(made?.displayName ?? '', /^Contoso Pharmaceuticals .+/);
      assert.notEqual(made?.displayName, displayName);
      assert.deepEqual(more, []);
      assert.doesNotMatch(scene.card(), /blocked/);
    },
  },
  F28: {
    tells: 'a request that Microsoft answers with a failure is looked for before it is made again: there is one',
    codes: ['UPSTREAM_UNAVAILABLE'],
    async play(scene) {
      const gone = { method: 'POST', path: relationshipsPath, times: 3 };
      scene.controls.addFault({ ...gone, status: 504 });
      await scene.connect();
      const during = await scene.transition();
      scene.controls.addFault({ method: 'GET', path: '/graph/v1.0/tenantRelationships', times: 40, status: 504 });
      scene.controls.addFault({ ...gone, status: 504, times: 40 });
      await scene.checkNow();
      const card = scene.card();
      // What failed took effect all the same.
      const relationshipId = scene.cloud.sandbox.relationships.add('contoso.com');
      scene.controls.clearFaults();
      await scene.house.pass(2 * minute);

      assert.ok(card.includes(t('errors.UPSTREAM_UNAVAILABLE')), card);
      assert.equal(during.relationshipId, undefined);
      assert.equal(during.steps.delegatedAdmin.state, 'notStarted');
      assert.equal((await scene.transition()).relationshipId, relationshipId);
      assert.doesNotMatch(scene.card(), /blocked/);
      assert.equal(relationshipsOf(scene).length, 1);
      assert.deepEqual(problemsOf(scene), []);
    },
  },
  F29: {
    tells: 'the address for the customer ends in Microsoft’s own id of the request',
    codes: [],
    async play(scene) {
      const customer = await scene.connect();
      const page = await customer.look();

      const [made] = relationshipsOf(scene);
      const href = /<a class="button primary" href="([^"]+)" target="_blank"/.exec(page.html)?.[1];
      assert.match(href ?? '', /\/partners\/invitation\/granularAdminRelationships\/[0-9a-f-]{73}$/);
      assert.ok(href?.endsWith(`/${made?.relationshipId ?? ''}`));
    },
  },
  F30: {
    tells: 'an approval that nobody tells us of is found by the poll, and at once by “Check now”, which shows its time',
    codes: ['RELATIONSHIP_SLOW'],
    async play(scene) {
      await scene.connect();
      const approve = 'Accept Northwind Traders as delegated admin';
      const { transitionId } = await scene.transition();
      const planned = await scene.house.store().visits.nextVisitAt(organisationId, transitionId);
      scene.controls.setBehaviour('contoso.com', { gdapActivation: 'stuck' });
      await scene.approveDelegatedAdmin();
      await scene.house.pass(minute);
      const found = (await scene.transition()).steps.delegatedAdmin;
      await scene.checkNow();
      const checked = scene.card();
      await scene.later(2 * hour);
      await scene.assertBlocked('delegatedAdmin', 'RELATIONSHIP_SLOW');
      await scene.assertSays(scene.news(), 'RELATIONSHIP_SLOW');
      const page = await (await scene.signedIn()).look();
      scene.controls.setBehaviour('contoso.com', { gdapActivation: 'normal' });
      await scene.checkNow();

      assert.ok(planned && planned < scene.house.clock.now(), 'Microsoft was to be looked at again by itself');
      assert.deepEqual(found, { state: 'waiting' });
      assert.match(checked, /Last checked \{\{DATE\(.*\)\}\}/);
      assert.ok(!page.text.includes(approve), 'the customer is not asked again');
      assert.deepEqual((await scene.transition()).steps.delegatedAdmin, { state: 'done' });
    },
  },
  F31: {
    tells: 'a customer who does nothing is reminded; a request that ran out is said, and a new link makes a new one',
    codes: ['RELATIONSHIP_EXPIRED'],
    async play(scene) {
      await scene.start();
      for (const days of [1, 2, 4]) await scene.later(days * day);
      const reminders = scene.controls.mails().filter(({ to }) => to.includes('adele@contoso.example'));
      const customer = await scene.signedIn();
      await customer.consent(admin);
      await scene.house.pass(12);
      await customer.look();
      await customer.confirmTenant();
      await scene.house.pass(3);
      scene.news();
      await scene.later(91 * day);
      await scene.assertBlocked('delegatedAdmin', 'RELATIONSHIP_EXPIRED');
      await scene.assertSays(scene.news(), 'RELATIONSHIP_EXPIRED');
      await scene.chat.clicks(megan, 'reissueLink');
      await scene.house.pass(10);

      // The instructions, and after one, three and seven days.
      assert.equal(reminders.length, 4);
      assert.match(scene.card(), /Reminded \| The customer, by e-mail/);
      assert.equal(relationshipsOf(scene).length, 2);
      assert.equal((await scene.transition()).steps.delegatedAdmin.state, 'notStarted');
    },
  },
  F32: {
    tells:
      'a relationship that the customer ended is told to staff with who and when, and on the page; a new link asks anew',
    codes: ['RELATIONSHIP_TERMINATED'],
    async play(scene) {
      await scene.finish();
      const { relationshipId = '' } = await scene.transition();
      const removal = { user: admin, action: 'remove', relationship: relationshipId };
      await scene.cloud.post('/admin/partner-relationships', removal);
      await scene.house.pass(minute);
      await scene.checkNow();
      await scene.assertBlocked('delegatedAdmin', 'RELATIONSHIP_TERMINATED');
      const told = scene.news();
      await scene.assertSays(told, 'RELATIONSHIP_TERMINATED');
      for (const words of [told, scene.card()]) {
        assert.match(words, /It ended on .* UTC. The customer’s administrator ended it\./);
        assert.ok(!words.includes(admin), 'nobody of the customer’s is named');
      }
      const page = await (await scene.signedIn()).look();
      await scene.chat.clicks(megan, 'reissueLink');
      await scene.house.pass(10);

      assert.match(page.text, /A new request is needed/);
      assert.notEqual((await scene.transition()).relationshipId, relationshipId);
    },
  },
  F33: {
    tells: 'a request that outlives its cancelled transition is explained on the card, and used again by the next one',
    codes: ['RELATIONSHIP_PENDING_ELSEWHERE'],
    async play(scene) {
      await scene.connect();
      await scene.chat.clicks(megan, 'cancelTransition');
      await scene.house.pass(3);
      const card = scene.card();
      const review = await scene.review('contoso.com');

      assert.ok(card.includes(t('errors.RELATIONSHIP_PENDING_ELSEWHERE')));
      assert.ok(review.includes(t('cards.preFlight.accessRequested')));
      assert.equal(relationshipsOf(scene).length, 1);
    },
  },
  F34: {
    tells:
      'groups that cannot get their roles are told by what is wrong, the one that is gone by its id; then it goes on',
    codes: ['ACCESS_ASSIGNMENT_FAILED', 'ACCESS_ASSIGNMENT_SLOW', 'ACCESS_GROUP_GONE'],
    async play(scene) {
      const group = sandboxPartner.groups.gdapServiceSupport;
      scene.controls.setTroubles({ deletedGroups: [group] });
      await scene.connect();
      await scene.approveDelegatedAdmin();
      await scene.house.pass(minute);
      await scene.assertBlocked('accessAssignments', 'ACCESS_GROUP_GONE');
      const told = scene.news();
      scene.controls.setTroubles({ deletedGroups: [] });
      scene.controls.setBehaviour('contoso.com', { accessAssignments: 'stuck' });
      await scene.checkNow();
      await scene.later(2 * hour);
      await scene.checkNow();
      await scene.assertBlocked('accessAssignments', 'ACCESS_ASSIGNMENT_SLOW');
      scene.controls.setBehaviour('contoso.com', { accessAssignments: 'error' });
      await scene.house.pass(minute);
      await scene.checkNow();
      await scene.assertBlocked('accessAssignments', 'ACCESS_ASSIGNMENT_FAILED');
      scene.controls.setBehaviour('contoso.com', { accessAssignments: 'normal' });
      await scene.house.pass(minute);
      await scene.checkNow();

      await scene.assertSays(told.replace(` Group: ${group}.`, ''), 'ACCESS_GROUP_GONE');
      assert.ok(told.includes(`Group: ${group}.`));
      assert.deepEqual((await scene.transition()).steps.accessAssignments, { state: 'done' });
    },
  },
  F35: {
    tells: 'read-only access that Microsoft made, or access without our roles, is told of and not built upon',
    codes: [],
    async play(scene) {
      const { relationships } = scene.cloud.sandbox;
      relationships.add('adatum.com', { displayName: 'MLT_Adatum', approvedDaysAgo: 30 });
      relationships.add('contoso.com', { approvedDaysAgo: 30, roleIds: ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'] });
      const led = await scene.review('adatum.com');
      await scene.chat.types(megan, 'cancel');
      const narrow = await scene.review('contoso.com');
      await scene.chat.types(megan, 'cancel');
      await scene.connect();

      assert.ok(led.includes(t('cards.preFlight.accessMicrosoftLed')));
      assert.ok(narrow.includes(t('cards.preFlight.accessTooNarrow')));
      assert.equal(relationshipsOf(scene).length, 2);
    },
  },
  F36: {
    tells: 'access that covers our roles is told of with its end, and used: the customer is not asked for it',
    codes: [],
    async play(scene) {
      const review = await scene.review('treyresearch.net');
      await scene.chat.types(megan, 'cancel');
      const customer = await scene.connect('treyresearch.net');

      assert.match(review, /Delegated admin \(GDAP\) that covers what we need is there until .* and is used again/);
      assert.match((await customer.look()).text, /Authorise Northwind Traders as your/);
      assert.equal(relationshipsOf(scene, 'treyresearch.net').length, 1);
      assert.match(scene.card(), /Delegated admin \| done/);
    },
  },
  F37: {
    tells: 'the end of a relationship is told 60, 31, 7 and 1 days before, with a button that has Microsoft extend it',
    codes: ['RELATIONSHIP_EXPIRING'],
    async play(scene) {
      await endingSoon(scene);
      const told = [scene.news()];
      for (const days of [30, 23, 5]) {
        await scene.later(days * day);
        told.push(scene.news());
      }
      scene.assertHelps('RELATIONSHIP_EXPIRING');
      await scene.chat.clicks(alex, 'extendRelationship');
      await scene.house.pass(5);

      assert.deepEqual(
        told.map((news) => /delegated admin ends in (one day|\d+ days) at most/.exec(news)?.[1]),
        ['60 days', '31 days', '7 days', 'one day'],
      );
      await scene.assertSays(told.join(), 'RELATIONSHIP_EXPIRING');
      assert.equal(relationshipsOf(scene)[0]?.autoExtendDuration, 'P180D');
      assert.match(scene.card(), /Microsoft extends it by itself/);
    },
  },
  F38: {
    tells: 'a change that Microsoft refuses because somebody else was faster is read anew and made once more',
    codes: [],
    async play(scene) {
      await endingSoon(scene);
      scene.controls.addFault({ method: 'PATCH', path: relationshipsPath, status: 412, body: '{}' });

      await scene.chat.clicks(alex, 'extendRelationship');

      assert.match(scene.chat.lastLine(), /had the delegated admin of Contoso Pharmaceuticals extend itself/);
      assert.equal(relationshipsOf(scene)[0]?.autoExtendDuration, 'P180D');
      assert.deepEqual(scene.controls.state().faults, []);
    },
  },
};

/** Normal, on a relationship that does not extend itself. */
async function endingSoon(scene: Scene): Promise<void> {
  scene.cloud.sandbox.relationships.add('contoso.com', { approvedDaysAgo: 652 });
  await scene.connect();
  await scene.authoriseCsp();
  await scene.house.pass(minute);
  scene.news();
  await scene.later(19 * day);
}

function relationshipsOf({ controls }: Scene, domain = 'contoso.com') {
  const { tenantId } = tenantByDomain(domain);
  return controls.state().relationships.filter(({ customer }) => customer?.tenantId === tenantId);
}

function problemsOf({ house }: Scene) {
  return house.log.filter(({ level }) => level === 'error');
}

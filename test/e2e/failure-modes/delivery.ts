// F47 to F53: what Microsoft tells us, and what we tell people.
import assert from 'node:assert/strict';
import { relationshipsPath } from '../../support/sandbox-cloud.ts';
import { personal, thread } from '../../support/teams-chat.ts';
import { addressTyped, customerTyped } from '../../support/transition-forms.ts';
import { alex, megan } from '../../support/whole-house.ts';
import type { Scenarios } from './modes.ts';
import { day, hour, minute, t } from './scene.ts';

type Mode = 'F47' | 'F48' | 'F49' | 'F50' | 'F51' | 'F52' | 'F53';

export const delivery: Scenarios<Mode> = {
  F47: {
    tells: 'webhooks that another tool has are left to it: the log and the doctor say so, and polling brings Normal',
    codes: [],
    house: { hasWebhooks: true },
    async play(scene) {
      await scene.house.pass(1);
      const url = 'https://other-tool.example/hook';
      const token = await scene.cloud.appToken(undefined, 'https://api.partnercenter.microsoft.com/.default');
      const body = { WebhookUrl: url, WebhookEvents: ['test-created'], SignatureTokenToMsSignatureHeader: true };
      await scene.cloud.call('PUT', '/partnercenter/webhooks/v1/registration', { token, body });
      await scene.house.restart();
      await scene.finish();
      await scene.operator.types(alex, 'doctor');

      assert.equal(scene.controls.state().webhooks?.registration?.url, url);
      assert.ok(scene.house.log.some(({ msg }) => msg === 'webhooks go to another address: polling only'));
      assert.match(scene.operator.lastLine(), /belongs to another program, at other-tool\.example/);
    },
  },
  F48: {
    tells: 'a forged, old or repeated webhook is refused, counted, and an alarm when many come; a true one is taken',
    codes: [],
    house: { hasWebhooks: true },
    async play(scene) {
      await scene.connect();
      const { relationshipId = '' } = await scene.transition();
      const { webhooks } = scene.cloud.sandbox;
      const path = `/granularAdminRelationships/${relationshipId}`;
      const before = await scene.transition();
      const answers = new Map<string, unknown>();
      for (const forgery of ['unsigned', 'signature', 'body', 'host', 'chain', 'sha1', 'late'] as const) {
        answers.set(forgery, await webhooks.send(path, forgery));
      }
      const after = await scene.transition();
      answers.set('true', await webhooks.send(path));
      answers.set('replayed', await webhooks.replay());
      for (let times = 0; times < 20; times += 1) await webhooks.send(path, 'unsigned');

      assert.deepEqual(after, before);
      assert.deepEqual(Object.fromEntries(answers), {
        unsigned: 401,
        signature: 401,
        body: 401,
        host: 401,
        chain: 401,
        sha1: 401,
        late: 403,
        true: 200,
        replayed: 409,
      });
      const alarms = scene.house.log.filter(({ msg }) => msg === 'webhooks are refused in a burst');
      assert.deepEqual(
        alarms.map(({ level }) => level),
        ['error'],
      );
    },
  },
  F49: {
    tells: 'what was told while nobody listened is found when the service starts again',
    codes: [],
    house: { hasWebhooks: true },
    async play(scene) {
      await scene.connect();
      // The customer lets it rest: by now nobody looks more often than each five minutes.
      for (let times = 0; times < 40; times += 1) await scene.house.leap(minute);
      scene.cloud.sandbox.webhooks.handle({ drop: true });
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(30);
      const before = await scene.transition();
      await scene.house.restart();
      await scene.house.pass(10);

      assert.equal(before.verifiedAt, undefined);
      assert.notEqual((await scene.transition()).verifiedAt, undefined);
    },
  },
  F50: {
    tells: 'whatever is pressed twice, by one or by two, is done once, and the second reads so',
    codes: [],
    async play(scene) {
      await scene.start();
      const { value, activityId } = scene.chat.button('reissueLink');
      const press = (who = megan) => scene.chat.submits(who, value, { replyToId: activityId });

      await Promise.all([press(), press(alex)]);
      await scene.house.pass(3);
      const told = scene.chat.lines().join('\n');

      assert.equal((await scene.transition()).link.version, 2);
      assert.match(told, /(Megan Bowen|Alex Wilber) made a new Partner Connect link for Contoso Pharmaceuticals/);
      assert.match(told, /That was done already for Contoso Pharmaceuticals/);
    },
  },
  F51: {
    tells: 'where Microsoft asks us to slow down, its time is kept, who asks reads so, and it goes on by itself',
    codes: ['UPSTREAM_THROTTLED'],
    async play(scene) {
      await scene.connect();
      const { relationshipId = '' } = await scene.transition();
      const path = `${relationshipsPath}/${relationshipId}`;
      const slow = { path, status: 429, headers: { 'Retry-After': '90' } };
      scene.controls.addFault({ ...slow, times: 100 });
      await scene.checkNow();
      const card = scene.card();
      const left = () => scene.controls.state().faults[0]?.times;
      const atFirst = left();
      await scene.house.pass(minute);
      const later = left();
      scene.controls.clearFaults();
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(5 * minute);

      assert.ok(card.includes(t('errors.UPSTREAM_THROTTLED')), card);
      assert.equal(later, atFirst);
      assert.match(scene.card(), /✓ Normal/);
      assert.doesNotMatch(scene.news(), /Needs attention/);
    },
  },
  F52: {
    tells:
      'news for a conversation that takes no messages any more reach the one who looks after it, in the end by mail, and operators know',
    codes: [],
    async play(scene) {
      const { connector } = scene.house;
      const own = scene.house.chat(personal);
      await own.types(megan, 'help');
      await scene.connect();
      const isGone = { status: 403, code: 'BotNotInConversationRoster' };
      connector.fail(isGone, ({ conversationId }) => conversationId === thread.conversationId, 100);
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await scene.house.pass(minute);
      const told = own.lines().join('\n');
      const alarms = scene.house.log.filter(({ msg }) => /a conversation no longer takes our messages/.test(msg));
      connector.fail(isGone, ({ conversationId }) => conversationId === personal.conversationId, 100);
      scene.controls.removeConsent('contoso.com');
      await scene.later(day);
      await scene.checkNow();
      const mails = scene.controls.mails().filter(({ subject }) => subject === 'Contoso Pharmaceuticals: Normal');

      assert.match(told, /Contoso Pharmaceuticals: Normal/);
      assert.equal(alarms.length, 1);
      assert.deepEqual(
        mails.map(({ to }) => to),
        [['megan@northwindtraders.com']],
      );
      assert.match(mails[0]?.content ?? '', /The Directory Connection was removed/);
    },
  },
  F53: {
    tells:
      'a mail that does not arrive loses nothing: the link stands on the card and on the one to pass on; a corrected address gets it',
    codes: [],
    async play(scene) {
      scene.controls.addFault({ path: '/graph/v1.0/users/', method: 'POST', status: 403, times: 1000 });
      const link = await scene.start();
      for (let hours = 0; hours < 30; hours += 1) await scene.house.leap(hour);
      const cards = scene.chat.lines().filter((line) => line.includes(link));
      await scene.operator.types(alex, 'deliveries');

      assert.deepEqual(scene.controls.mails(), []);
      assert.equal(cards.length, 2);
      assert.match(scene.operator.lastLine(), /Instructions for the customer: Contoso Pharmaceuticals/);

      // Taken by Microsoft, and sent back to its mailbox: nobody tells us, so whoever hears it corrects the address.
      scene.controls.clearFaults();
      await scene.chat.clicks(megan, 'sendInstructions');
      await scene.house.pass(5);
      await scene.chat.clicks(megan, 'editCustomer');
      await scene.chat.clicks(megan, 'next', { ...customerTyped, email: 'adele.vance@contoso.example' });
      await scene.chat.clicks(megan, 'next', addressTyped);
      await scene.house.pass(minute);
      await scene.chat.clicks(megan, 'sendInstructions');
      await scene.house.pass(5);
      const toCustomer = scene.controls.mails().filter(({ content }) => content.includes(link));

      assert.ok(scene.card().includes(link));
      assert.deepEqual(
        toCustomer.map(({ to }) => to).filter(([address]) => address?.startsWith('adele')),
        [['adele@contoso.example'], ['adele.vance@contoso.example']],
      );
    },
  },
};

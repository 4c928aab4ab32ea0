import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { hashOf } from '../../../src/runtime.ts';
import { testOrganisationId } from '../../support/records.ts';
import {
  createTestBed,
  guest,
  megan,
  personal,
  post,
  thread,
  type TeamsChat,
  type TestBed,
} from '../../support/teams-chat.ts';

describe('what Teams posts to us', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const wellFormed = () => ({
    type: 'message',
    id: 'm1',
    channelId: 'msteams',
    serviceUrl: bed.connector.url,
    from: { id: megan.id, aadObjectId: megan.aadObjectId },
    recipient: { id: '28:bot' },
    conversation: { id: thread.conversationId, conversationType: 'channel', tenantId: testOrganisationId },
    text: 'help',
  });

  it('is answered when it is well formed', async () => {
    const answered = await post(bed.bot.messagesRoute, wellFormed());

    assert.equal(answered.status, 200);
    assert.equal(chat.lines().length, 1);
  });

  const malformed: [string, (whole: ReturnType<typeof wellFormed>) => unknown][] = [
    ['nothing', () => undefined],
    ['a text', () => 'hello'],
    ['a list', () => []],
    ['an empty object', () => ({})],
    ['no type', ({ type: _type, ...rest }) => rest],
    ['a type that is a number', (whole) => ({ ...whole, type: 7 })],
    ['no sender', ({ from: _from, ...rest }) => rest],
    ['no recipient', ({ recipient: _recipient, ...rest }) => rest],
    ['no conversation', ({ conversation: _conversation, ...rest }) => rest],
    ['no service URL', ({ serviceUrl: _serviceUrl, ...rest }) => rest],
    ['a service URL that is none', (whole) => ({ ...whole, serviceUrl: 'file:///etc/passwd' })],
    ['a conversation id of a megabyte', (whole) => ({ ...whole, conversation: { id: 'x'.repeat(1_000_000) } })],
  ];
  for (const [what, make] of malformed) {
    it(`is a 400, not a 500, when it is ${what}`, async () => {
      const answered = await post(bed.bot.messagesRoute, make(wellFormed()));

      assert.equal(answered.status, 400);
      assert.deepEqual(bed.connector.calls, []);
    });
  }

  for (const serviceUrl of [
    'https://smba.trafficmanager.net/amer/',
    'http://127.0.0.1.attacker.example/',
    'http://10.0.0.1/',
  ]) {
    it(`is refused without authentication when it wants answers at ${serviceUrl}`, async () => {
      const answered = await post(bed.bot.messagesRoute, { ...wellFormed(), serviceUrl });

      assert.equal(answered.status, 403);
    });
  }

  for (const channelId of ['emulator', 'webchat']) {
    it(`is answered without authentication in the tools’ own channel ${channelId}`, async () => {
      const answered = await post(bed.bot.messagesRoute, { ...wellFormed(), channelId });

      assert.equal(answered.status, 200);
      assert.equal(chat.lines().length, 1);
    });
  }

  it('is a 401 with authentication when it carries no token', async () => {
    bed.restart(undefined, {
      config: {
        authentication: 'on',
        appId: '22222222-2222-4222-8222-222222222222',
        appPassword: 'not a secret',
        appType: 'SingleTenant',
        appTenantId: testOrganisationId,
        organisations: [{ organisationId: testOrganisationId, name: 'Northwind Traders' }],
        roles: { managers: [], operators: [] },
        defaultCountry: 'AU',
        publicUrl: 'http://127.0.0.1:3978',
      },
    });

    const answered = await post(bed.bot.messagesRoute, wellFormed());

    assert.equal(answered.status, 401);
    assert.deepEqual(bed.connector.calls, []);
  });

  it('never runs without authentication by leaving the app id out', () => {
    const config = {
      authentication: 'on',
      appType: 'SingleTenant',
      organisations: [],
      roles: { managers: [], operators: [] },
      defaultCountry: 'AU',
      publicUrl: 'http://127.0.0.1:3978',
    } as const;

    assert.throws(() => bed.restart(undefined, { config }), /there is no app id/);
  });

  it('is refused politely to a guest, who starts nothing', async () => {
    bed.connector.members.push(guest);

    await chat.types(guest, 'transition');

    assert.equal(chat.lastLine(), 'I work for the partner’s own staff only. Guests of this team cannot use me.');
    assert.equal(chat.lines().length, 1);
  });

  it('is refused to a member whose home is another tenant', async () => {
    bed.connector.members.push({
      ...guest,
      userRole: 'user',
      userPrincipalName: 'x@fabrikam.example',
      tenantId: 'other',
    });

    await chat.types(guest, 'transition');

    assert.match(chat.lastLine(), /Guests of this team cannot use me/);
  });

  it('is refused to a Teams tenant outside the allow-list, and nothing of it is kept', async () => {
    const channelData = { tenant: { id: '99999999-9999-4999-8999-999999999999' } };

    await chat.types(megan, 'transition', { channelData });

    assert.match(chat.lastLine(), /I do not serve this organisation/);
    assert.equal(await bed.store.conversations.get(testOrganisationId, thread.conversationId), undefined);
  });

  it('lets nobody in whom Teams does not know, nor on a guess while Teams is down', async () => {
    await chat.types(guest, 'transition');
    assert.match(chat.lastLine(), /cannot find out right now who you are/);
    bed.connector.fail({ status: 500 }, ({ method }) => method === 'GET');

    await chat.types(megan, 'transition');

    assert.match(chat.lastLine(), /cannot find out right now who you are/);
  });

  it('asks Teams once who a person is', async () => {
    await chat.types(megan, 'help');
    await bed.chat(personal).types(megan, 'help');

    assert.equal(bed.connector.calls.filter(({ method }) => method === 'GET').length, 1);
    bed.clock.advance(61 * 60 * 1000);
    await chat.types(megan, 'help');
    assert.equal(bed.connector.calls.filter(({ method }) => method === 'GET').length, 2);
  });

  it('is run once when it is delivered again', async () => {
    await chat.types(megan, 'help', { id: 'same' });
    const answered = await chat.types(megan, 'help', { id: 'same' });

    assert.equal(answered.status, 200);
    assert.equal(chat.lines().length, 1);
  });

  it('is run once when it is delivered again while the first is still running', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => chat.types(megan, 'transition', { id: 'same' })));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(chat.lines().length, 1);
  });

  it('is run once although another process has it, once that one is done', async () => {
    const activityKey = hashOf('turn', 'msteams', thread.conversationId, 'elsewhere');
    const held = { activityKey, lane: 'lane', token: 'token' };
    const now = bed.clock.now();
    await bed.store.turns.begin(held, { now, until: new Date(now.getTime() + 15_000) });

    const redelivered = chat.types(megan, 'help', { id: 'elsewhere' });
    await bed.store.turns.finish(held, now);

    assert.equal((await redelivered).status, 200);
    assert.deepEqual(chat.lines(), []);
  });

  describe('while another instance is busy with the same person', () => {
    const busy = /I am still busy with the last thing that you asked of me here/;
    beforeEach(async () => {
      bed.restart(undefined, { wait: async () => undefined });
      const lane = hashOf('lane', 'msteams', thread.conversationId, megan.id);
      const now = bed.clock.now();
      const held = { activityKey: 'of the other instance', lane, token: 'token' };
      await bed.store.turns.begin(held, { now, until: new Date(now.getTime() + 10_000) });
    });

    it('is answered in words when it is a message, and may be sent again', async () => {
      const answered = await chat.types(megan, 'help', { id: 'patient' });
      bed.clock.advance(10_000);
      await chat.types(megan, 'help', { id: 'patient' });

      assert.equal(answered.status, 200);
      assert.match(chat.lines()[0] ?? '', busy);
      assert.match(chat.lines()[1] ?? '', /See this list/);
    });

    it('is answered in words when it is an invoke', async () => {
      const answered = await chat.types(megan, '', { type: 'invoke', name: 'adaptiveCard/action' });

      assert.match(JSON.stringify(answered.body), busy);
      assert.deepEqual(chat.lines(), []);
    });
  });

  it('welcomes once on installation, and not on upgrades or other members', async () => {
    await chat.types(megan, '', { type: 'installationUpdate', action: 'add' });
    await chat.types(megan, '', { type: 'installationUpdate', action: 'add-upgrade' });
    await chat.types(megan, '', { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] });

    assert.equal(chat.lines().length, 1);
    assert.ok(await bed.store.conversations.get(testOrganisationId, thread.conversationId));
  });

  it('marks a place where it was removed, until somebody speaks there again', async () => {
    await chat.types(megan, 'help');
    await chat.types(megan, '', { type: 'installationUpdate', action: 'remove' });
    const removed = await bed.store.conversations.get(testOrganisationId, thread.conversationId);

    await chat.types(megan, 'help');

    assert.ok(removed?.goneAt);
    const back = await bed.store.conversations.get(testOrganisationId, thread.conversationId);
    assert.equal(back?.goneAt, undefined);
  });

  it('knows a place again that was forgotten since it was removed there, once somebody speaks there', async () => {
    const { conversations } = bed.store;
    await chat.types(megan, 'help');
    const before = await conversations.get(testOrganisationId, thread.conversationId);
    await chat.types(megan, '', { type: 'installationUpdate', action: 'remove' });
    const { goneAt = bed.clock.now() } = (await conversations.get(testOrganisationId, thread.conversationId)) ?? {};
    assert.equal(await conversations.deleteGoneBefore(new Date(goneAt.getTime() + 1)), 1);

    await chat.types(megan, 'help');

    assert.deepEqual(await conversations.get(testOrganisationId, thread.conversationId), before);
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { createBot } from '../../../src/bot/create-bot.ts';
import type { BotConfig } from '../../../src/bot/bot-config.ts';
import { aDelivery, aTransition, testOrganisationId } from '../../support/records.ts';
import { botAppId, outboundToken, startChannelKeys, type ChannelKeys } from '../../support/bot-channel-keys.ts';
import { createTestBed, megan, post, thread, type TestBed } from '../../support/teams-chat.ts';

const config: BotConfig = {
  authentication: 'on',
  appId: botAppId,
  appType: 'MultiTenant',
  organisations: [{ organisationId: testOrganisationId, name: 'Northwind Traders' }],
  roles: { managers: [], operators: [] },
  defaultCountry: 'AU',
  publicUrl: 'https://connect.example',
};

describe('with authentication on', () => {
  let keys: ChannelKeys;
  let bed: TestBed;
  before(async () => {
    keys = await startChannelKeys();
  });
  after(() => keys.stop());
  beforeEach(async () => {
    bed = await createTestBed();
    bed.bot = createBot({ ...bed.deps, config }, keys.authentication);
  });
  afterEach(() => bed.stop());

  const activity = () => ({
    type: 'message',
    id: 'm1',
    channelId: 'msteams',
    serviceUrl: bed.connector.url,
    from: { id: megan.id, name: megan.name, aadObjectId: megan.aadObjectId },
    recipient: { id: '28:bot' },
    conversation: { id: thread.conversationId, conversationType: 'channel', tenantId: testOrganisationId },
    text: 'help',
  });
  const send = (token: string, body: object = activity()) =>
    post(bed.bot.messagesRoute, body, { authorization: `Bearer ${token}` });

  it('a token of the channel for us and this service URL is answered, with a token of ours', async () => {
    const answered = await send(await keys.sign({ serviceUrl: bed.connector.url }));

    assert.equal(answered.status, 200);
    assert.equal(bed.connector.chat(thread.conversationId).length, 1);
    assert.deepEqual(
      new Set(bed.connector.calls.map(({ authorization }) => authorization)),
      new Set([`Bearer ${outboundToken}`]),
    );
  });

  it('proactive messages carry our token too', async () => {
    await send(await keys.sign({ serviceUrl: bed.connector.url }));
    const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;

    const outcome = await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition: aTransition() });

    assert.equal(outcome.kind, 'sent');
    assert.equal(bed.connector.calls.at(-1)?.authorization, `Bearer ${outboundToken}`);
  });

  it('a token for another bot is a 401', async () => {
    const token = await keys.sign({ serviceUrl: bed.connector.url, audience: '99999999-9999-4999-8999-999999999999' });

    assert.equal((await send(token)).status, 401);
  });

  it('a token for another service URL is a 401: nobody can have our answers sent elsewhere', async () => {
    const token = await keys.sign({ serviceUrl: 'https://smba.trafficmanager.net/amer/' });

    assert.equal((await send(token)).status, 401);
    assert.deepEqual(bed.connector.calls, []);
  });

  it('a token of another issuer is a 401', async () => {
    const token = await keys.sign({ serviceUrl: bed.connector.url, issuer: 'https://sts.windows.net/somebody/' });

    assert.equal((await send(token)).status, 401);
  });

  it('a token that has ended is a 401', async () => {
    const endsAt = new Date(Date.now() - 10 * 60 * 1000);
    const token = await keys.sign({ serviceUrl: bed.connector.url, endsAt });

    assert.equal((await send(token)).status, 401);
  });

  it('a token that the channel did not sign is a 401', async () => {
    const token = await keys.sign({ serviceUrl: bed.connector.url, isForged: true });

    assert.equal((await send(token)).status, 401);
  });

  it('a token without a signature is a 401', async () => {
    const [, claims = ''] = (await keys.sign({ serviceUrl: bed.connector.url })).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT', kid: 'test-key' })).toString('base64url');

    assert.equal((await send(`${header}.${claims}.`)).status, 401);
  });

  for (const authorization of [undefined, '', 'Bearer', 'Bearer not-a-token', 'Basic dXNlcjpwYXNz']) {
    it(`the header ${JSON.stringify(authorization)} is a 401`, async () => {
      const headers = authorization === undefined ? {} : { authorization };

      const answered = await post(bed.bot.messagesRoute, activity(), headers);

      assert.equal(answered.status, 401);
      assert.deepEqual(bed.connector.calls, []);
    });
  }

  it('a token signed with a key that is endorsed for another channel only is a 401', async () => {
    const webChatKeys = await startChannelKeys({ endorsements: ['webchat'] });
    try {
      bed.bot = createBot({ ...bed.deps, config }, webChatKeys.authentication);

      const answered = await send(await webChatKeys.sign({ serviceUrl: bed.connector.url }));

      assert.equal(answered.status, 401);
      assert.deepEqual(bed.connector.calls, []);
    } finally {
      await webChatKeys.stop();
    }
  });

  it('what carries no token is refused before its body is read', () => {
    const { messagesRoute } = bed.bot;
    assert.ok(messagesRoute.method === 'POST' && messagesRoute.accepts.isWelcome);

    const headers = [undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer not-a-token'];
    const welcome = headers.filter((authorization) => messagesRoute.accepts.isWelcome?.({ authorization }));

    assert.deepEqual(welcome, ['Bearer not-a-token']);
  });

  for (const channelId of ['webchat', 'directline', 'emulator', 'MSTEAMS']) {
    it(`an activity of ${channelId} is a 403, with a good token too: people there say themselves who they are`, async () => {
      const token = await keys.sign({ serviceUrl: bed.connector.url });

      const answered = await send(token, { ...activity(), channelId });

      assert.equal(answered.status, 403);
      assert.deepEqual(bed.connector.calls, []);
    });
  }
});

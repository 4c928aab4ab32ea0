import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Outgoing } from '../../../src/core/ports/sender.ts';
import { linkToken } from '../../../src/core/link.ts';
import { createSignText } from '../../../src/runtime.ts';
import { testNow } from '../../support/fake-clock.ts';
import { aDelivery, anEvent, aSubscription, aTransition } from '../../support/records.ts';
import { createTestBed, megan, personal, thread, type TestBed, type TeamsChat } from '../../support/teams-chat.ts';

const transition = aTransition({ conversationId: thread.conversationId });
const here = { kind: 'conversation', conversationId: thread.conversationId } as const;
const toMegan = { kind: 'person', userId: megan.aadObjectId } as const;
const news = {
  kind: 'news',
  event: anEvent({ happening: { kind: 'statusChanged', from: 'transitioning', to: 'normal' } }),
} as const;

function outgoing(delivery: Partial<Outgoing['delivery']>, cardActivityId?: string): Outgoing {
  return {
    delivery: aDelivery({ recipient: here, ...delivery }),
    transition,
    ...(cardActivityId !== undefined && { cardActivityId }),
  };
}

describe('the sender for Teams', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    await chat.types(megan, 'list');
    bed.connector.calls.splice(0);
  });
  afterEach(() => bed.stop());

  it('posts the living card with the link in the thread where it was started, answering no message', async () => {
    const outcome = await bed.bot.sender.send(outgoing({ content: { kind: 'livingCard' } }));

    const [call] = bed.connector.calls;
    assert.deepEqual(outcome, { kind: 'sent', activityId: call?.answeredId });
    assert.equal(call?.method, 'POST');
    assert.equal(call.path, `/v3/conversations/${thread.conversationId}/activities`);
    const token = linkToken(transition.link, createSignText(['a key of the tests that is long enough']));
    assert.match(JSON.stringify(call.body), new RegExp(`http://127\\.0\\.0\\.1:3978/connect/${token}`));
  });

  it('does so after a restart, from what is stored', async () => {
    bed.restart();

    const outcome = await bed.bot.sender.send(outgoing({ content: { kind: 'shareCard' } }));

    assert.equal(outcome.kind, 'sent');
    assert.match(chat.lastLine(), /Northwind Traders/);
  });

  it('edits the living card in place', async () => {
    const posted = await bed.bot.sender.send(outgoing({ content: { kind: 'livingCard' } }));
    assert.equal(posted.kind, 'sent');
    const cardActivityId = posted.activityId ?? '';

    const outcome = await bed.bot.sender.send(outgoing({ content: { kind: 'refreshCard' } }, cardActivityId));

    assert.deepEqual(outcome, { kind: 'sent', activityId: cardActivityId });
    assert.deepEqual(
      bed.connector.calls.map(({ method }) => method),
      ['POST', 'PUT'],
    );
  });

  it('edits the card to share in place, and it invites nobody once the link is revoked', async () => {
    const posted = await bed.bot.sender.send(outgoing({ content: { kind: 'shareCard' } }));
    assert.equal(posted.kind, 'sent');
    const cardActivityId = posted.activityId ?? '';
    const revoked = { ...transition, link: { ...transition.link, revokedAt: testNow } };

    const outcome = await bed.bot.sender.send({
      ...outgoing({ content: { kind: 'refreshShareCard' } }, cardActivityId),
      transition: revoked,
    });

    const edit = bed.connector.calls.at(-1);
    assert.deepEqual(outcome, { kind: 'sent', activityId: cardActivityId });
    assert.equal(edit?.method, 'PUT');
    assert.match(JSON.stringify(edit.body), /This invitation has ended/);
    assert.doesNotMatch(JSON.stringify(edit.body), /\/connect\//);
  });

  it('posts the card anew when somebody deleted it', async () => {
    const outcome = await bed.bot.sender.send(outgoing({ content: { kind: 'refreshCard' } }, 'deleted'));

    assert.equal(outcome.kind, 'sent');
    assert.notEqual(outcome.activityId, 'deleted');
  });

  for (const [what, cardActivityId] of [
    ['posts', undefined],
    ['edits', 'activity-1'],
  ] as const) {
    it(`${what} nothing that others may have taken over by now`, async () => {
      const kind = cardActivityId === undefined ? 'livingCard' : 'refreshCard';

      const outcome = await bed.bot.sender.send({
        ...outgoing({ content: { kind } }, cardActivityId),
        isLate: () => true,
      });

      assert.equal(outcome.kind, 'failed');
      assert.equal(outcome.maybeSent, false);
      assert.equal(bed.connector.calls.length, 0);
    });
  }

  it('takes back a post of its own, and no other', async () => {
    const post = outgoing({ content: { kind: 'livingCard' } });
    const [first, second] = [await bed.bot.sender.send(post), await bed.bot.sender.send(post)];
    assert.ok(first.kind === 'sent' && second.kind === 'sent');

    const outcome = await bed.bot.sender.takeBack({ ...post.delivery, activityId: second.activityId ?? '' });

    const left = bed.connector.chat(thread.conversationId).map(({ activityId }) => activityId);
    assert.deepEqual(outcome, { kind: 'sent' });
    assert.ok(left.includes(first.activityId ?? ''));
    assert.ok(!left.includes(second.activityId ?? ''));
  });

  it('takes back news in a person’s own chat', async () => {
    await bed.chat(personal).types(megan, 'list');
    const post = outgoing({ recipient: toMegan, content: news });
    const sent = await bed.bot.sender.send(post);
    assert.equal(sent.kind, 'sent');
    const told = bed.chat(personal).lines();

    await bed.bot.sender.takeBack({ ...post.delivery, activityId: sent.activityId ?? '' });

    assert.deepEqual(bed.chat(personal).lines(), told.slice(0, -1));
  });

  it('waits for the card to be posted before it edits it', async () => {
    const outcome = await bed.bot.sender.send(outgoing({ content: { kind: 'refreshCard' } }));

    assert.equal(outcome.kind, 'failed');
    assert.equal(outcome.maybeSent, false);
    assert.equal(bed.connector.calls.length, 0);
  });

  it('writes to a person in the chat that is known', async () => {
    await bed.chat(personal).types(megan, 'list');

    const outcome = await bed.bot.sender.send(outgoing({ recipient: toMegan, content: news }));

    assert.equal(outcome.kind, 'sent');
    assert.match(bed.chat(personal).lastLine(), /Normal/);
  });

  it('opens a chat with a person who said “notify me” before we knew one', async () => {
    await bed.store.subscriptions.subscribe(aSubscription({ conversationId: thread.conversationId }));

    const outcome = await bed.bot.sender.send(outgoing({ recipient: toMegan, content: news }));

    assert.equal(outcome.kind, 'sent');
    assert.equal(bed.connector.calls[0]?.path, '/v3/conversations');
    assert.equal(bed.connector.chat('a:opened-user-megan').length, 1);
    await bed.bot.sender.send(outgoing({ recipient: toMegan, content: news }));
    assert.equal(bed.connector.calls.filter(({ path }) => path === '/v3/conversations').length, 1);
  });

  it('says that a person whom we never met is gone', async () => {
    const outcome = await bed.bot.sender.send(outgoing({ recipient: toMegan, content: news }));

    assert.deepEqual(outcome, { kind: 'recipientGone' });
  });

  it('says that a conversation is gone also when what was known of it has been removed, and calls nobody', async () => {
    const { conversations } = bed.store;
    const { organisationId } = transition;
    await conversations.markGone(organisationId, thread.conversationId, testNow);
    const marked = await bed.bot.sender.send(outgoing({ content: { kind: 'livingCard' } }));
    await conversations.deleteGoneBefore(new Date(testNow.getTime() + 1));

    const removed = await bed.bot.sender.send(outgoing({ content: { kind: 'livingCard' } }));

    assert.equal(await conversations.get(organisationId, thread.conversationId), undefined);
    assert.deepEqual([marked, removed], [{ kind: 'recipientGone' }, { kind: 'recipientGone' }]);
    assert.equal(bed.connector.calls.length, 0);
  });

  it('leaves mail to others', async () => {
    const recipient = { kind: 'mailbox', address: 'adele@contoso.example', name: 'Adele' } as const;

    const outcome = await bed.bot.sender.send(outgoing({ recipient, content: { kind: 'instructionsForCustomer' } }));

    assert.equal(outcome.kind, 'failed');
  });

  const failures = [
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { kind: 'throttled', retryAfterMs: 30_000 },
    ],
    [
      { status: 429, headers: { 'retry-after': '9'.repeat(30) } },
      { kind: 'throttled', retryAfterMs: 3_600_000 },
    ],
    [{ status: 429 }, { kind: 'throttled', retryAfterMs: 5000 }],
    [{ status: 403, code: 'BotNotInConversationRoster' }, { kind: 'recipientGone' }],
    [{ status: 403, code: 'ConversationBlockedByUser' }, { kind: 'recipientGone' }],
    [{ status: 404, code: 'ConversationNotFound' }, { kind: 'recipientGone' }],
    [
      { status: 403, code: 'NotEnoughPermissions' },
      { kind: 'failed', maybeSent: false },
    ],
    [
      { status: 413, code: 'MessageSizeTooBig' },
      { kind: 'failed', maybeSent: false },
    ],
    [
      { status: 500, code: 'ServiceError' },
      { kind: 'failed', maybeSent: true },
    ],
    [
      { status: 502, butDone: true },
      { kind: 'failed', maybeSent: true },
    ],
  ] as const;
  for (const [failure, expected] of failures) {
    it(`takes ${String(failure.status)} ${'code' in failure ? failure.code : ''} for what it is, after one post`, async () => {
      bed.connector.fail(failure, ({ method }) => method === 'POST', 9);

      const outcome = await bed.bot.sender.send(outgoing({ content: news }));

      const { cause: _cause, ...told } = outcome.kind === 'failed' ? outcome : { ...outcome, cause: undefined };
      assert.deepEqual(told, expected);
      assert.equal(bed.connector.calls.length, 1, 'a post that may have arrived is not repeated');
    });
  }

  it('says that nothing was sent when nobody listens', async () => {
    await bed.connector.stop();
    // The connection that was kept open breaks, and nobody can know what had passed through it.
    const broken = await bed.bot.sender.send(outgoing({ content: news }));

    const outcome = await bed.bot.sender.send(outgoing({ content: news }));

    assert.equal(outcome.kind, 'failed');
    assert.equal(outcome.maybeSent, false);
    assert.equal(broken.kind === 'failed' && broken.maybeSent, true);
  });
});

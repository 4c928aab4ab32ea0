import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Conversation } from '../../../../src/core/ports/store/conversation-store.ts';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import { forgetGone } from '../../../../src/core/use-cases/forgetting/forget-gone.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aConversation, aSubscription, testOrganisationId } from '../../../support/records.ts';

const long = after(testNow, -2);
const lately = after(testNow, 1);
const channel = '19:channel@thread.tacv2;messageid=1';

describe('forgetting what is gone', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
  });
  afterEach(() => store.close());

  const remember = (conversationId: string, overrides: Partial<Conversation>) =>
    store.conversations.remember(aConversation({ conversationId, ...overrides }));
  const forget = (organisationIds = [testOrganisationId]) => forgetGone(store, organisationIds, testNow);
  const whoIsLeft = async () => (await store.subscriptions.list(testOrganisationId)).map(({ userId }) => userId);

  it('removes the conversations and leaves those that went lately, or came back', async () => {
    await remember('gone', { goneAt: long });
    await remember('gone elsewhere', { organisationId: 'former-organisation', goneAt: long });
    await remember('went lately', { goneAt: lately });
    await remember('back', { goneAt: long });
    await remember('back', {});

    assert.deepEqual(await forget(), { subscriptions: 0, conversations: 2 });

    assert.equal(await store.conversations.get(testOrganisationId, 'gone'), undefined);
    for (const kept of ['went lately', 'back']) {
      assert.ok(await store.conversations.get(testOrganisationId, kept), kept);
    }
  });

  const lee = { kind: 'personal', userId: 'user-lee' } as const;
  const wishes: readonly [string, readonly (readonly [string, Partial<Conversation>])[], Date, 'goes' | 'stays'][] = [
    [
      'whose own chat is gone, although the channel is there',
      [
        ['own', { ...lee, goneAt: long }],
        [channel, {}],
      ],
      long,
      'goes',
    ],
    ['whose own chat went lately', [['own', { ...lee, goneAt: lately }]], long, 'stays'],
    [
      'whose own chat is there, although the channel is gone',
      [
        ['own', lee],
        [channel, { goneAt: long }],
      ],
      long,
      'stays',
    ],
    ['whom only the channel leads to', [[channel, {}]], long, 'stays'],
    ['whom only the channel led to, which is gone', [[channel, { goneAt: long }]], long, 'goes'],
    ['to whom nothing leads', [], long, 'goes'],
    ['who asked for it since', [['own', { ...lee, goneAt: long }]], testNow, 'stays'],
  ];
  for (const [whose, conversations, since, what] of wishes) {
    it(`${what === 'goes' ? 'ends' : 'leaves'} the subscription of somebody ${whose}`, async () => {
      await store.subscriptions.subscribe(aSubscription({ userId: 'user-lee', conversationId: channel, since }));
      for (const [conversationId, overrides] of conversations) await remember(conversationId, overrides);

      const { subscriptions } = await forget();

      assert.equal(subscriptions, what === 'goes' ? 1 : 0);
      assert.deepEqual(await whoIsLeft(), what === 'goes' ? [] : ['user-lee']);
    });
  }

  it('ends no subscription of an organisation that is not served', async () => {
    await store.subscriptions.subscribe(aSubscription({ since: long }));

    assert.deepEqual(await forget(['other-organisation']), { subscriptions: 0, conversations: 0 });

    assert.deepEqual(await whoIsLeft(), ['user-megan']);
  });

  const returns: readonly [string, () => Promise<unknown>][] = [
    ['asks again', () => store.subscriptions.subscribe(aSubscription({ userId: 'user-lee', since: testNow }))],
    ['is there again', () => remember('own', lee)],
  ];
  for (const [what, comeBack] of returns) {
    it(`leaves the subscription of somebody who ${what} while it is looked`, async () => {
      await remember('own', { ...lee, goneAt: long });
      await store.subscriptions.subscribe(aSubscription({ userId: 'user-lee', since: long }));
      const { subscriptions } = store;
      const late = {
        ...subscriptions,
        endUnchanged: async (subscription: Parameters<typeof subscriptions.endUnchanged>[0]) => {
          await comeBack();
          return subscriptions.endUnchanged(subscription);
        },
      };

      const forgotten = await forgetGone({ ...store, subscriptions: late }, [testOrganisationId], testNow);

      assert.equal(forgotten.subscriptions, 0);
      assert.deepEqual(await whoIsLeft(), ['user-lee']);
    });
  }

  it('keeps the conversations that tell whose subscriptions go, until those have gone', async () => {
    await remember('own', { ...lee, goneAt: long });
    await store.subscriptions.subscribe(aSubscription({ userId: 'user-lee', since: long }));
    const { conversations, subscriptions } = store;
    const failing = { ...subscriptions, endUnchanged: () => Promise.reject(new Error('no')) };

    await assert.rejects(forgetGone({ conversations, subscriptions: failing }, [testOrganisationId], testNow));

    assert.ok(await conversations.get(testOrganisationId, 'own'));
  });
});

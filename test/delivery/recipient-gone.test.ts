import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { Delivery, Recipient } from '../../src/core/delivery.ts';
import { handleRecipientGone } from '../../src/delivery/recipient-gone.ts';
import { hashOf } from '../../src/runtime.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition } from '../support/records.ts';

const email = 'megan@northwindtraders.example';
const owner = { userId: 'user-megan', displayName: 'Megan Bowen', email };

describe('news that Teams does not take', () => {
  let added: Delivery[];
  let said: string[];
  beforeEach(() => {
    added = [];
    said = [];
  });

  const gone = async (recipient: Recipient, changes: Partial<Delivery> = {}, transition = aTransition({ owner })) => {
    const content = { kind: 'news', event: anEvent() } as const;
    const deps = {
      deliveries: { add: async (some: readonly Delivery[]) => void added.push(...some) },
      conversations: {
        get: async () => undefined,
        personalChatOf: async () => undefined,
        markGone: async () => undefined,
      },
      hashOf,
      clock: createFakeClock(),
      log: {
        info: () => undefined,
        warn: (_about: object, message: string) => void said.push(`warn: ${message}`),
        error: (_about: object, message: string) => void said.push(`error: ${message}`),
      },
    };
    await handleRecipientGone(deps, aDelivery({ recipient, content, ...changes }), transition);
    return added.map((delivery) => delivery.recipient);
  };
  const place: Recipient = { kind: 'conversation', conversationId: '19:channel@thread.tacv2;messageid=1' };
  const person: Recipient = { kind: 'person', userId: owner.userId };

  it('in a conversation of which nothing is known any more go to the one who looks after the transition, without an alarm', async () => {
    const rerouted = await gone(place);

    assert.deepEqual(rerouted, [person]);
    assert.deepEqual(said, ['warn: delivery: the recipient cannot be reached']);
  });

  it('for that person go by mail, once, however often the chat was tried', async () => {
    await gone(person, { deliveryId: 'one' });
    await gone(person, { deliveryId: 'another' });

    const mailbox = { kind: 'mailbox', address: email, name: 'Megan Bowen' };
    assert.deepEqual(
      added.map(({ recipient }) => recipient),
      [mailbox, mailbox],
    );
    assert.equal(added[0]?.deliveryId, added[1]?.deliveryId);
  });

  it('for anybody else, or for somebody without a mail address, go nowhere', async () => {
    const unknown = aTransition({ owner: { userId: owner.userId, displayName: 'Megan Bowen' } });

    await gone({ kind: 'person', userId: 'user-lee' });
    await gone(person, {}, unknown);
    await gone(place, { content: { kind: 'livingCard' } });

    assert.deepEqual(added, []);
  });
});

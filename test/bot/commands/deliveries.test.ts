import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { testNow } from '../../support/fake-clock.ts';
import { aDelivery, aTransition } from '../../support/records.ts';
import { alex, createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';

describe('the command deliveries', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    const roles = { managers: [], operators: [alex.aadObjectId] };
    bed.restart((store) => store, { config: { ...bed.deps.config, roles } });
    await bed.store.transitions.insert(aTransition(), { visitDueAt: testNow });
  });
  afterEach(() => bed.stop());

  const giveUp = (...deliveryIds: string[]) =>
    bed.store.deliveries.add(
      deliveryIds.map((deliveryId) =>
        aDelivery({ deliveryId, state: 'dead', attempts: 24, failure: 'UPSTREAM_UNAVAILABLE' }),
      ),
    );
  const stateOf = async (deliveryId: string) => (await bed.store.deliveries.get(deliveryId))?.state;

  it('says when there is nothing to do', async () => {
    await chat.types(alex, 'deliveries');

    assert.match(chat.lastLine(), /Everything was sent/);
  });

  it('shows an operator what could not be sent, and why', async () => {
    await giveUp('first');

    await chat.types(alex, 'deliveries');

    assert.match(chat.lastLine(), /One message or mail was given up\./);
    assert.match(chat.lastLine(), /The card of the transition: Contoso Pharmaceuticals/);
    assert.match(
      chat.lastLine(),
      /tried 24 times\. Microsoft does not answer right now.* Delivery first, UPSTREAM_UNAVAILABLE/,
    );
  });

  it('sends one again, and shows what is left', async () => {
    await giveUp('first', 'second');
    await chat.types(alex, 'deliveries');
    const before = bed.woken.delivery;

    await chat.clicks(alex, 'retryDelivery');

    const states = [await stateOf('first'), await stateOf('second')];
    assert.deepEqual(states.toSorted(), ['dead', 'pending']);
    assert.match(chat.lastLine(), /One message or mail was given up\./);
    assert.equal(chat.lines().length, 1);
    assert.ok(bed.woken.delivery > before);
  });

  it('sends all again, however many', async () => {
    const all = Array.from({ length: 130 }, (_, index) => `given-up-${String(index)}`);
    await giveUp(...all);
    await chat.types(alex, 'deliveries');
    assert.match(chat.lastLine(), /125 more are not shown/);

    await chat.clicks(alex, 'retryAllDeliveries');

    for (const deliveryId of all) assert.equal(await stateOf(deliveryId), 'pending');
    assert.match(chat.lastLine(), /Everything was sent/);
  });

  it('is for operators, also by a card that somebody else can see', async () => {
    await giveUp('first');
    await chat.types(megan, 'deliveries');
    assert.match(chat.lastLine(), /Your role does not allow this.* Please ask an operator of this bot\./);
    await chat.types(alex, 'deliveries');

    await chat.clicks(megan, 'retryAllDeliveries');

    assert.match(chat.lastLine(), /Your role does not allow this.* Please ask an operator of this bot\./);
    assert.equal(await stateOf('first'), 'dead');
  });

  it('touches nothing of another organisation', async () => {
    await bed.store.deliveries.add([
      aDelivery({ deliveryId: 'elsewhere', state: 'dead', organisationId: 'other-organisation' }),
    ]);
    await giveUp('first');
    await chat.types(alex, 'deliveries');
    const { value, activityId } = chat.button('retryDelivery');
    const forged = JSON.parse(JSON.stringify(value).replace('first', 'elsewhere')) as Record<string, unknown>;

    await chat.submits(alex, forged, { replyToId: activityId });

    assert.equal(await stateOf('elsewhere'), 'dead');
  });
});

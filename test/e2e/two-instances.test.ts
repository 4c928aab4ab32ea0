import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { hashOf } from '../../src/runtime.ts';
import { createCustomer } from '../support/customer.ts';
import { isLivingCard, linkIn, theTransition } from '../support/journey.ts';
import { createSqliteDatabase } from '../support/sqlite-database.ts';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { fillTransition, megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const laneOfMegan = hashOf('lane', 'msteams', thread.conversationId, megan.id);

describe('two instances on one database', () => {
  let database: Awaited<ReturnType<typeof createSqliteDatabase>>;
  let houses: [WholeHouse, WholeHouse];
  let chats: [TeamsChat, TeamsChat];
  beforeEach(async () => {
    database = await createSqliteDatabase();
    const one = await openWholeHouse({ databaseUrl: database.url });
    const { cloud, connector } = one;
    const other = await openWholeHouse({ databaseUrl: database.url, cloud, connector });
    houses = [one, other];
    chats = [one.chat(thread), other.chat(thread)];
  });
  afterEach(async () => {
    for (const house of houses.toReversed()) await house.stop();
    await database.remove();
  });

  const lines = () => chats[0].lines();
  const bothWork = (seconds: number) => Promise.all(houses.map((house) => house.pass(seconds)));
  /** The same from everybody, half of it to each instance, all at once. */
  const atOnce = <T>(count: number, act: (chat: TeamsChat, index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(chats[index % 2 ? 1 : 0], index)));

  it('run one person’s turns one after another, so that no click overtakes another', async () => {
    const answers = await atOnce(8, (chat) => chat.types(megan, 'transition'));

    assert.ok(answers.every(({ status }) => status === 200));
    assert.doesNotMatch(lines().join('\n'), /was faster|went wrong|still busy/);
    const opened = lines().filter((line) => line.includes('You have a form open here'));
    assert.equal(opened.length, 7);
  });

  it('answer an activity once that reaches both', async () => {
    await atOnce(6, (chat) => chat.types(megan, 'help', { id: 'the same' }));

    assert.equal(lines().length, 1);
  });

  it('go on with a form wherever the next click arrives', async () => {
    const [here, there] = chats;
    await here.types(megan, 'transition');
    await there.types(megan, 'cancel');
    await here.types(megan, 'cancel');

    assert.match(lines().at(-1) ?? '', /No form is open here/);
  });

  it('start one transition from many clicks, and tell everything once', async () => {
    await fillTransition(chats[0]);
    const { value, activityId } = chats[0].button('submit');
    await atOnce(6, (chat) => chat.submits(megan, value, { replyToId: activityId }));

    await bothWork(3);

    await theTransition(houses[0]);
    const posts = houses[0].connector.calls.filter(({ method }) => method === 'POST').filter(isLivingCard);
    assert.equal(posts.length, 1);
    assert.equal(houses[0].cloud.sandbox.controls.mails().length, 2);
    assert.doesNotMatch(lines().join('\n'), /went wrong/);
  });

  it('relay and deliver the same changes without a second copy', async () => {
    for (const house of houses) house.holdLoops();
    await startTransition(houses[0], chats[0]);
    const settled = async () => {
      while ((await Promise.all(houses.map((house) => house.workOnce()))).some(Boolean));
    };

    await settled();

    const posts = houses[0].connector.calls.filter(({ method }) => method === 'POST').filter(isLivingCard);
    assert.equal(posts.length, 1);
    assert.equal(houses[0].cloud.sandbox.controls.mails().length, 2);
  });

  it('lead the customer through one journey, whichever of them is asked', async () => {
    await startTransition(houses[0], chats[0]);
    let requests = 0;
    const address = () => {
      requests += 1;
      return houses[requests % 2 ? 1 : 0].url();
    };
    const customer = createCustomer({ cloud: houses[0].cloud, address });

    await customer.open(linkIn(lines()));
    const signedIn = await customer.signIn('admin@contoso.com');
    await customer.consent('admin@contoso.com');
    await bothWork(12);

    assert.match(signedIn.text, /Accept the Directory Connection/);
    assert.match((await customer.look()).text, /Is this your organisation\?/);
    assert.ok(requests >= 4);
  });

  it('let a person go on with the other one when theirs has died in the middle of a turn', async () => {
    await chats[0].types(megan, 'transition');
    const held = { activityKey: 'of the dead', lane: laneOfMegan, token: 'of the dead' };
    const now = houses[0].clock.now();
    await houses[0].store().turns.begin(held, { now, until: new Date(now.getTime() + 10_000) });
    houses[0].clock.advance(10_000);

    await chats[1].types(megan, 'cancel');

    assert.match(lines().at(-1) ?? '', /The form is closed/);
  });
});

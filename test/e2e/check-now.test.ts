import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLivingCard } from '../support/journey.ts';
import { personal, thread, type TeamsChat } from '../support/teams-chat.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

describe('“Check now”', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  beforeEach(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
    await startTransition(house, chat);
    await house.pass(3);
  });
  afterEach(() => house.stop());

  const livingCard = () => chat.lines().find((line) => line.includes('Started on')) ?? '';
  const edits = () => house.connector.calls.filter((call) => call.method === 'PUT' && isLivingCard(call)).length;

  it('leaves its time on the card where nothing is new', async () => {
    await chat.clicks(megan, 'checkNow');
    await house.pass(3);

    assert.match(livingCard(), /Last checked \{\{DATE\(.*\)\}\}: nothing new\./);
  });

  it('leaves it on the card where the transition lives when it is asked for elsewhere', async () => {
    const own = house.chat(personal);

    await own.types(megan, 'check contoso.com');
    await house.pass(3);

    assert.match(own.lastLine(), /The result appears on its card where it was started/);
    assert.match(livingCard(), /Last checked .*: nothing new\./);
  });

  it('pressed many times at once is one look and no storm of edits', async () => {
    const before = edits();

    await Promise.all([1, 2, 3, 4, 5].map(() => chat.clicks(megan, 'checkNow')));
    await house.pass(3);

    assert.ok(edits() - before <= 2, String(edits() - before));
    assert.match(chat.lines().join('\n'), /Microsoft was asked about Contoso Pharmaceuticals a moment ago/);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { linkIn } from '../support/journey.ts';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

describe('the card that is passed on to the customer', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  let opened: string;
  beforeEach(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
    await startTransition(house, chat);
    await house.pass(3);
    opened = linkIn([shared()]);
  });
  afterEach(() => house.stop());

  const shared = (): string => {
    const cards = chat.lines().filter((line) => /Connect your Microsoft 365 tenant|This invitation/.test(line));
    assert.equal(cards.length, 1);
    return cards[0] ?? '';
  };
  const press = async (action: string) => {
    await chat.clicks(megan, action);
    await house.pass(3);
  };

  it('shows the new link, and the earlier one nowhere', async () => {
    await press('reissueLink');

    assert.notEqual(linkIn([shared()]), opened);
    assert.ok(!chat.lines().join('\n').includes(opened));
  });

  it('invites nobody once the link is revoked, without an alarm, and invites again with a new one', async () => {
    await press('revokeLink');
    const revoked = shared();
    const told = chat.lines().join('\n');
    await press('reissueLink');

    assert.match(revoked, /This invitation has ended/);
    assert.doesNotMatch(told, /\/connect\/|Link expired|did not finish in time/);
    assert.match(told, /! Link revoked/);
    assert.notEqual(linkIn([shared()]), opened);
  });

  it('invites nobody once the transition is cancelled', async () => {
    await press('cancelTransition');

    assert.match(shared(), /This invitation has ended/);
    assert.doesNotMatch(shared(), /\/connect\//);
  });
});

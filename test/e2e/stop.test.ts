import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

describe('a stop', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  beforeEach(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
  });
  afterEach(() => house.stop());

  /** Resolves when the service calls Teams the next time: it is in the middle of something. */
  const nextCall = () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    house.connector.fail({ status: 503 }, () => {
      resolve(undefined);
      return false;
    });
    return promise;
  };

  it('lets a turn finish that is under way', async () => {
    const called = nextCall();
    const answered = chat.types(megan, 'transition');
    await called;

    await house.restart();

    assert.equal((await answered).status, 200);
    assert.match(chat.lastLine(), /Step 1 of 5/);
    await chat.types(megan, 'cancel');
    assert.match(chat.lastLine(), /The form is closed/);
  });

  it('lets messages and mails finish that are under way, and leaves none behind or doubled', async () => {
    house.holdLoops();
    await startTransition(house, chat);
    const called = nextCall();
    const working = house.workOnce();
    await called;

    await house.restart();
    await working;
    while (await house.workOnce());

    const posted = house.connector.calls.filter(({ method }) => method === 'POST');
    const cards = posted.filter(({ body }) => JSON.stringify(body).includes('Connect your Microsoft 365 tenant'));
    assert.equal(cards.length, 1);
    assert.equal(house.cloud.sandbox.controls.mails().length, 2);
    assert.ok(!house.log.some(({ msg }) => msg === 'delivery: interrupted, sent again'));
  });
});

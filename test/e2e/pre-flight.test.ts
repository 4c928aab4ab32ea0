// What staff are told before a link exists, besides the failure modes, which test/e2e/failure-modes plays.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { personal, type TeamsChat } from '../support/teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from '../support/transition-forms.ts';
import { megan, openWholeHouse, type WholeHouse } from '../support/whole-house.ts';

describe('what staff are told before a link exists', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  before(async () => {
    house = await openWholeHouse();
    chat = house.chat(personal);
  });
  afterEach(async () => {
    house.cloud.sandbox.controls.clearFaults();
    await chat.types(megan, 'cancel');
  });
  after(() => house.stop());

  const typeAddress = async (address: object = {}, country = 'AU') => {
    await chat.types(megan, 'transition');
    await chat.clicks(megan, 'next', { ...customerTyped, country, phone: '' });
    await chat.clicks(megan, 'next', { ...addressTyped, ...address });
    return chat.lastLine();
  };
  it('nothing is in the way: told on the review card', async () => {
    await typeAddress();
    await chat.clicks(megan, 'next', { ...tenantTyped, domain: 'tailspintoys.com' });
    await chat.clicks(megan, 'skip');

    assert.match(
      chat.lastLine(),
      /Checked with Microsoft: nothing that shows before the customer signs in is in the way/,
    );
    assert.match(chat.lastLine(), /Good: {2}\| Our own access to Microsoft works/);
  });

  it('a country rule that would hold the process up does not', async () => {
    const card = await typeAddress({ state: '', postalCode: '1111' }, 'NZ');

    assert.match(card, /Step 3 of 5/);
    assert.ok(house.log.some(({ msg, rule }) => msg === 'a country rule cannot be used' && rule === 'phoneNumber'));
  });
});

describe('what staff are told while our own access to Microsoft is broken', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse();
  });
  after(() => house.stop());

  it('lets them make the link, and says that an operator must act before it can be brought to its end', async () => {
    const chat = house.chat(personal);
    house.cloud.sandbox.controls.setTroubles({ refreshTokenExpired: true });

    for (const typed of [undefined, customerTyped, addressTyped, { ...tenantTyped, domain: 'contoso.com' }]) {
      await (typed ? chat.clicks(megan, 'next', typed) : chat.types(megan, 'transition'));
    }
    await chat.clicks(megan, 'skip');

    assert.match(chat.lastLine(), /Note: {2}\| The link can be made, but .* Microsoft refuses our service account/);
    assert.match(chat.lastLine(), /Not checked: {2}\| the delegated admin that is there/);
    assert.ok(chat.has('submit'));
  });
});

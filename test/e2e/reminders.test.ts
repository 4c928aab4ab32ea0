// A customer who was sent the link and does nothing.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { linkIn, transitionCardIn } from '../support/journey.ts';
import { thread } from '../support/teams-chat.ts';
import { customerTyped } from '../support/transition-forms.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const day = 24 * 60 * 60;
const address = customerTyped.email;

describe('a customer who does nothing', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({ environment: () => ({ LINK_LIFETIME_DAYS: '30' }) });
  });
  after(() => house.stop());

  it('is reminded after 1, 3, 7 and 14 days, once each, with the link that works, and staff see when', async () => {
    const chat = house.chat(thread);
    await startTransition(house, chat);
    const link = linkIn(chat.lines());

    const counts: number[] = [];
    for (const days of [0.9, 0.2, 1, 1, 3, 0.5, 0.5, 7, 10]) {
      await leapDays(house, days);
      await house.restart();
      counts.push(reminders(house).length);
    }

    assert.deepEqual(counts, [0, 1, 1, 2, 2, 2, 3, 4, 4]);
    assert.ok(reminders(house).every(({ content }) => content.includes(link)));
    assert.match(transitionCardIn(chat), /Reminded \| The customer, by e-mail, on /);
  });

  it('is reminded of a new link from its own beginning, and no more once the Directory Connection is there', async () => {
    const chat = house.chat({ ...thread, conversationId: `${thread.conversationId}2` });
    const before = reminders(house).length;
    await startTransition(house, chat, { domain: 'fabrikam.com' });
    await leapDays(house, 3.1);
    const ofTheFirst = reminders(house).length - before;

    await chat.clicks(megan, 'reissueLink');
    await house.pass(3);
    await leapDays(house, 0.5);
    const atOnce = reminders(house).length - before;
    await leapDays(house, 0.6);
    const ofTheSecond = reminders(house).length - before;
    const customer = house.customer();
    await customer.open(linkIn(chat.lines()));
    await customer.signIn('admin@fabrikam.com');
    await customer.consent('admin@fabrikam.com');
    await house.pass(12);
    await leapDays(house, 3, 4, 7);

    // What the service slept through is said once.
    assert.deepEqual([ofTheFirst, atOnce, ofTheSecond], [1, 1, 2]);
    assert.equal(reminders(house).length - before, 2);
  });

  it('hears nothing where the operator wants no reminders', async () => {
    const silent = await openWholeHouse({ environment: () => ({ CUSTOMER_REMINDERS: 'off' }) });
    const chat = silent.chat(thread);
    await startTransition(silent, chat);

    await leapDays(silent, 2, 3, 5);

    const sent = silent.cloud.sandbox.controls.mails().filter(({ to }) => to.includes(address));
    const shown = transitionCardIn(chat);
    await silent.stop();
    assert.equal(sent.length, 1);
    assert.doesNotMatch(shown, /Reminded/);
  });
});

function reminders(house: WholeHouse) {
  const mails = house.cloud.sandbox.controls.mails();
  return mails.filter(({ to, subject }) => to.includes(address) && subject.startsWith('Reminder: '));
}

async function leapDays(house: WholeHouse, ...days: number[]): Promise<void> {
  for (const each of days) {
    await house.leap(each * day);
    await house.leap(60);
  }
}

// A Normal tenant whose delegated admin relationship cannot be extended, and whose customer is asked for another one.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { globalAdministratorRoleId } from '../../src/sandbox/directory.ts';
import { comeToMicrosoft } from '../support/customer-walk.ts';
import { linkIn } from '../support/journey.ts';
import { licenceRoles } from '../support/sandbox-cloud.ts';
import type { TeamsChat } from '../support/teams-chat.ts';
import { customerTyped } from '../support/transition-forms.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const day = 24 * 60 * 60;

describe('a relationship that is to be followed by another', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({ environment: () => ({ LINK_LIFETIME_DAYS: '30' }) });
  });
  after(() => house.stop());

  it('is asked for with mails that fit, as long as the customer does nothing', async () => {
    const { chat, admin } = await replacing('contoso.com', 'P60D');
    const invited = renewals(house);
    const link = linkIn(chat.lines());

    const counts: number[] = [];
    for (const days of [0.9, 0.2, 2, 4]) {
      await leapDays(house, days);
      counts.push(renewals(house).length - invited.length);
    }
    const shown = card(chat);
    const customer = house.customer();
    await customer.open(link);
    await customer.signIn(admin);
    await customer.approveDelegatedAdmin(admin);
    await customer.saysDone();
    await house.pass(60);
    await leapDays(house, 7);

    assert.deepEqual(counts, [0, 1, 2, 3]);
    assert.equal(invited.length, 1);
    assert.equal(renewals(house).length, 4);
    for (const [index, { subject, content }] of renewals(house).entries()) {
      assert.equal(subject.startsWith('Reminder: Delegated admin for '), index > 0, subject);
      assert.match(content, /Microsoft does not extend it/);
      assert.ok(content.includes(link));
    }
    assert.match(shown, /Reminded \| The customer, by e-mail, on /);
    assert.match(card(chat), /✓ Normal/);
    assert.doesNotMatch(card(chat), /Reminded|needs attention/);
  });

  it('is missed as soon as the customer ends it in the admin centre, who did it is told, and the new one heals it', async () => {
    const { chat, admin, old } = await replacing('fabrikam.com', 'P50D');
    const before = card(chat);
    const told = chat.lines().length;

    const removal = { user: admin, action: 'remove', relationship: old };
    await house.cloud.post('/admin/partner-relationships', removal);
    await leapDays(house, 1.1);
    const over = card(chat);
    const news = chat.lines().slice(told).join('\n');
    const mails = renewals(house).length;
    await leapDays(house, 3);
    const reminded = renewals(house).length - mails;
    const customer = house.customer();
    await customer.open(linkIn(chat.lines()));
    const again = await customer.signIn(admin);
    await customer.approveDelegatedAdmin(admin);
    await customer.saysDone();
    await house.pass(60);

    assert.match(before, /Until .*; the customer is asked for a new one/);
    for (const words of [over, news]) {
      assert.match(words, /Our access has ended before the customer gave the new relationship\./);
      assert.match(words, /The customer’s administrator ended it\./);
    }
    assert.doesNotMatch(over, /Until .*asked for a new one/);
    assert.equal(reminded, 0);
    assert.match(again.text, /Accept Northwind Traders as delegated admin/);
    assert.match(card(chat), /✓ Normal/);
    assert.doesNotMatch(card(chat), /needs attention|has ended/);
  });

  /** Normal with a relationship that another program made, and whose end has brought a new link already. */
  async function replacing(domain: string, duration: string) {
    const admin = `admin@${domain}`;
    const roleIds = [...licenceRoles, globalAdministratorRoleId];
    const body = { roleIds, duration, approvedDaysAgo: 1 };
    const made = await house.cloud.call('POST', `/control/tenants/${domain}/relationships`, { body });
    const conversationId = `19:replaced@thread.tacv2;messageid=${domain}`;
    const chat = house.chat({ conversationId, kind: 'channel' });
    await startTransition(house, chat, { domain });
    const customer = await comeToMicrosoft({ house, chat, domain });
    await customer.authoriseCsp(admin);
    await customer.saysDone();
    await house.pass(60);
    await chat.clicks(megan, 'reissueLink');
    assert.match(chat.lastLine(), /Ask for a new delegated admin relationship\?.*ends on .*it stays until then/);
    await chat.clicks(megan, 'reissueLink');
    await house.pass(5);
    return { chat, admin, old: String(made.body['id']) };
  }
});

function renewals(house: WholeHouse) {
  const mails = house.cloud.sandbox.controls.mails();
  return mails.filter(({ to, subject }) => to.includes(customerTyped.email) && subject.includes('please renew it'));
}

async function leapDays(house: WholeHouse, ...days: number[]): Promise<void> {
  for (const each of days) {
    await house.leap(each * day);
    await house.leap(60);
  }
}

function card(chat: TeamsChat): string {
  return chat.lines().find((line) => line.includes('Directory Connection |')) ?? '';
}

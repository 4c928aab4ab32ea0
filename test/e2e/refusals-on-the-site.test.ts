import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Customer } from '../support/customer.ts';
import { linkIn, postsIn, theTransition } from '../support/journey.ts';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const admin = 'admin@contoso.com';
const dayMs = 24 * 60 * 60 * 1000;

describe('what the customer sees on the site when it cannot be', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  let customer: Customer;
  let link: string;
  beforeEach(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
    await startTransition(house, chat);
    link = linkIn(chat.lines());
    customer = house.customer();
  });
  afterEach(() => house.stop());

  /** What the thread was told since it began. */
  const news = () => chat.lines().slice(6);

  const signInAs = async (user: string) => {
    await customer.open(link);
    const page = await customer.signIn(user);
    await house.pass(3);
    return page;
  };

  for (const [what, damage] of [
    ['a link that was never made', () => 'http://localhost/connect/never-made-by-us.signature-signature-signature'],
    ['a link that was cut off', (whole: string) => whole.slice(0, -5)],
    [
      'a link in which a letter was changed',
      (whole: string) => whole.replace(/.(?=.{9}$)/, (c) => (c === 'x' ? 'y' : 'x')),
    ],
  ] as const) {
    it(`${what}: not known, and why that may be`, async () => {
      const page = await customer.open(damage(link));

      assert.equal(page.status, 404);
      assert.match(page.text, /We do not know this link It may have been cut off/);
    });
  }

  it('a link that has expired: says so, staff are told, and a new one from the card works', async () => {
    house.clock.advance(15 * dayMs);
    await house.pass(3);

    const page = await customer.open(link);
    await chat.clicks(megan, 'reissueLink');
    await house.pass(3);
    const renewed = await customer.open(linkIn([chat.lines()[4] ?? '']));

    assert.equal(page.status, 410);
    assert.match(page.text, /This link has expired/);
    assert.match(news().join('\n'), /Contoso Pharmaceuticals: Link expired/);
    assert.match(renewed.text, /Northwind Traders asks to look after/);
  });

  it('a link that was revoked: no longer valid, also for whoever is in the middle', async () => {
    await signInAs(admin);
    await chat.clicks(megan, 'revokeLink');

    const middle = await customer.look();
    const anew = await house.customer().open(link);

    for (const page of [middle, anew]) {
      assert.equal(page.status, 410);
      assert.match(page.text, /This link is no longer valid/);
    }
  });

  it('a link that was replaced: no longer valid, and the newer one opens', async () => {
    await chat.clicks(megan, 'reissueLink');
    await house.pass(3);

    const old = await customer.open(link);
    const renewed = await customer.open(linkIn([chat.lines()[4] ?? '']));

    assert.match(old.text, /It was replaced by a newer one, or withdrawn/);
    assert.equal(renewed.status, 200);
  });

  it('the link of a cancelled transition: withdrawn', async () => {
    await chat.clicks(megan, 'cancelTransition');

    const page = await customer.open(link);

    assert.match(page.text, /This request was withdrawn/);
  });

  for (const [what, user, sentence, told] of [
    [
      'an administrator of another tenant',
      'admin@relecloud.com',
      /You signed in as admin@relecloud\.com, but this link is for the organisation that owns contoso\.com/,
      /Somebody signed in with an account of another tenant/,
    ],
    [
      'somebody who is no administrator',
      'user@contoso.com',
      /You signed in as user@contoso\.com, which has no active Global Administrator role/,
      /Somebody without an active Global Administrator role signed in/,
    ],
    [
      'an administrator whose role is not active',
      'pim@contoso.com',
      /activate your Global Administrator role there first/,
      /Somebody without an active Global Administrator role signed in/,
    ],
    [
      'one of our own people',
      'staff@northwindtraders.com',
      /This link is for your customer You signed in as staff@northwindtraders\.com/,
      /Somebody signed in with one of our own accounts/,
    ],
  ] as const) {
    it(`${what}: says which account it was and what to do, and staff are told once`, async () => {
      const page = await signInAs(user);
      await signInAs(user);

      assert.equal(page.status, 403);
      assert.match(page.text, sentence);
      assert.equal(news().length, 1);
      assert.match(news()[0] ?? '', told);
      assert.match((await customer.look()).text, /Please open your link again/);
    });
  }

  it('a guest, even one with the role: comes with the account of their own organisation, and does not get in', async () => {
    const page = await signInAs('consultant@relecloud.com');

    assert.equal(page.status, 403);
    assert.match(page.text, /This account belongs to another organisation You signed in as consultant@relecloud\.com/);
  });

  it('a personal account: Microsoft keeps the person, and nothing is changed', async () => {
    const page = await signInAs('adele.vance@outlook.com');

    assert.equal(page.status, 400);
    assert.match(page.text, /personal accounts cannot be used here/);
    assert.deepEqual(news(), []);
  });

  it('no administrator: gets the link to pass on, and the one who has it goes on', async () => {
    const page = await signInAs('user@contoso.com');

    const passedOn = /<input id="link" type="text" readonly(?:="")? value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const colleague = house.customer();
    await colleague.open(passedOn);
    const progress = await colleague.signIn(admin);

    assert.match(progress.text, /Accept the Directory Connection/);
  });

  it('a sign-in that is cancelled: nothing was changed, and it can begin again', async () => {
    await customer.open(link);

    const page = await customer.cancelSignIn();
    const again = await signInAs(admin);

    assert.match(page.text, /The sign-in was cancelled Nothing was changed/);
    assert.match(again.text, /Accept the Directory Connection/);
    assert.deepEqual(news(), []);
  });

  it('consent that is declined: says so, staff are told once, and a change of mind is welcome', async () => {
    await signInAs(admin);

    const declined = await customer.consent(admin, 'cancel');
    await house.pass(3);
    const told = news();
    const back = await customer.look();
    await customer.consent(admin);
    await house.pass(15);

    assert.match(declined.text, /You declined the Directory Connection Nothing was changed/);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /Contoso Pharmaceuticals: Declined/);
    assert.match(back.text, /The Directory Connection was declined\. Nothing was changed\. You can accept it here/);
    assert.match((await customer.look()).text, /Is this your organisation\?/);
    assert.match(chat.lines()[4] ?? '', /● Waiting for the customer/);
  });

  it('a form sent twice: done once', async () => {
    await signInAs(admin);
    await customer.consent(admin);
    await house.pass(15);
    const page = await customer.look();

    await Promise.all([customer.confirmTenant(), customer.confirmTenant()]);
    await house.pass(3);

    assert.match(page.text, /Is this your organisation\?/);
    const { organisationId, transitionId } = await theTransition(house);
    const audit = await house.store().audit.listFor(organisationId, transitionId);
    assert.equal(audit.filter(({ happening }) => happening.kind === 'tenantConfirmed').length, 1);
    assert.equal(audit.filter(({ happening }) => happening.kind === 'relationshipRequested').length, 1);
  });

  it('the journey without its beginning: sends back to the link, and tells nothing', async () => {
    const page = await house.customer().look();

    assert.equal(page.status, 403);
    assert.match(page.text, /Please open your link again/);
    assert.doesNotMatch(page.text, /Contoso/);
  });

  it('an old card’s button after a restart: does what it says once, and later says that it was done', async () => {
    const { value, activityId } = chat.button('reissueLink');
    await house.restart();

    await chat.submits(megan, value, { replyToId: activityId });
    const first = chat.lastLine();
    await chat.submits(megan, value, { replyToId: activityId });
    const second = chat.lastLine();
    await house.pass(3);

    assert.match(first, /Megan Bowen made a new Partner Connect link/);
    assert.match(second, /That was done already for Contoso Pharmaceuticals/);
    assert.equal((await theTransition(house)).link.version, 2);
    assert.equal(postsIn(house).filter(({ body }) => JSON.stringify(body).includes('"checkNow"')).length, 1);
  });
});

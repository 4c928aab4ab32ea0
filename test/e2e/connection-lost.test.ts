// A tenant that was connected, and is not any more: what staff read, what the customer reads, and how it comes back.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Customer } from '../support/customer.ts';
import { linkIn, theTransition, walk } from '../support/journey.ts';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { megan, openWholeHouse, type WholeHouse } from '../support/whole-house.ts';

const admin = 'admin@contoso.com';

describe('a Directory Connection that was there', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  let link: string;
  let told = 0;
  before(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
    await walk(house, ({ seconds = 1 }) => house.pass(seconds));
    link = linkIn(house.cloud.sandbox.controls.mails().map(({ content }) => content));
  });
  // Long enough for nobody to think that Microsoft is still spreading the consent.
  beforeEach(() => house.clock.advance(2 * 60 * 60 * 1000));
  afterEach(async () => {
    house.cloud.sandbox.controls.setBehaviour('contoso.com', { appDisabled: undefined, tenantDeleted: undefined });
    await checkNow();
  });
  after(() => house.stop());

  const checkNow = async () => {
    told = chat.lines().length;
    await chat.clicks(megan, 'checkNow');
    await house.pass(10);
  };
  const news = () => chat.lines().slice(told).join('\n');
  const signedIn = async (): Promise<Customer> => {
    const customer = house.customer();
    await customer.open(link);
    await customer.signIn(admin);
    return customer;
  };
  const connection = async () => (await theTransition(house)).steps.directoryConnection;

  it('and was disabled (F22): staff hear it, the page says how to switch it on, and it comes back by itself', async () => {
    const { controls } = house.cloud.sandbox;
    controls.setBehaviour('contoso.com', { appDisabled: true });

    await checkNow();
    const lost = await connection();
    const said = news();
    const page = await house.customer().open(link);
    controls.setBehaviour('contoso.com', { appDisabled: false });
    await checkNow();

    assert.deepEqual(lost, { state: 'blocked', code: 'APP_DISABLED' });
    assert.match(said, /Our application is disabled in the customer’s tenant/);
    assert.match(page.text, /set “Enabled for users to sign in\?” to Yes/);
    assert.deepEqual(await connection(), { state: 'done' });
  });

  it('and lacks a permission (F23): card and page name it, and one more consent gives it', async () => {
    house.cloud.sandbox.controls.removePermission('contoso.com', 'User.Read.All');

    await checkNow();
    const lost = await connection();
    const said = news();
    const customer = await signedIn();
    const page = await customer.look();
    await customer.consent(admin);
    await house.pass(15);

    assert.deepEqual(lost, { state: 'blocked', code: 'PERMISSION_MISSING' });
    assert.match(said, /Missing: User\.Read\.All\./);
    assert.match(page.text, /New is: The list of user accounts, to count users and mailboxes \(User\.Read\.All\)/);
    assert.deepEqual(await connection(), { state: 'done' });
  });

  it('and was removed (F22): the page asks for it again, and it is there', async () => {
    house.cloud.sandbox.controls.removeConsent('contoso.com');

    await checkNow();
    const lost = await connection();
    const customer = await signedIn();
    const page = await customer.look();
    await customer.consent(admin);
    await house.pass(15);

    assert.deepEqual(lost, { state: 'blocked', code: 'CONSENT_LOST' });
    assert.match(page.text, /The Directory Connection was removed in your organisation/);
    assert.deepEqual(await connection(), { state: 'done' });
  });

  it('and whose tenant was deleted (F54): staff hear it, and the link asks the customer whom it is for', async () => {
    house.cloud.sandbox.controls.setBehaviour('contoso.com', { tenantDeleted: true });

    await checkNow();
    const lost = await connection();
    const page = await house.customer().open(link);

    assert.deepEqual(lost, { state: 'blocked', code: 'TENANT_GONE' });
    assert.match(news(), /does not exist any more\. Cancel this transition/);
    assert.match(page.text, /Microsoft does not know the organisation that this link is for any more/);
  });
});

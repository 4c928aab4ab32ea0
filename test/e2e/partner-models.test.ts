// The two indirect models: provider and reseller are two companies, and the customer authorises each on a page of its own.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sandboxPartner, sandboxProvider } from '../../src/sandbox/directory.ts';
import { comeToAuthorise, comeToNormal } from '../support/customer-walk.ts';
import type { FakeMember } from '../support/fake-connector.ts';
import { linkIn, transitionCardIn } from '../support/journey.ts';
import { invitationAddress, type SandboxCloud } from '../support/sandbox-cloud.ts';
import { createTeamsChat, type Place, type TeamsChat } from '../support/teams-chat.ts';
import {
  asReseller,
  fillTransition,
  megan,
  openWholeHouse,
  postActivity,
  startInNewThread,
  startTransition,
  type WholeHouse,
} from '../support/whole-house.ts';

const minute = 60;
const hour = 60 * minute;

describe('a reseller that runs the service for itself', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({ environment: asReseller });
  });
  after(() => house.stop());

  it('brings a customer to Normal who authorises the provider, and then the reseller', async () => {
    const domain = 'contoso.com';
    const chat = await startInNewThread(house, domain);
    const mail = mailTo(house.cloud, 'adele@contoso.example');
    const landing = await house.customer().open(linkIn(chat.lines()));

    const customer = await comeToAuthorise({ house, chat, domain });
    const first = await customer.look();
    await customer.authoriseCsp(`admin@${domain}`);
    const second = await customer.saysDone();
    const half = transitionCardIn(chat);
    await customer.authoriseCsp(`admin@${domain}`);
    const third = await customer.saysDone();
    await house.pass(40);

    assert.match(mail, /Megan Bowen of Northwind Traders has .* together with its provider Wide World Importers/);
    assert.match(mail, /allows Northwind Traders to provide licences and give support/);
    assert.match(mail, /Wide World Importers and Northwind Traders become your Cloud Solution Providers/);
    assert.match(landing.text, /Northwind Traders, together with its provider Wide World Importers, can provide/);
    assert.match(
      landing.text,
      /Allow Northwind Traders to manage licences .* Accept Wide World Importers and Northwind/,
    );
    assert.match(first.text, /Authorise Wide World Importers as your CSP/);
    assert.match(second.text, /Authorise Northwind Traders as your CSP .* Wide World Importers : you have done this/);
    assert.match(half, /○ Wide World Importers: not authorised yet.*Its own link.* ○ Northwind Traders: not auth/);
    assert.match(third.text, /You have done your part/);
    assert.match((await customer.look()).text, /All done .* Northwind Traders can now provide/);
    assert.match(
      transitionCardIn(chat),
      /✓ Normal .* ✓ Wide World Importers: authorised.* ✓ Northwind Traders: authorised/,
    );
  });

  it('brings one to Normal who authorises the reseller first', async () => {
    const domain = 'fabrikam.com';
    const chat = await startInNewThread(house, domain);
    const customer = await comeToAuthorise({ house, chat, domain });

    await authorise(house.cloud, domain, sandboxPartner.tenantId);
    await house.leap(5 * minute);
    await house.leap(minute);
    const half = await customer.look();
    await customer.authoriseCsp(`admin@${domain}`);
    const done = await customer.saysDone();
    await house.pass(40);

    assert.match(half.text, /Authorise Wide World Importers as your CSP/);
    assert.match(half.text, /Wide World Importers : still to do Northwind Traders : authorised ✓/);
    assert.match(done.text, /You have done your part/);
    assert.match(transitionCardIn(chat), /✓ Normal/);
  });

  it('says after an hour that one of the two was forgotten, on the card, in the channel and on the page', async () => {
    const domain = 'cpandl.com';
    const chat = await startInNewThread(house, domain);
    const customer = await comeToAuthorise({ house, chat, domain });
    await authorise(house.cloud, domain, sandboxPartner.tenantId);

    await leaps(house, { each: 5 * minute, upTo: hour });
    const before = transitionCardIn(chat);
    await leaps(house, { each: 5 * minute, upTo: 15 * minute });
    const forgotten = transitionCardIn(chat);
    const page = await customer.look();
    await customer.authoriseCsp(`admin@${domain}`);
    await customer.saysDone();
    await house.pass(60);

    assert.match(before, /Waiting for the customer/);
    assert.match(forgotten, /needs attention.*✓ Northwind Traders: authorised/i);
    assert.match(forgotten, /○ Wide World Importers: not authorised yet.*Its own link/);
    assert.match(page.text, /Only one of the two .* Please authorise Wide World Importers too/);
    assert.match(chat.lines().join('\n'), /Contoso Pharmaceuticals: Needs attention/);
    assert.match(transitionCardIn(chat), /✓ Normal/);
  });

  it('turns Normal without an agreement that only the provider is shown, and says whom to ask', async () => {
    const domain = 'margiestravel.com';
    house.cloud.sandbox.controls.setTroubles({ agreementsHidden: true });
    const chat = await startInNewThread(house, domain);
    await comeToNormal({ house, chat, domain, companies: 2 });
    house.cloud.sandbox.controls.setTroubles({ agreementsHidden: false });

    assert.match(transitionCardIn(chat), /✓ Normal/);
    assert.match(
      transitionCardIn(chat),
      /Microsoft does not show it to a reseller.*Wide World Importers sees to it: ask them/,
    );
    assert.match(transitionCardIn(chat), /Text for Wide World Importers.*Tenant: margiestravel\.com, [-0-9a-f]{36}/);
  });
});

describe('a provider that runs the service for its resellers', () => {
  const resellerId = sandboxProvider.tenantId;
  const rita: FakeMember = {
    ...megan,
    id: '29:rita',
    name: 'Rita Gomez',
    aadObjectId: 'user-rita',
    tenantId: resellerId,
  };
  const otherResellerId = 'bbbbbbbb-2222-4222-8222-222222222222';
  const robin: FakeMember = {
    ...rita,
    id: '29:robin',
    name: 'Robin Kline',
    aadObjectId: 'user-robin',
    tenantId: otherResellerId,
  };
  let house: WholeHouse;
  let chat: TeamsChat;
  before(async () => {
    house = await openWholeHouse({
      environment: (cloudUrl) => ({
        PARTNER_MODEL: 'provider',
        ORGANISATIONS: `${resellerId}=Wide World Importers,${otherResellerId}=Adatum`,
        RESELLER_INVITATION_URLS: [resellerId, otherResellerId]
          .map((id) => `${id}=${cloudUrl}${invitationAddress(id)}`)
          .join(','),
      }),
    });
    house.connector.members.push(rita, robin);
    chat = chatOf(house, resellerId, { conversationId: '19:rita@thread.tacv2;messageid=1', kind: 'channel' });
  });
  after(() => house.stop());

  it('brings a reseller’s customer to Normal, in the names that the customer knows', async () => {
    const domain = 'contoso.com';
    await startTransition(house, chat, { who: rita, domain });
    const mail = mailTo(house.cloud, 'adele@contoso.example');
    const landing = await house.customer().open(linkIn(chat.lines()));
    const shared = chat.lines().find((line) => line.includes('Connect your Microsoft 365 tenant')) ?? '';

    const customer = await comeToAuthorise({ house, chat, domain });
    const first = await customer.look();
    await customer.authoriseCsp(`admin@${domain}`);
    const second = await customer.saysDone();
    await customer.authoriseCsp(`admin@${domain}`);
    await customer.saysDone();
    await house.pass(40);

    assert.match(mail, /Rita Gomez of Wide World Importers has .* together with its provider Northwind Traders/);
    assert.match(mail, /allows Northwind Traders to provide licences/);
    assert.match(landing.text, /Wide World Importers asks to look after .* its provider Northwind Traders, can/);
    assert.match(shared, /Wide World Importers asks you to connect the tenant of contoso\.com/);
    assert.match(landing.text, /What the Directory Connection lets Northwind Traders see/);
    assert.match(first.text, /Connecting Contoso to Wide World Importers .* Authorise Northwind Traders as your CSP/);
    assert.match(second.text, /Authorise Wide World Importers as your CSP/);
    assert.match((await customer.look()).text, /Wide World Importers can now provide your Microsoft licences/);
    assert.match(
      transitionCardIn(chat),
      /✓ Normal .* ✓ Northwind Traders: authorised.* ✓ Wide World Importers: authorised/,
    );
  });

  it('tells another reseller nothing of that customer, nor of any other that it has no confirmed link for', async () => {
    const said: string[] = [];
    for (const domain of ['contoso.com', 'tailspintoys.com']) {
      const conversationId = `19:robin@thread.tacv2;messageid=${domain}`;
      const thread = chatOf(house, otherResellerId, { conversationId, kind: 'channel' });
      await fillTransition(thread, { who: robin, domain });
      said.push(thread.lastLine());
    }

    for (const line of said) {
      assert.match(line, /whether it is a customer in Partner Center already, and what delegated admin is there/);
      assert.doesNotMatch(line, /our customer in Partner Center already|no customer of ours|Delegated admin \(GDAP\)/);
    }
  });

  it('tells in the reseller’s name that a link was withdrawn, and refuses the accounts of both companies', async () => {
    const other = chatOf(house, resellerId, { conversationId: '19:rita@thread.tacv2;messageid=2', kind: 'channel' });
    await startTransition(house, other, { who: rita, domain: 'fabrikam.com' });
    const link = linkIn(other.lines());
    const refusals: string[] = [];
    for (const company of [sandboxPartner, sandboxProvider]) {
      const visitor = house.customer();
      await visitor.open(link);
      refusals.push((await visitor.signIn(`admin@${company.domain}`)).text);
    }

    await other.clicks(rita, 'revokeLink');
    await house.pass(3);
    const revoked = await house.customer().open(link);

    for (const refusal of refusals) assert.match(refusal, /Wide World Importers .*This link is for your customer/);
    assert.match(revoked.text, /Look for a newer message from Wide World Importers/);
  });
});

function chatOf(house: WholeHouse, organisationId: string, place: Place): TeamsChat {
  const deliver = (activity: object) => postActivity(house.url(), activity);
  return createTeamsChat({ connector: house.connector, organisationId, deliver }, place);
}

function mailTo(cloud: SandboxCloud, address: string): string {
  const mail = cloud.sandbox.controls.mails().find(({ to }) => to.includes(address));
  return (mail?.content ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

/** By that company's own link, whatever our page asks for. */
async function authorise(cloud: SandboxCloud, domain: string, companyId: string): Promise<void> {
  const fields = { user: `admin@${domain}`, action: 'authorise', authorise: 'yes', agreement: 'yes' };
  assert.equal((await cloud.post(invitationAddress(companyId), fields)).status, 303);
}

async function leaps(house: WholeHouse, { each, upTo }: { each: number; upTo: number }): Promise<void> {
  for (let passed = 0; passed < upTo; passed += each) await house.leap(each);
}

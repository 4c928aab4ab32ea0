// The reseller relationship ends after the tenant was Normal: who is told what, who must act, and how it is mended.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { statusAt, type Transition } from '../../src/core/transition.ts';
import { sandboxPartner, sandboxProvider, tenantByDomain } from '../../src/sandbox/directory.ts';
import { comeToNormal } from '../support/customer-walk.ts';
import { linkIn } from '../support/journey.ts';
import { invitationAddress } from '../support/sandbox-cloud.ts';
import type { TeamsChat } from '../support/teams-chat.ts';
import type { SeenPage } from '../support/visitor.ts';
import { megan, openWholeHouse, organisationId, startTransition, type WholeHouse } from '../support/whole-house.ts';

const day = 24 * 60 * 60;
const blocked = { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' };

describe('a reseller relationship that ends after the tenant was Normal', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse();
  });
  after(() => house.stop());

  it('is told to staff with who ended it and who must act; authorised again through the same link, all is Normal', async () => {
    const domain = 'contoso.com';
    const chat = await normal(house, domain);
    const toldBefore = chat.lines().length;
    await removeAtPartnerCenter(house, domain);

    await chat.clicks(megan, 'checkNow');
    await house.pass(3);
    const lost = await transitionOf(house, domain);
    const news = chat.lines().slice(toldBefore).join('\n');
    const during = card(chat);
    const offered = ['sendInstructions', 'reissueLink'].map((action) => chat.has(action));
    const page = await authoriseAnew(house, linkIn(chat.lines()), domain);
    const mended = await transitionOf(house, domain);

    assert.deepEqual(lost.steps.resellerRelationship, blocked);
    assert.deepEqual([lost.steps.delegatedAdmin, lost.steps.agreement], [{ state: 'done' }, { state: 'done' }]);
    for (const words of [news, during]) {
      assert.match(words, /The reseller relationship is gone\. The same link leads to authorising the CSP once more\./);
      assert.match(
        words,
        new RegExp(`It ended on .* UTC\\. ${sandboxPartner.serviceAccount} of our own organisation ended it`),
      );
      assert.match(words, /The customer must act/);
    }
    assert.match(news, /Needs attention \| The tenant was Normal, and has lost something since/);
    assert.match(during, /something needs attention.*CSP authorised \| blocked.*Customer Agreement \| done/);
    assert.deepEqual(offered, [true, true]);
    assert.match(page.text, /Microsoft no longer shows this authorisation\. Please give it once more/);
    assert.equal(statusAt(mended, house.clock.now()), 'normal');
    assert.deepEqual(mended.steps.resellerRelationship, { state: 'done' });
    assert.match(card(chat), /✓ Normal/);
    assert.doesNotMatch(card(chat), /is gone|needs attention|It ended on/);
  });

  it('is found by the daily look; a new link that staff send leads to authorising alone, and back to Normal', async () => {
    const domain = 'fabrikam.com';
    const chat = await normal(house, domain);
    const { relationshipId } = await transitionOf(house, domain);
    const toldBefore = chat.lines().length;
    house.cloud.sandbox.relationships.endReseller(domain, sandboxPartner.domain);

    await house.leap(day);
    await house.leap(60);
    const lost = await transitionOf(house, domain);
    await house.leap(day);
    await house.leap(60);
    const news = chat.lines().slice(toldBefore);
    await chat.clicks(megan, 'reissueLink');
    await house.pass(3);
    const page = await authoriseAnew(house, linkIn([card(chat)]), domain);
    const mended = await transitionOf(house, domain);

    assert.deepEqual(lost.steps.resellerRelationship, blocked);
    assert.equal(news.filter((line) => /The reseller relationship is gone/.test(line)).length, 1);
    assert.match(page.text, /Authorise Northwind Traders as your/);
    assert.equal(statusAt(mended, house.clock.now()), 'normal');
    assert.match(card(chat), /✓ Normal/);
    assert.equal(mended.relationshipId, relationshipId, 'delegated admin stayed as it was');
  });
});

describe('of two reseller relationships, the provider’s that ends', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({
      environment: (cloudUrl) => ({
        PARTNER_MODEL: 'reseller',
        PROVIDER_TENANT_ID: sandboxProvider.tenantId,
        PROVIDER_NAME: sandboxProvider.displayName,
        PROVIDER_INVITATION_URL: `${cloudUrl}${invitationAddress(sandboxProvider.tenantId)}`,
      }),
    });
  });
  after(() => house.stop());

  it('is named on the card and asked for alone, and then all is Normal again', async () => {
    const domain = 'contoso.com';
    const chat = await normal(house, domain, 2);
    house.cloud.sandbox.relationships.endReseller(domain, sandboxProvider.domain);

    await chat.clicks(megan, 'checkNow');
    await house.pass(3);
    const during = card(chat);
    const page = await authoriseAnew(house, linkIn(chat.lines()), domain);

    assert.match(during, /The reseller relationship is gone/);
    assert.match(during, /○ Wide World Importers: not authorised yet.*✓ Northwind Traders: authorised/);
    assert.match(page.text, /Authorise Wide World Importers as your .*Wide World Importers : still to do Northwind/);
    assert.match(card(chat), /✓ Normal .* ✓ Wide World Importers: authorised.* ✓ Northwind Traders: authorised/);
  });
});

let threads = 0;

async function normal(house: WholeHouse, domain: string, companies: 1 | 2 = 1): Promise<TeamsChat> {
  threads += 1;
  const chat = house.chat({ conversationId: `19:ends@thread.tacv2;messageid=${String(threads)}`, kind: 'channel' });
  await startTransition(house, chat, { domain });
  await comeToNormal({ house, chat, domain, companies });
  assert.match(card(chat), /✓ Normal/);
  return chat;
}

/** As Microsoft documents it, with the partner's service account. */
async function removeAtPartnerCenter({ cloud }: WholeHouse, domain: string): Promise<void> {
  const { status } = await cloud.call('PATCH', `/partnercenter/v1/customers/${tenantByDomain(domain).tenantId}`, {
    token: await cloud.userToken(),
    body: { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } },
  });
  assert.equal(status, 200);
}

/** What the administrator reads first, and does then. */
async function authoriseAnew(house: WholeHouse, link: string, domain: string): Promise<SeenPage> {
  const customer = house.customer();
  await customer.open(link);
  const page = await customer.signIn(`admin@${domain}`);
  await customer.authoriseCsp(`admin@${domain}`);
  await customer.saysDone();
  await house.pass(60);
  return page;
}

function card(chat: TeamsChat): string {
  return chat.lines().find((line) => line.includes('Directory Connection |')) ?? '';
}

async function transitionOf(house: WholeHouse, domain: string): Promise<Transition> {
  const { items } = await house.store().transitions.list(organisationId, { open: false, limit: 10 });
  const found = items.find(({ tenant }) => tenant.domain === domain);
  assert.ok(found);
  return found;
}

// Delegated admin (GDAP) besides its straight way: asked for by an indirect provider, near its end, extended, and ended.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { globalAdministratorRoleId, tenantByDomain } from '../../src/sandbox/directory.ts';
import { comeToMicrosoft, comeToNormal } from '../support/customer-walk.ts';
import type { Customer } from '../support/customer.ts';
import { linkIn, transitionCardIn } from '../support/journey.ts';
import { approvalAddress, licenceRoles } from '../support/sandbox-cloud.ts';
import type { Place, TeamsChat } from '../support/teams-chat.ts';
import {
  alex,
  asReseller,
  megan,
  openWholeHouse,
  organisationId,
  startInNewThread,
  withAlexAsManager,
  type WholeHouse,
} from '../support/whole-house.ts';

const day = 24 * 60 * 60;
const alexAlone: Place = { conversationId: 'a:alex', kind: 'personal' };

describe('delegated admin that an indirect provider asked for on our behalf', () => {
  const domain = 'contoso.com';
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({ environment: asReseller, configure: withAlexAsManager });
  });
  after(() => house.stop());

  it('waits for a manager, whose yes is given once, and then for the customer', async () => {
    const relationshipId = await relationshipOf(house, domain, { byProvider: true });
    const chat = await startInNewThread(house, domain);
    const customer = await comeToMicrosoft({ house, chat, domain });
    const early = await customer.look();
    const tooEarly = await house.cloud.post(approvalAddress(relationshipId), {
      user: admin(domain),
      action: 'approve',
    });
    const waiting = transitionCardIn(chat);

    await chat.clicks(megan, 'approveRelationship');
    const refusal = chat.lastLine();
    const yes = chat.button('approveRelationship').value;
    house.holdLoops();
    await Promise.all([chat.submits(alex, yes), chat.submits(alex, yes)]);
    const answers = chat.lines().slice(-2);
    while (await house.workOnce());
    house.releaseLoops();
    await house.pass(2);
    await customer.look();
    await customer.approveDelegatedAdmin(admin(domain));
    await customer.saysDone();
    await authoriseBoth(customer, domain);
    await house.pass(40);

    assert.equal(tooEarly.status, 409);
    assert.match(early.text, /It is our turn Before you can accept delegated admin, Northwind Traders has to confirm/);
    assert.match(waiting, /Delegated admin.*Our provider asked for delegated admin on our behalf.*We must act/);
    assert.match(refusal, /ask a manager/i);
    assert.match(answers.join(), /Alex Wilber approved.*That was done already/);
    assert.match(transitionCardIn(chat), /✓ Normal/);
    assert.equal((await happenings(house, domain)).filter((kind) => kind === 'relationshipApproved').length, 1);
    const { tenantId } = tenantByDomain(domain);
    const made = house.cloud.sandbox.controls
      .state()
      .relationships.filter((one) => one.customer?.tenantId === tenantId);
    assert.deepEqual(
      made.map((one) => [one.relationshipId, one.requests.map(({ action }) => action)]),
      [[relationshipId, ['approve']]],
    );
  });
});

describe('delegated admin that does not extend itself', () => {
  let house: WholeHouse;
  before(async () => {
    house = await openWholeHouse({
      environment: () => ({ DELEGATED_ADMIN_DURATION: 'P100D', DELEGATED_ADMIN_AUTO_EXTEND: 'PT0S' }),
      configure: withAlexAsManager,
    });
  });
  after(() => house.stop());

  it('is told of 60, 31, 7 and 1 days before its end, once each, and is given anew through a new link', async () => {
    const domain = 'contoso.com';
    await house.chat(alexAlone).types(alex, 'notify me');
    const chat = await startInNewThread(house, domain);
    await comeToNormal({ house, chat, domain });

    await leapDays(house, 39);
    const quiet = endings(chat);
    for (const days of [2, 1, 28, 1]) {
      await leapDays(house, days);
      await house.restart();
    }
    const near = transitionCardIn(chat);
    await leapDays(house, 22, 3, 3);
    const told = endings(chat);
    const personally = endings(house.chat(alexAlone));
    await leapDays(house, 1, 1);
    const over = transitionCardIn(chat);
    await chat.clicks(megan, 'reissueLink');
    await house.pass(3);
    const customer = house.customer();
    await customer.open(linkIn(chat.lines()));
    const again = await customer.signIn(admin(domain));
    await customer.approveDelegatedAdmin(admin(domain));
    await customer.saysDone();
    await house.pass(60);

    assert.deepEqual(quiet, []);
    assert.match(near, /✓ Normal.*ends soon and does not extend itself.*Extend delegated admin/);
    assert.deepEqual(told, ['60 days', '31 days', '7 days', 'one day']);
    assert.deepEqual(personally, told);
    assert.match(over, /needs attention.*Delegated admin \| blocked/);
    assert.doesNotMatch(over, /Delegated admin \| Until/);
    assert.match(chat.lines().join('\n'), /Needs attention \| The tenant was Normal, and has lost something since/);
    assert.match(again.text, /Accept Northwind Traders as delegated admin/);
    assert.match(
      transitionCardIn(chat),
      /✓ Normal \| Licences can be provisioned now\. \|.*Delegated admin \| Until \S/,
    );
  });

  it('is extended by a manager alone, and the card follows its end', async () => {
    const domain = 'fabrikam.com';
    const chat = await startInNewThread(house, domain);
    await comeToNormal({ house, chat, domain });
    await leapDays(house, 41);
    const before = ends(chat);

    await chat.clicks(megan, 'extendRelationship');
    const refusal = chat.lastLine();
    await chat.clicks(alex, 'extendRelationship');
    const done = chat.lines().at(-1);
    await house.pass(3);
    const extended = ends(chat);
    await leapDays(house, 30, 25, 5, 1);
    const afterwards = ends(chat);

    assert.match(refusal, /Your role does not allow this.* Please ask a manager\./);
    assert.match(done ?? '', /Alex Wilber/);
    assert.match(before, /it does not extend itself/);
    assert.match(extended, /Microsoft extends it by itself/);
    assert.notEqual(afterwards, extended);
    assert.match(afterwards, /Microsoft extends it by itself/);
    assert.deepEqual(endings(chat), ['60 days']);
    assert.equal(chat.has('extendRelationship'), false);
  });

  it('cannot be extended with Global Administrator in it, staff read why, and another is given before it ends', async () => {
    const domain = 'cpandl.com';
    const roleIds = [...licenceRoles, globalAdministratorRoleId];
    const old = await relationshipOf(house, domain, { roleIds, duration: 'P50D', approvedDaysAgo: 1 });
    const chat = await startInNewThread(house, domain);
    const customer = await comeToMicrosoft({ house, chat, domain });
    const reused = await customer.look();
    await customer.authoriseCsp(admin(domain));
    await customer.saysDone();
    await house.pass(60);

    assert.match(reused.text, /Authorise Northwind Traders as your CSP/);
    assert.match(
      transitionCardIn(chat),
      /✓ Normal.*Microsoft cannot extend it, because the Global Administrator role is part of it/,
    );
    assert.deepEqual(endings(chat), ['60 days']);
    assert.equal(chat.has('extendRelationship'), false);

    // That of the news, which is asked about first.
    await chat.clicks(megan, 'reissueLink');
    await chat.clicks(megan, 'reissueLink');
    await house.pass(5);
    const asked = transitionCardIn(chat);
    const again = house.customer();
    await again.open(linkIn(chat.lines()));
    await again.signIn(admin(domain));
    await again.approveDelegatedAdmin(admin(domain));
    await again.saysDone();
    await house.pass(60);

    assert.match(asked, /Delegated admin \| Until .*; the customer is asked for a new one/);
    const { tenantId } = tenantByDomain(domain);
    const { relationships } = house.cloud.sandbox.controls.state();
    const theirs = relationships.filter((one) => one.customer?.tenantId === tenantId);
    assert.equal(theirs[0]?.relationshipId, old);
    assert.deepEqual(
      theirs.map((one) => [one.approvedAt !== undefined, one.terminationRequestedAt]),
      [
        [true, undefined],
        [true, undefined],
      ],
    );
    assert.match(transitionCardIn(chat), /✓ Normal/);
    assert.doesNotMatch(transitionCardIn(chat), /cannot extend it|asked for a new one|needs attention/);
  });
});

function admin(domain: string): string {
  return `admin@${domain}`;
}

async function authoriseBoth(customer: Customer, domain: string): Promise<void> {
  await customer.authoriseCsp(admin(domain));
  await customer.saysDone();
  await customer.authoriseCsp(admin(domain));
  await customer.saysDone();
}

/** One leap after the other, with what each made due. */
async function leapDays(house: WholeHouse, ...days: number[]): Promise<void> {
  for (const each of days) {
    await house.leap(each * day);
    await house.leap(60);
  }
}

/** What was said of the end in this chat. */
function endings(chat: TeamsChat): string[] {
  return chat.lines().flatMap((line) => /delegated admin ends in (.+?) at most/.exec(line)?.[1] ?? []);
}

function ends(chat: TeamsChat): string {
  return / \| Delegated admin \| (Until .*?) \|/.exec(transitionCardIn(chat))?.[1] ?? '';
}

/** Made by another than our service. */
async function relationshipOf(house: WholeHouse, domain: string, body: object): Promise<string> {
  const answer = await house.cloud.call('POST', `/control/tenants/${domain}/relationships`, { body });
  return String(answer.body['id']);
}

async function happenings(house: WholeHouse, domain: string): Promise<string[]> {
  const { items } = await house.store().transitions.list(organisationId, { open: false, limit: 10 });
  const transition = items.find(({ tenant }) => tenant.domain === domain);
  const events = await house.store().audit.listFor(organisationId, transition?.transitionId ?? '');
  return events.map(({ happening }) => happening.kind);
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { accountOf, isLivingCard, postsIn, theTransition, walk, type Account } from '../support/journey.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, type WholeHouse } from '../support/whole-house.ts';

const auditOfTheJourney = [
  'staff: transitionStarted',
  'customer: signedIn',
  'customer: directoryConnection waiting',
  'service: directoryConnection done',
  'customer: tenantConfirmed',
  'customer: tenantConfirmed done',
  'service: relationshipRequested',
  'customer: said delegatedAdmin done',
  'customer: delegatedAdmin waiting',
  'customer: said resellerRelationship done',
  'customer: resellerRelationship waiting',
  'customer: status transitioning',
  'service: agreement waiting',
  'service: delegatedAdmin done',
  'service: accessAssignments waiting',
  'service: resellerRelationship done',
  'service: agreement done',
  'service: accessAssignments done',
  'service: status normal',
];

describe('from “transition” in a thread to Normal', () => {
  let house: WholeHouse;
  let account: Account;
  before(async () => {
    house = await openWholeHouse();
    await walk(house, ({ seconds = 1 }) => house.pass(seconds));
    account = await accountOf(house);
  });
  after(() => house.stop());

  it('posts each thing once in the thread', () => {
    assert.deepEqual(account.posted.thread.map(heading), [
      'Who is the customer?',
      'Address (Australia)',
      'Which tenant is it?',
      'Licences wanted',
      'Contoso Pharmaceuticals: Waiting for the customer',
      'Connect your Microsoft 365 tenant',
      'Contoso Pharmaceuticals: Transitioning',
      'Contoso Pharmaceuticals: Normal',
    ]);
  });

  it('tells with Normal how many users there are and what is bought for them, and keeps it on the card', () => {
    const { posted, standing } = account;

    assert.match(
      posted.thread.at(-1) ?? '',
      /In the tenant: 53 accounts \(guests included\); seats assigned: Microsoft 365 Business Standard 48 of 50, Exchange Online \(Plan 1\) 3 of 5, Office 365 Extra File Storage 10, and 2 more\./,
    );
    assert.match(
      standing.thread[4] ?? '',
      /In the tenant \| 53 accounts \(guests included\)\. .* Microsoft 365 Business Standard \| 48 of 50 \|.* Visio Plan 2 \(suspended\) \| 2 of 2/,
    );
  });

  it('leaves receipts where forms were, and Normal on the card', () => {
    assert.deepEqual(account.standing.thread.map(heading), [
      'Customer noted',
      'Address noted',
      'Tenant noted',
      'Transition started',
      'Contoso Pharmaceuticals: Normal',
      'Your tenant is connected',
      'Contoso Pharmaceuticals: Transitioning',
      'Contoso Pharmaceuticals: Normal',
    ]);
  });

  it('tells the subscriber personally, of Normal alone', () => {
    assert.deepEqual(account.posted.personal.map(heading), [
      'I will write to you personally when a tenant turns Normal or gets stuck.',
      'Contoso Pharmaceuticals: Normal',
    ]);
  });

  it('mails the instructions to the customer’s contact and to Megan', () => {
    assert.deepEqual(account.mails, [
      'adele@contoso.example: Northwind Traders asks you to connect the Microsoft 365 tenant of Contoso Pharmaceuticals',
      'megan@northwindtraders.com: Partner Connect link for Contoso Pharmaceuticals',
    ]);
  });

  it('keeps one living card and edits it in place', () => {
    const [card, ...others] = postsIn(house).filter(isLivingCard);
    const edits = house.connector.calls.filter((call) => call.method === 'PUT' && isLivingCard(call));

    assert.equal(others.length, 0);
    assert.ok(edits.length >= 5, `${String(edits.length)} edits`);
    assert.deepEqual([...new Set(edits.map(({ activityId }) => activityId))], [card?.answeredId]);
    assert.deepEqual([...new Set(edits.map(({ conversationId }) => conversationId))], [thread.conversationId]);
  });

  it('has a line in the audit for everything that anybody did', () => {
    assert.deepEqual(account.audit, auditOfTheJourney);
  });

  it('logs no name, no address, no link, and nothing above information', async () => {
    const { link } = await theTransition(house);

    assert.doesNotMatch(JSON.stringify(house.log), new RegExp(`Adele|adele@|${link.linkId}`));
    assert.deepEqual(
      house.log.filter(({ level }) => level !== 'info'),
      [],
    );
  });

  for (const end of ['stopped', 'killed'] as const) {
    it(`is the same when the process is ${end} and started again after every step, visit and delivery`, async () => {
      const disturbed = await walkWithRestarts(end);

      assert.deepEqual(disturbed, account);
    });
  }
});

async function walkWithRestarts(end: 'stopped' | 'killed'): Promise<Account> {
  const house = await openWholeHouse();
  house.holdLoops();
  try {
    await walk(house, async ({ seconds = 1 }) => {
      await house.restart(end);
      for (let second = 0; second < seconds; second += 1) {
        house.clock.advance(1000);
        while (await house.workOnce()) await house.restart(end);
        await house.restart(end);
      }
    });
    assert.deepEqual(
      house.log.filter(({ level }) => level === 'error'),
      [],
    );
    return await accountOf(house);
  } finally {
    await house.stop();
  }
}

/** The first words of a card, without its sign; of a transition's card its customer and its status. */
function heading(line: string): string {
  const [first = '', ...rest] = line.split(' | ').filter((part) => !/^[●◐✓]$/.test(part));
  const status = /^[●◐✓] (.*)/.exec(rest[1] ?? '')?.[1];
  return status === undefined ? first : `${first}: ${status}`;
}

// What an Academic tenant must be at Microsoft before it can buy, beside its way to Normal.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { comeToNormal } from '../support/customer-walk.ts';
import { transitionCardIn } from '../support/journey.ts';
import { thread, type Place, type TeamsChat } from '../support/teams-chat.ts';
import {
  alex,
  asReseller,
  megan,
  openWholeHouse,
  startTransition,
  withAlexAsManager,
  type WholeHouse,
} from '../support/whole-house.ts';

const hour = 60 * 60;
const domain = 'fineartschool.net';
const alexAlone: Place = { conversationId: 'a:alex', kind: 'personal' };

describe('the qualification of an Academic tenant', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  before(async () => {
    house = await openWholeHouse({ configure: withAlexAsManager });
    await house.chat(alexAlone).types(alex, 'notify me');
    chat = house.chat(thread);
    const { setBehaviour } = house.cloud.sandbox.controls;
    setBehaviour(domain, { vetting: 'denied', vettingAfterSeconds: 30 * hour });
    await startTransition(house, chat, { domain, category: 'academic' });
    await comeToNormal({ house, chat, domain });
  });
  after(() => house.stop());
  afterEach(() => {
    assert.deepEqual(
      house.log.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('is not in the way of Normal, and is asked for once, however often a manager presses', async () => {
    const unasked = transitionCardIn(chat);
    await chat.clicks(megan, 'requestQualification');
    const refusal = chat.lastLine();
    const press = chat.button('requestQualification').value;
    await Promise.all([chat.submits(alex, press), chat.submits(alex, press)]);
    await house.pass(3);
    const pressedLate = await chat.submits(alex, press);
    await house.pass(3);

    assert.match(unasked, /✓ Normal.*Education qualification: not requested yet/);
    assert.match(refusal, /Please ask a manager/);
    assert.equal(pressedLate.status, 200);
    assert.match(transitionCardIn(chat), /Education qualification: Microsoft is checking the customer’s qualification/);
    assert.equal(chat.has('requestQualification'), false);
    assert.equal(requests(house), 1);
  });

  it('is news once, with Microsoft’s reason, when it was denied', async () => {
    await leaps(house, 25 * hour, 25 * hour, 25 * hour);
    await house.restart();
    await leaps(house, 25 * hour);

    assert.match(
      transitionCardIn(chat),
      /Education qualification: Microsoft denied .* Microsoft’s reason: Not an Education Customer/,
    );
    assert.deepEqual(decisions(chat), ['denied']);
    assert.deepEqual(decisions(house.chat(alexAlone)), ['denied']);
  });

  it('can be asked for again, and is news once more when it was approved', async () => {
    await chat.clicks(alex, 'requestQualification');
    await house.pass(3);
    house.cloud.sandbox.controls.setBehaviour(domain, { vetting: 'approved' });
    const again = transitionCardIn(chat);
    await house.leap(31 * hour);
    await chat.clicks(alex, 'checkNow');
    await house.pass(3);
    await leaps(house, 25 * hour);

    assert.match(again, /Microsoft is checking the customer’s qualification/);
    assert.match(transitionCardIn(chat), /✓ Normal.*Education qualification: approved/);
    assert.deepEqual(decisions(chat), ['denied', 'approved']);
    assert.equal(requests(house), 2);
  });
});

describe('the qualification of a reseller’s Academic tenant', () => {
  it('is the provider’s to ask for, and the card says so', async () => {
    const house = await openWholeHouse({
      environment: asReseller,
      configure: withAlexAsManager,
    });
    const chat = house.chat(thread);
    await startTransition(house, chat, { domain, category: 'academic' });

    await comeToNormal({ house, chat, domain, companies: 2 });

    const shown = transitionCardIn(chat);
    const isOffered = chat.has('requestQualification');
    await house.stop();
    assert.match(shown, /Education qualification: not requested yet.* A reseller cannot request it: ask Wide World/);
    assert.equal(isOffered, false);
  });
});

function requests({ cloud }: WholeHouse): number {
  return cloud.lines.filter((line) => /POST \S*\/qualifications/.test(line)).length;
}

function decisions(chat: TeamsChat): string[] {
  return chat.lines().flatMap((line) => /Microsoft (approved|denied) the Education/.exec(line)?.[1] ?? []);
}

async function leaps(house: WholeHouse, ...each: number[]): Promise<void> {
  for (const seconds of each) {
    await house.leap(seconds);
    await house.leap(60);
  }
}

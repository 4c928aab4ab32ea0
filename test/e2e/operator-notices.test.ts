// Microsoft refuses what the service signs in with: operators are told, transitions wait, and all goes on afterwards.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { linkIn, theTransition } from '../support/journey.ts';
import { thread, type Place, type TeamsChat } from '../support/teams-chat.ts';
import { alex, megan, openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const alexAlone: Place = { conversationId: 'a:alex', kind: 'personal' };
const minutes = 60;

describe('when Microsoft refuses the service', () => {
  let house: WholeHouse;
  let operator: TeamsChat;
  beforeEach(async () => {
    house = await openWholeHouse({
      configure: (config) => ({
        ...config,
        bot: { ...config.bot, roles: { managers: [], operators: [alex.aadObjectId] } },
      }),
    });
    operator = house.chat(alexAlone);
    await operator.types(alex, 'help');
    await house.pass(2 * minutes);
  });
  afterEach(() => house.stop());

  const controls = () => house.cloud.sandbox.controls;
  /** What the operator was told since the answer to `help`. */
  const told = () => operator.lines().slice(1);

  it('tells the operator once, lets transitions wait, and says when it works again', async () => {
    const chat = house.chat(thread);
    await startTransition(house, chat);
    const admin = house.customer();
    await admin.open(linkIn(chat.lines()));
    await admin.signIn('admin@contoso.com');
    controls().setTroubles({ refreshTokenExpired: true, accessTokensExpire: true });
    controls().advance(2 * 60 * minutes);

    await admin.consent('admin@contoso.com');
    await house.pass(25 * minutes);
    const during = await theTransition(house);
    const [refused = '', ...more] = told();
    controls().setTroubles({ refreshTokenExpired: false });
    await house.pass(11 * minutes);

    assert.match(refused, /Microsoft refuses the service: Service account/);
    assert.match(refused, /Transitions wait until then.*Say “doctor” here, and I show you where/);
    assert.deepEqual(more, []);
    assert.equal(
      Object.values(during.steps).some(({ state }) => state === 'blocked'),
      false,
    );
    assert.match(told()[1] ?? '', /Microsoft lets the service in again/);
    assert.equal(told().length, 2);
  });

  it('does not repeat itself after a restart', async () => {
    controls().setTroubles({ clientSecretExpired: true });
    await house.pass(11 * minutes);
    await house.restart();
    await house.pass(11 * minutes);

    assert.equal(told().length, 1);
    assert.match(told()[0] ?? '', /The app’s secret or certificate.*The secret has ended/);
  });

  it('reminds of the secret’s end at 30, 14, 7 and 1 days', async () => {
    for (const secretDaysLeft of [20, 14, 13, 7, 1]) {
      controls().setTroubles({ secretDaysLeft });
      await house.pass(11 * minutes);
    }

    const days = told().map((line) => /(\d+|One) days? left/.exec(line)?.[1]);
    assert.equal(days.length, 4);
    assert.match(told()[0] ?? '', /Soon at its end: Days left for the app’s secret/);
  });

  it('tells those who said “notify me” where no chat with the operator is known, and others nothing', async () => {
    const elsewhere = await openWholeHouse({
      configure: (config) => ({
        ...config,
        bot: { ...config.bot, roles: { managers: [], operators: [megan.aadObjectId, 'nobody-was-seen-of-this-one'] } },
      }),
    });
    await elsewhere.chat(thread).types(megan, 'notify me');
    elsewhere.cloud.sandbox.controls.setTroubles({ mfaMissing: true });

    await elsewhere.pass(2 * minutes);

    const posted = elsewhere.connector.calls.map((call) => JSON.stringify(call));
    await elsewhere.stop();
    assert.equal(posted.filter((call) => call.includes('Microsoft refuses the service')).length, 1);
  });
});

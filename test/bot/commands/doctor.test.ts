import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { finding, type Finding } from '../../../src/core/check-up/findings.ts';
import { alex, createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';

describe('the command doctor', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let looks: number;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    looks = 0;
    const roles = { managers: [], operators: [alex.aadObjectId] };
    const checkUp = async () => {
      looks += 1;
      return [finding('database', 'DATABASE_WORKS'), finding('mfa', 'MFA_MISSING')];
    };
    bed.restart((store) => store, { config: { ...bed.deps.config, roles }, checkUp });
  });
  afterEach(() => bed.stop());

  it('shows an operator what was found, what is wrong first', async () => {
    await chat.types(alex, 'doctor');

    const [said, card = ''] = chat.lines();
    assert.match(said ?? '', /I am looking at everything that I depend on/);
    assert.match(card, /One check failed\./);
    assert.match(card, /sign the account in again/);
    assert.ok(card.indexOf('It signed in without') < card.indexOf('It can be opened'));
    assert.match(card, /the live cloud has not been tried/);
  });

  it('shows where the service account can sign in to the operator alone, and to others only how to get there', async () => {
    const newConsentUrl = () => 'https://connect.example/connect/partner-consent/token';
    const roles = { managers: [], operators: [alex.aadObjectId] };
    const checkUp = async () => [finding('mfa', 'MFA_MISSING')];
    bed.restart((store) => store, { config: { ...bed.deps.config, roles }, checkUp, newConsentUrl });
    const alone = bed.chat({ conversationId: 'a:alex', kind: 'personal' });

    await chat.types(alex, 'doctor');
    await alone.types(alex, 'doctor');

    const [inThread, toHim] = [thread.conversationId, 'a:alex'].map((place) =>
      JSON.stringify(bed.connector.chat(place)),
    );
    assert.doesNotMatch(inThread ?? '', /connect\/partner-consent/);
    assert.match(inThread ?? '', /Say “doctor” in your own chat with me/);
    assert.match(toHim ?? '', /Action.OpenUrl.*partner-consent\/token/);
  });

  it('says that it takes longer before Teams gives up, and shows what was found when it is', async () => {
    const config = { ...bed.deps.config, roles: { managers: [], operators: [alex.aadObjectId] } };
    const { promise, resolve } = Promise.withResolvers<readonly Finding[]>();
    const newConsentUrl = () => 'https://connect.example/connect/partner-consent/token';
    const within = async () => undefined;
    bed.restart((store) => store, { config, checkUp: () => promise, within, newConsentUrl });
    const alone = bed.chat({ conversationId: 'a:alex', kind: 'personal' });

    await alone.types(alex, 'doctor');
    const meanwhile = alone.lines();
    await alone.types(alex, 'doctor');
    const second = alone.lastLine();
    resolve([finding('mfa', 'MFA_MISSING')]);
    await bed.bot.drain();

    assert.equal(meanwhile.length, 2);
    assert.match(meanwhile[1] ?? '', /Microsoft takes longer than usual\. What I find comes here/);
    assert.match(second, /^I am looking already\. What I find comes here/);
    assert.match(alone.lastLine(), /sign the account in again/);
    assert.match(JSON.stringify(bed.connector.chat('a:alex')), /Action.OpenUrl.*partner-consent\/token/);
  });

  it('offers no sign-in where it would mend nothing, or has no page', async () => {
    const roles = { managers: [], operators: [alex.aadObjectId] };
    const config = { ...bed.deps.config, roles };
    const newConsentUrl = () => 'https://connect.example/connect/partner-consent/token';
    const alone = bed.chat({ conversationId: 'a:alex', kind: 'personal' });
    const shown = [];
    for (const deps of [
      { checkUp: async () => [finding('mailbox', 'MAILBOX_MISSING')], newConsentUrl },
      { checkUp: async () => [finding('mfa', 'MFA_MISSING')], newConsentUrl: undefined },
    ]) {
      bed.restart((store) => store, { config, ...deps });
      await alone.types(alex, 'doctor');
      shown.push(JSON.stringify(bed.connector.chat('a:alex')));
    }

    for (const card of shown) assert.doesNotMatch(card, /connect\/partner-consent|own chat/);
  });

  it('looks at nothing for anybody else', async () => {
    await chat.types(megan, 'doctor');

    assert.match(chat.lastLine(), /Your role does not allow this.* Please ask an operator of this bot\./);
    assert.equal(looks, 0);
  });
});

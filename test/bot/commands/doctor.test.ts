import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { finding } from '../../../src/core/check-up/findings.ts';
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

  it('looks at nothing for anybody else', async () => {
    await chat.types(megan, 'doctor');

    assert.match(chat.lastLine(), /Your role does not allow this/);
    assert.equal(looks, 0);
  });
});

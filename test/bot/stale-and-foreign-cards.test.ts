import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { alex, createTestBed, megan, thread, type TestBed, type TeamsChat } from '../support/teams-chat.ts';
import { testOrganisationId } from '../support/records.ts';
import { addressTyped, customerTyped, fillForms, tenantTyped } from '../support/transition-forms.ts';

describe('a card that is not being asked', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const startedCount = async () =>
    (await bed.store.transitions.list(testOrganisationId, { open: false, limit: 10 })).items.length;

  it('is refused to another person, and nothing changes for its owner', async () => {
    await fillForms(chat, 2);
    const before = chat.lines()[1];

    await chat.clicks(alex, 'next', addressTyped);

    assert.equal(chat.lastLine(), 'This form belongs to a colleague. Type “transition” to start your own.');
    assert.equal(chat.lines()[1], before);
    await chat.clicks(megan, 'next', addressTyped);
    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('is refused to another person who has a form open too', async () => {
    await fillForms(chat, 2);
    const megans = chat.button('next');
    await chat.types(alex, 'transition');

    await chat.submits(alex, { ...megans.value, ...addressTyped }, { replyToId: megans.activityId });

    assert.match(chat.lastLine(), /belongs to a colleague/);
  });

  it('has one effect when it is submitted twice', async () => {
    await chat.types(megan, 'transition');
    const { value, activityId } = chat.button('next');
    const click = () => chat.submits(megan, { ...value, ...customerTyped }, { replyToId: activityId });

    await Promise.all([click(), click()]);

    assert.match(chat.lastLine(), /Step 2 of 5/);
    assert.equal(chat.lines().filter((line) => line.includes('Step 2 of 5')).length, 1);
  });

  it('starts one transition when the review card is double-clicked, and says so only to a later click', async () => {
    await fillForms(chat, 5);
    const { value, activityId } = chat.button('submit');
    const click = () => chat.submits(megan, value, { replyToId: activityId });

    await Promise.all([click(), click()]);

    assert.equal(await startedCount(), 1);
    assert.match(chat.lines().join('\n'), /Transition started/);
    assert.doesNotMatch(chat.lines().join('\n'), /done already/);
    bed.clock.advance(6000);
    await click();
    assert.equal(await startedCount(), 1);
    assert.match(chat.lastLine(), /That is done already: the transition of Contoso Pharmaceuticals was started, once/);
  });

  it('is refused after its form has ended, also after a restart', async () => {
    await fillForms(chat, 2);
    const { value } = chat.button('next');
    await chat.types(megan, 'cancel');
    bed.restart();

    await chat.submits(megan, { ...value, ...addressTyped });

    assert.match(chat.lastLine(), /This card was answered already, or is out of date\. Nothing was changed/);
  });

  for (const [what, value] of [
    ['of another version', { pc: { v: 99, action: 'next', nonce: 'n' } }],
    ['with an unknown action', { pc: { v: 1, action: 'launchRocket' } }],
    ['with a payload of the wrong shape', { pc: ['next'] }],
    ['that is not ours', { anything: 'else' }],
  ] as const) {
    it(`${what} is answered politely`, async () => {
      const answered = await chat.submits(megan, value);

      assert.equal(answered.status, 200);
      assert.match(chat.lastLine(), /from an earlier version of me/);
    });
  }

  it('by Action.Execute is answered politely, in the response and without a post', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'next', data: {} }, trigger: 'manual' };

    const answered = await chat.submits(megan, value, { type: 'invoke', name: 'adaptiveCard/action' });

    assert.equal(answered.status, 200);
    assert.deepEqual(answered.body, {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'This card is from an earlier version of me and cannot be used any more. Type “help” to go on.',
    });
    assert.deepEqual(chat.lines(), []);
  });

  it('tells a tenant that is taken by then, at the tenant’s card, with the way to the first transition', async () => {
    await fillForms(chat, 5);
    const alexChat = bed.chat({ conversationId: 'a:alex', kind: 'personal' });
    await fillForms(alexChat, 5, alex);
    await alexChat.clicks(alex, 'submit');

    await chat.clicks(megan, 'submit');

    assert.equal(await startedCount(), 1);
    assert.match(chat.lastLine(), /already open: Contoso Pharmaceuticals.*looked after by Alex Wilber/);
    assert.ok(chat.has('showTransition'));
    await chat.clicks(megan, 'next', { ...tenantTyped, domain: 'fabrikam.example' });
    await chat.clicks(megan, 'skip');
    await chat.clicks(megan, 'submit');
    assert.equal(await startedCount(), 2);
  });
});

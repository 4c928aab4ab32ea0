import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { transitionSteps } from '../../src/bot/dialogs/transition-dialog.ts';
import { editCustomerSteps } from '../../src/bot/dialogs/edit-customer-dialog.ts';
import { StaleETagError } from '../../src/core/ports/store/dialog-store.ts';
import { hashOf } from '../../src/runtime.ts';
import type { SentActivity } from '../support/fake-connector.ts';
import { aDelivery, testOrganisationId } from '../support/records.ts';
import { alex, cardLine, createTestBed, megan, thread, type TeamsChat, type TestBed } from '../support/teams-chat.ts';
import { addressTyped, customerTyped, fillForms } from '../support/transition-forms.ts';

const keyOf = (userId: string) => hashOf('dialogs', hashOf('lane', 'msteams', thread.conversationId, userId));
const stateKey = keyOf(megan.id);

/** What bites every bot on this platform; see “Things that will bite this project first” in the platform notes. */
describe('a trap of the platform', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const savedState = async () => (await bed.store.dialogs.read([stateKey]))[stateKey];

  /** A dialog that no longer exists. */
  async function breakState(): Promise<void> {
    const broken = {
      ...(JSON.parse((await savedState())?.json ?? '{}') as { version: string }),
      stack: { dialogStack: [{ id: 'removed', state: {} }] },
    };
    await bed.store.dialogs.write({ [stateKey]: { json: JSON.stringify(broken) } }, bed.clock.now());
  }

  it('BotState writes eTag * so that the last writer wins: ours hands back the eTag it read', async () => {
    await chat.types(megan, 'transition');
    const eTag = (await savedState())?.eTag;
    const seen: (string | undefined)[] = [];
    bed.restart((store) => ({
      ...store,
      dialogs: {
        ...store.dialogs,
        read: (keys) => store.dialogs.read(keys),
        write: (changes, at) => {
          seen.push(...Object.values(changes).map((change) => change.eTag));
          return store.dialogs.write(changes, at);
        },
      },
    }));

    await chat.clicks(megan, 'next', customerTyped);

    assert.deepEqual(seen, [eTag]);
  });

  it('another instance wrote the dialog state meanwhile: its state stands, and the person is told', async () => {
    await chat.types(megan, 'transition');
    const before = await savedState();
    bed.restart((store) => ({
      ...store,
      dialogs: {
        read: (keys) => store.dialogs.read(keys),
        write: () => Promise.reject(new StaleETagError(stateKey)),
        delete: (changes) => store.dialogs.delete(changes),
        deleteOlderThan: (at) => store.dialogs.deleteOlderThan(at),
      },
    }));

    await chat.clicks(megan, 'next', customerTyped);

    assert.match(chat.lastLine(), /Another of your clicks was faster/);
    assert.deepEqual(await savedState(), before);
  });

  for (const [what, text, expected] of [
    ['ends a form', 'cancel', /Another of your clicks was faster/],
    ['begins one', 'transition', /Another of your clicks was faster/],
    ['fails', 'hello', /tell an operator this number/],
  ] as const) {
    it(`another instance wrote the dialog state while a turn ${what}: its state stands, and the person is told`, async () => {
      if (text !== 'transition') await chat.types(megan, 'transition');
      if (text === 'hello') await breakState();
      const newer = { json: '{"newer":true}' };
      bed.restart((store) => ({
        ...store,
        dialogs: {
          ...store.dialogs,
          async read(keys) {
            const found = await store.dialogs.read(keys);
            await store.dialogs.write({ [stateKey]: newer }, bed.clock.now());
            return found;
          },
        },
      }));

      await chat.types(megan, text);

      assert.match(chat.lastLine(), expected);
      assert.equal((await savedState())?.json, newer.json);
    });
  }

  it('another instance wrote the dialog state while a transition was started: the person reads that it is started', async () => {
    await fillForms(chat, 5);
    const newer = { json: '{"newer":true}' };
    bed.restart((store) => ({
      ...store,
      transitions: {
        ...store.transitions,
        async insert(...values) {
          const outcome = await store.transitions.insert(...values);
          await store.dialogs.write({ [stateKey]: newer }, bed.clock.now());
          return outcome;
        },
      },
    }));
    bed.woken.watcher = 0;

    await chat.clicks(megan, 'submit');

    assert.match(
      chat.lastLine(),
      /^The transition of Contoso Pharmaceuticals is started, once\. Another of your clicks/,
    );
    assert.throws(() => chat.button('submit'), 'the review card has become a receipt');
    assert.deepEqual(bed.woken, { watcher: 1, delivery: 1 });
    assert.equal((await savedState())?.json, newer.json);
  });

  for (const [what, typed, done] of [
    ['was corrected', { ...addressTyped, line1: '2 Epping Road' }, 'The details of Contoso Pharmaceuticals are saved.'],
    ['stayed as it was', addressTyped, 'Nothing was changed for Contoso Pharmaceuticals.'],
  ] as const) {
    it(`another instance wrote the dialog state while a customer ${what}: what the person reads of it stands`, async () => {
      await fillForms(chat, 5);
      await chat.clicks(megan, 'submit');
      const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 1 });
      const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;
      await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition: items[0]! });
      await chat.clicks(megan, 'editCustomer');
      await chat.clicks(megan, 'next', customerTyped);
      const newer = { json: '{"newer":true}' };
      bed.restart((store) => ({
        ...store,
        transitions: {
          ...store.transitions,
          async get(...key) {
            await store.dialogs.write({ [stateKey]: newer }, bed.clock.now());
            return store.transitions.get(...key);
          },
        },
      }));

      await chat.clicks(megan, 'next', typed);

      const [said, besides] = chat.lines().slice(-2);
      assert.equal(said, done);
      assert.match(besides ?? '', /^Besides, another of your clicks came in between; “cancel” closes a form/);
      assert.equal((await savedState())?.json, newer.json);
    });
  }

  it('a submit has no text, so that the SDK’s prompts never see it: the card’s values arrive', async () => {
    await chat.types(megan, 'transition');

    await chat.clicks(megan, 'next', customerTyped);

    assert.match(chat.lastLine(), /Step 2 of 5/);
  });

  it('Action.Execute is an invoke, which dialogs ignore: the open form stays as it is', async () => {
    await chat.types(megan, 'transition');
    const before = await savedState();

    const answered = await chat.submits(
      megan,
      { action: { verb: 'x' } },
      { type: 'invoke', name: 'adaptiveCard/action' },
    );

    assert.equal(answered.status, 200);
    assert.deepEqual(await savedState(), before);
  });

  it('an invoke that nobody handles is a 501, and the process lives', async () => {
    const answered = await chat.submits(megan, {}, { type: 'invoke', name: 'something/new' });

    assert.equal(answered.status, 501);
    await chat.types(megan, 'help');
    assert.equal(chat.lines().length, 1);
  });

  it('state saved after the answer is lost: it is saved when the turn is answered', async () => {
    await chat.types(megan, 'transition');

    assert.ok(await savedState());
  });

  it('the connector client repeats a post after a 5xx: ours does not', async () => {
    bed.connector.fail({ status: 502, butDone: true }, ({ method }) => method === 'POST');

    await chat.types(megan, 'help');

    // The number that follows goes as a card, too, where it has a sign of Markdown in it.
    const isHelp = (body: SentActivity) => body.attachments !== undefined && !cardLine(body).includes('this number');
    assert.equal(bed.connector.calls.filter(({ body }) => isHelp(body)).length, 1);
  });

  it('a refusal for haste did nothing, so it is repeated after the time asked for', async () => {
    bed.connector.fail({ status: 429, headers: { 'retry-after': '0' } }, ({ method }) => method === 'POST', 2);

    await chat.types(megan, 'help');

    assert.equal(chat.lines().length, 1);
  });

  it('a private chat cannot be opened while the app id is empty: ours can', async () => {
    await chat.types(megan, 'notify me');

    assert.equal(bed.connector.chat('a:opened-29:megan').length, 1);
  });

  it('fast messages see the same dialog step: turns of one person come one after the other', async () => {
    await chat.types(megan, 'transition');
    const { value, activityId } = chat.button('next');
    const click = (typed: object) => chat.submits(megan, { ...value, ...typed }, { replyToId: activityId });

    await Promise.all([click(customerTyped), click({ ...customerTyped, companyName: 'Twice' }), click(customerTyped)]);

    assert.equal(chat.lines().filter((line) => line.includes('Step 2 of 5')).length, 1);
  });

  it('state in a channel is shared by all: ours is kept for a person in a conversation', async () => {
    await chat.types(megan, 'transition');

    assert.ok(await savedState());
    assert.deepEqual(await bed.store.dialogs.read([keyOf(alex.id)]), {});
  });

  it('a prompt keeps the whole card in the state: ours keeps what it is drawn from', async () => {
    await fillForms(chat, 2);

    const state = (await savedState())?.json ?? '';
    assert.doesNotMatch(state, /AdaptiveCard|Input\.Text/);
    assert.ok(state.length < 4000, `${String(state.length)} characters`);
  });

  it('saved waterfalls remember a number: the steps are these, and a change of them needs a new dialog id', () => {
    assert.deepEqual(transitionSteps, ['askCustomer', 'askAddress', 'askTenant', 'askLicences', 'review', 'start']);
    assert.deepEqual(editCustomerSteps, ['askCustomer', 'askAddress', 'save']);
  });

  it('a form begun before an update means other steps after it: it is dropped with an apology', async () => {
    await fillForms(chat, 2);
    const saved = await savedState();
    const json = JSON.stringify({ ...(JSON.parse(saved?.json ?? '{}') as object), version: 'another' });
    await bed.store.dialogs.write({ [stateKey]: { json } }, bed.clock.now());

    await chat.clicks(megan, 'next', addressTyped);

    assert.match(chat.lines().join('\n'), /I was updated while you had a form open/);
    await chat.types(megan, 'transition');
    assert.match(chat.lastLine(), /Step 1 of 5/);
  });

  it('a turn that fails would fail for ever on its state: it is told with a number, and the state is dropped', async () => {
    await fillForms(chat, 2);
    await breakState();

    await chat.types(megan, 'hello');

    const [, reference] = /tell an operator this number: (\S+)\./.exec(chat.lastLine()) ?? [];
    const logged = bed.log.find(({ level }) => level === 'error');
    assert.equal(logged?.fields['reference'], reference);
    assert.ok(logged?.fields['err'] instanceof Error);
    assert.equal(await savedState(), undefined);
    await chat.types(megan, 'transition');
    assert.match(chat.lastLine(), /Step 1 of 5/);
  });

  it('a failed turn cannot always be told: the process lives on', async () => {
    bed.connector.fail({ status: 403, code: 'BotNotInConversationRoster' }, ({ method }) => method === 'POST', 2);

    const answered = await chat.types(megan, 'help');

    assert.equal(answered.status, 200);
    await chat.types(megan, 'help');
    assert.equal(chat.lines().length, 1);
  });

  it('ended dialogs leave their stack behind: ours leaves nothing', async () => {
    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');

    assert.equal(await savedState(), undefined);
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 2 });
    assert.equal(items.length, 1);
  });
});

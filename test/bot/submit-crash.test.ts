import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { dieAfterWrites } from '../support/dying-store.ts';
import { testOrganisationId } from '../support/records.ts';
import { createTestBed, megan, thread, type TestBed, type TeamsChat } from '../support/teams-chat.ts';
import { fillForms } from '../support/transition-forms.ts';

/** Writes of the review card's submit: the turn begins, the transition, the dialog's end, the turn's end. */
const writesOfSubmit = ['turns.begin', 'transitions.insert', 'dialogs.delete', 'turns.finish'];

/** The dead process's turn keeps the person's next one waiting for so long. */
const leaseMs = 10_000;

describe('a process that dies in the review card’s submit', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let reviewCard: ReturnType<TeamsChat['button']>;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    await fillForms(chat, 5);
    reviewCard = chat.button('submit');
  });
  afterEach(() => bed.stop());

  const click = (id: string) => chat.submits(megan, reviewCard.value, { replyToId: reviewCard.activityId, id });
  const everStarted = async () =>
    (await bed.store.transitions.list(testOrganisationId, { open: false, limit: 10 })).items;

  /** Killed: nobody hears of it, and what it would have said afterwards is not said. */
  async function clickAndDie(allowed: number): Promise<string[]> {
    const dying = dieAfterWrites(bed.store, allowed);
    bed.restart(() => dying.store);
    await click('the click').catch(() => undefined);
    return dying.writes;
  }

  it('makes these writes', async () => {
    const writes = await clickAndDie(Number.POSITIVE_INFINITY);

    assert.deepEqual(writes, writesOfSubmit);
  });

  it('after the start, minutes later, when the tenant is looked at again: the same click finds its own transition', async () => {
    await clickAndDie(writesOfSubmit.indexOf('transitions.insert') + 1);
    bed.restart();
    bed.clock.advance(10 * 60 * 1000);

    await click('another click on the same button');

    assert.equal((await everStarted()).length, 1);
    assert.throws(() => chat.button('submit'), 'the review card has become a receipt');
  });

  for (let allowed = 0; allowed <= writesOfSubmit.length; allowed += 1) {
    const where = writesOfSubmit[allowed - 1] ?? 'nothing';

    it(`after ${where}: the same click again leaves one transition with one link`, async () => {
      await clickAndDie(allowed);
      bed.restart();
      bed.clock.advance(leaseMs);

      const answered = await click('another click on the same button');

      assert.equal(answered.status, 200);
      const [transition, ...others] = await everStarted();
      assert.equal(others.length, 0);
      assert.equal(transition?.link.version, 1);
      assert.equal(transition.lastEventSeq, 1);
      assert.throws(() => chat.button('submit'), 'the review card has become a receipt');
    });

    it(`after ${where}: the redelivered click leaves one transition with one link`, async () => {
      await clickAndDie(allowed);
      bed.restart();
      bed.clock.advance(16_000);

      const answered = await click('the click');

      assert.equal(answered.status, 200);
      const [transition, ...others] = await everStarted();
      assert.equal(others.length, 0);
      assert.equal(transition?.link.version, 1);
    });
  }

  it('between the last save and the receipt: the same click again shows that it is done', async () => {
    bed.connector.fail({ status: 503 }, ({ method }) => method === 'PUT', 3);
    await click('the click');
    bed.restart();
    bed.clock.advance(6000);

    await click('another click on the same button');

    assert.equal((await everStarted()).length, 1);
    assert.match(chat.lastLine(), /That is done already/);
    assert.throws(() => chat.button('submit'), 'the review card has become a receipt');
  });

  it('lets the person begin the next transition after any of these deaths', async () => {
    await clickAndDie(2);
    bed.restart();
    bed.clock.advance(leaseMs);
    await click('again');

    await chat.types(megan, 'transition');

    assert.match(chat.lastLine(), /Step 1 of 5/);
  });
});

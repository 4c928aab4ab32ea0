import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Transition } from '../../../src/core/transition.ts';
import { aDelivery, allStepsDone, anEvent, testOrganisationId } from '../../support/records.ts';
import { createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';
import { fillForms } from '../../support/transition-forms.ts';

const day = 24 * 60 * 60 * 1000;

describe('a new link for a tenant whose relationship ends and cannot be extended', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let transition: Transition;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');
    const before = await now();
    transition = {
      ...before,
      steps: allStepsDone,
      verifiedAt: bed.clock.now(),
      toldStatus: 'normal',
      relationshipId: 'old',
      relationshipTerm: { endsAt: inDays(20), extendsItself: false, canExtend: false },
      version: before.version + 1,
    };
    assert.ok(await bed.store.transitions.replace(transition));
  });
  afterEach(() => bed.stop());

  const inDays = (days: number) => new Date(bed.clock.now().getTime() + days * day);
  const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;

  async function now(): Promise<Transition> {
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: false, limit: 2 });
    return items[0]!;
  }

  it('is asked about on the card itself, and the yes is enough', async () => {
    await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition });

    await chat.clicks(megan, 'reissueLink');

    assert.match(chat.lastLine(), /Megan Bowen made a new .* customer is asked for a new delegated admin relationship/);
    assert.equal((await now()).relationshipReplaced?.relationshipId, 'old');
  });

  it('is asked about before it is made from news, which has no question', async () => {
    const { transitionId } = transition;
    const event = anEvent({ transitionId, at: bed.clock.now(), happening: { kind: 'relationshipExpiring', days: 31 } });
    await bed.bot.sender.send({ delivery: aDelivery({ recipient, content: { kind: 'news', event } }), transition });

    await chat.clicks(megan, 'reissueLink');
    const question = chat.lastLine();
    const asked = await now();
    await chat.clicks(megan, 'reissueLink');

    assert.match(question, /Ask for a new delegated admin relationship\? .* ends on .*it stays until then/);
    assert.equal(asked.link.version, transition.link.version);
    assert.equal((await now()).relationshipReplaced?.relationshipId, 'old');
    assert.equal((await now()).link.version, transition.link.version + 1);
  });

  it('is asked about once more where the card is of a day before that end was near', async () => {
    const decayed = { ...allStepsDone, agreement: { state: 'waiting' } } as const;
    const far = { endsAt: inDays(61), extendsItself: false, canExtend: false };
    const before: Transition = {
      ...transition,
      steps: decayed,
      relationshipTerm: far,
      version: transition.version + 1,
    };
    assert.ok(await bed.store.transitions.replace(before));
    await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition: before });
    bed.clock.advance(2 * day);

    await chat.clicks(megan, 'reissueLink');

    assert.match(chat.lastLine(), /accept the new relationship, and to give what else is missing/);
    assert.equal((await now()).link.version, transition.link.version);
  });
});

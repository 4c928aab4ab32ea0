import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AppError } from '../../../src/core/errors.ts';
import type { Reading } from '../../../src/core/ports/microsoft.ts';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { noStepsYet } from '../../../src/core/steps.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { letEverythingRun } from '../../support/fake-timers.ts';
import { interceptedStore } from '../../support/intercepted-store.ts';
import { aDelivery, allStepsDone, aTransition, testOrganisationId } from '../../support/records.ts';
import { alex, createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';

type Extension = Reading<'extended' | 'impossible' | 'over'>;

const extended: Extension = { kind: 'read', value: 'extended' };
const goesOn = /^Microsoft takes longer than usual\. It is being done there for Contoso Pharmaceuticals: I write here/;
const isBeingDone = 'That is being done already; the card will show how it ended.';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const ending: Partial<Transition> = {
  steps: allStepsDone,
  verifiedAt: testNow,
  toldStatus: 'normal',
  relationshipId: 'relationship-1',
  relationshipTerm: { endsAt: after(testNow, 7 * dayMs), extendsItself: false, canExtend: true },
};
const awaitingUs: Partial<Transition> = {
  steps: { ...noStepsYet, delegatedAdmin: { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } },
  relationshipId: 'relationship-1',
};

describe('a button that waits for a slow Microsoft', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let asked: number;
  let microsoft: PromiseWithResolvers<Extension>;
  let reached: PromiseWithResolvers<undefined>;
  let waits: number[];
  let isPatient: boolean;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    asked = 0;
    waits = [];
    reached = Promise.withResolvers();
    isPatient = false;
    microsoft = Promise.withResolvers();
    await chat.types(megan, 'list');
    await withCard(ending);
    begin();
  });
  afterEach(async () => {
    microsoft.resolve(extended);
    await bed.stop();
  });

  /** A process in which patience ends at once, unless a test says otherwise. */
  function begin(wrap?: (store: Store) => Store): void {
    const roles = { managers: [megan.aadObjectId, alex.aadObjectId], operators: [] };
    const answer = async () => {
      asked += 1;
      reached.resolve(undefined);
      return microsoft.promise;
    };
    const approve = async () => {
      await answer();
      return bed.microsoft.relationship;
    };
    bed.restart(wrap, {
      config: { ...bed.deps.config, roles },
      partner: { ...bed.deps.partner, extendRelationship: answer, approveRelationship: approve },
      within: async (ms, work) => {
        waits.push(ms);
        return isPatient ? work : undefined;
      },
    });
  }

  async function withCard(changes: Partial<Transition>): Promise<void> {
    const transition = aTransition({ conversationId: thread.conversationId, ...changes });
    await bed.store.transitions.insert(transition, { visitDueAt: after(bed.clock.now(), dayMs) });
    const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;
    await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition });
  }

  const { transitionId } = aTransition();
  const now = async () => (await bed.store.transitions.get(testOrganisationId, transitionId))!;

  it('says so before Teams gives up, and writes how it ended when it has', async () => {
    await chat.clicks(megan, 'extendRelationship');
    const [meanwhile, before] = [chat.lastLine(), await now()];

    microsoft.resolve(extended);
    await bed.bot.drain();

    assert.match(meanwhile, goesOn);
    assert.deepEqual(waits, [11_000]);
    assert.equal(before.relationshipTerm?.extendsItself, false);
    assert.equal((await now()).relationshipTerm?.extendsItself, true);
    assert.match(chat.lastLine(), /^Megan Bowen had the delegated admin of Contoso Pharmaceuticals extend itself/);
    assert.deepEqual(bed.woken, { watcher: 1, delivery: 1 });
  });

  it('does the same for an approval', async () => {
    await withCard({ ...awaitingUs, transitionId: 'transition-2', tenant: { tenantId: 'two', domain: 'two.example' } });

    await chat.clicks(megan, 'approveRelationship');
    const meanwhile = chat.lastLine();
    microsoft.resolve(extended);
    await bed.bot.drain();

    assert.match(meanwhile, goesOn);
    assert.match(chat.lastLine(), /^Megan Bowen approved what our provider asked of Contoso Pharmaceuticals/);
    const approved = await bed.store.transitions.get(testOrganisationId, 'transition-2');
    assert.deepEqual(approved?.steps.delegatedAdmin, { state: 'notStarted' });
  });

  it('waits less for what has waited already behind another turn of the person', async () => {
    bed.restart((store) => store, {
      config: { ...bed.deps.config, roles: { managers: [megan.aadObjectId], operators: [] } },
      partner: { ...bed.deps.partner, extendRelationship: async () => microsoft.promise },
      within: async (ms) => {
        waits.push(ms);
        bed.clock.advance(ms);
        return undefined;
      },
    });
    await withCard({ ...ending, transitionId: 'transition-2', tenant: { tenantId: 'two', domain: 'two.example' } });
    const { value } = chat.button('extendRelationship');
    const of = (id: string) => ({ ...value, pc: { ...(value['pc'] as object), transitionId: id } });

    await Promise.all([chat.submits(megan, of(transitionId)), chat.submits(megan, of('transition-2'))]);

    assert.deepEqual(waits, [11_000, 0]);
  });

  it('is asked of Microsoft once, whoever presses while it goes on', async () => {
    await chat.clicks(megan, 'extendRelationship');

    await chat.clicks(alex, 'extendRelationship');

    const [first, second] = chat.lines().slice(-2);
    assert.match(first ?? '', goesOn);
    assert.equal(second, isBeingDone);
    assert.equal(asked, 1);
    microsoft.resolve(extended);
    await bed.bot.drain();
    assert.equal((await now()).outbox.filter(({ happening }) => happening.kind === 'relationshipExtended').length, 1);
  });

  it('promises nothing where it is pressed in another conversation meanwhile, for its end is told in the first', async () => {
    const { value } = chat.button('extendRelationship');
    const alone = bed.chat({ conversationId: 'a:alex', kind: 'personal' });
    await chat.clicks(megan, 'extendRelationship');

    await alone.submits(alex, value);
    microsoft.resolve(extended);
    await bed.bot.drain();

    assert.deepEqual(alone.lines(), [isBeingDone]);
    assert.match(chat.lastLine(), /^Megan Bowen had the delegated admin of Contoso Pharmaceuticals extend itself/);
    assert.equal(asked, 1);
  });

  it('is asked of Microsoft once also when two press while the first still waits', async () => {
    isPatient = true;
    const first = chat.clicks(megan, 'extendRelationship');
    await reached.promise;

    await chat.clicks(alex, 'extendRelationship');
    const second = chat.lastLine();
    microsoft.resolve(extended);
    await first;

    assert.equal(second, isBeingDone);
    assert.equal(asked, 1);
    assert.match(chat.lastLine(), /^Megan Bowen had the delegated admin of Contoso Pharmaceuticals extend itself/);
  });

  it('never says how it ended before it has said that it goes on', async () => {
    const being = Promise.withResolvers<undefined>();
    const isSaid = ({ body }: { body: { text?: string } }) => goesOn.test(body.text ?? '');
    const calls: string[] = [];
    begin((store) =>
      interceptedStore(store, async ({ name }, carry) => {
        calls.push(name);
        return carry();
      }),
    );
    bed.connector.hold(being.promise, isSaid);
    const clicked = chat.clicks(megan, 'extendRelationship');
    while (!bed.connector.calls.some(isSaid)) await letEverythingRun();
    calls.length = 0;

    microsoft.resolve(extended);
    while (!calls.includes('transitions.replace')) await letEverythingRun();
    await letEverythingRun();
    const meanwhile = [...calls];
    being.resolve(undefined);
    await clicked;
    await bed.bot.drain();

    // Where to say it is looked up right before it is said.
    assert.ok(!meanwhile.includes('conversations.get'));
    assert.deepEqual(
      chat
        .lines()
        .slice(-2)
        .map((line) => goesOn.test(line)),
      [true, false],
    );
  });

  it('may be pressed again when it has ended', async () => {
    await chat.clicks(megan, 'extendRelationship');
    microsoft.resolve(extended);
    await bed.bot.drain();

    await chat.clicks(megan, 'extendRelationship');
    await bed.bot.drain();

    assert.equal(asked, 2);
    assert.match(chat.lastLine(), /That was done already/);
  });

  for (const [what, extension, sentence] of [
    ['refuses', { kind: 'unread', code: 'PARTNER_ROLE_MISSING' }, /^Our own account at Microsoft lacks a role/],
    ['cannot', { kind: 'read', value: 'impossible' }, /Global Administrator role in it/],
  ] as const satisfies readonly (readonly [string, Extension, RegExp])[]) {
    it(`tells when Microsoft ${what} in the end`, async () => {
      await chat.clicks(megan, 'extendRelationship');

      microsoft.resolve(extension);
      await bed.bot.drain();

      assert.match(chat.lastLine(), sentence);
      assert.equal((await now()).relationshipTerm?.extendsItself, false);
    });
  }

  it('tells a failure that nobody expected with a number that is in the log, and wakes who looks', async () => {
    await chat.clicks(megan, 'extendRelationship');

    microsoft.reject(new Error('a bug'));
    await bed.bot.drain();

    const [, reference] = /tell an operator this number: (\S+)\./.exec(chat.lastLine()) ?? [];
    const logged = bed.log.find(({ message }) => message === 'what went on after its turn failed');
    assert.equal(logged?.level, 'error');
    assert.equal(logged.fields['reference'], reference);
    assert.equal(bed.woken.watcher, 1);
  });

  it('that fails in time is a turn that failed, and may be pressed again', async () => {
    isPatient = true;
    const clicked = chat.clicks(megan, 'extendRelationship');
    await reached.promise;
    microsoft.reject(new Error('a bug'));
    await clicked;
    const failed = chat.lastLine();

    microsoft = Promise.withResolvers();
    microsoft.resolve(extended);
    await chat.clicks(megan, 'extendRelationship');

    assert.match(failed, /^Something went wrong on my side, and what you were filling in is lost/);
    assert.match(chat.lastLine(), /^Megan Bowen had the delegated admin of Contoso Pharmaceuticals extend itself/);
  });

  it('says that the database is out of reach where that is why it failed in the end', async () => {
    await chat.clicks(megan, 'extendRelationship');

    microsoft.reject(new AppError('STORE_UNAVAILABLE'));
    await bed.bot.drain();

    assert.equal(chat.lastLine(), createTranslate('en')('errors.STORE_UNAVAILABLE'));
  });

  it('goes on, and is over, where nobody can be told how it ended', async () => {
    await chat.clicks(megan, 'extendRelationship');
    bed.connector.fail({ status: 403, code: 'BotNotInConversationRoster' }, ({ method }) => method === 'POST');

    microsoft.resolve(extended);
    await bed.bot.drain();

    assert.equal((await now()).relationshipTerm?.extendsItself, true);
    assert.ok(bed.log.some(({ message }) => message === 'an answer that came after its turn could not be told'));
  });

  it('is over too where the database is away when it ends', async () => {
    let isAway = false;
    begin((store) =>
      interceptedStore(store, async (_call, carry) => {
        if (isAway) throw new Error('away');
        return carry();
      }),
    );
    await chat.clicks(megan, 'extendRelationship');
    isAway = true;

    microsoft.resolve(extended);
    await bed.bot.drain();

    const messages = bed.log.map(({ message }) => message);
    assert.ok(messages.includes('what went on after its turn failed'));
    assert.ok(messages.includes('an answer that came after its turn could not be told'));
  });

  it('is waited for by a stop', async () => {
    await chat.clicks(megan, 'extendRelationship');
    let isDrained = false;
    const drained = bed.bot.drain().then(() => (isDrained = true));
    await letEverythingRun();
    const isDrainedBefore = isDrained;

    microsoft.resolve(extended);
    await drained;

    assert.equal(isDrainedBefore, false);
    assert.equal((await now()).relationshipTerm?.extendsItself, true);
  });

  it('is looked at soon by whoever is there, should the process end before Microsoft answers', async () => {
    const nextLook = () => bed.store.visits.nextVisitAt(testOrganisationId, transitionId);
    await chat.clicks(megan, 'extendRelationship');
    const soon = await nextLook();
    bed.clock.advance(minuteMs);
    await chat.clicks(megan, 'extendRelationship');

    assert.deepEqual(soon, after(bed.clock.now(), minuteMs));
    assert.deepEqual(await nextLook(), soon);
  });

  it('is looked at soon also where it cannot be said that it goes on', async () => {
    bed.connector.fail({ status: 500 }, ({ method, body }) => method === 'POST' && goesOn.test(body.text ?? ''));

    await chat.clicks(megan, 'extendRelationship');

    const soon = await bed.store.visits.nextVisitAt(testOrganisationId, transitionId);
    assert.ok(!chat.lines().some((line) => goesOn.test(line)));
    assert.deepEqual(soon, after(bed.clock.now(), 2 * minuteMs));
  });
});

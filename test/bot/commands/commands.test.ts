import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { commands } from '../../../src/bot/commands/commands.ts';
import { parseCommand } from '../../../src/bot/commands/parse-command.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { aTransition, testOrganisationId } from '../../support/records.ts';
import {
  alex,
  createTestBed,
  megan,
  personal,
  thread,
  type TeamsChat,
  type TestBed,
} from '../../support/teams-chat.ts';
import { fillForms } from '../../support/transition-forms.ts';

const t = createTranslate('en');

describe('a typed command', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  async function keep(name: string, owner = megan, changes: Partial<Transition> = {}): Promise<void> {
    const transition = aTransition({
      transitionId: `transition-${name}`,
      tenant: { tenantId: `tenant-${name}`, domain: `${name}.example` },
      link: { ...aTransition().link, linkId: `link-of-${name}-0000000` },
      owner: { userId: owner.aadObjectId, displayName: owner.name },
      ...changes,
    });
    const customer = { ...transition.customer, companyName: `The ${name} company` };
    await bed.store.transitions.insert({ ...transition, customer }, { visitDueAt: new Date('2027-01-01') });
  }
  const dueAt = (name: string) => bed.store.visits.nextVisitAt(testOrganisationId, `transition-${name}`);

  it('is known in any letter case, with spaces around and a mention before it', async () => {
    const text = '<at>Partner Connect</at>&nbsp; \n LIST ';
    const entities = [{ type: 'mention', text: '<at>Partner Connect</at>', mentioned: { id: '28:bot' } }];

    await chat.types(megan, text, { entities });

    assert.equal(
      chat.lastLine(),
      'No transition is open. “transition” starts one; “list” with a name or domain also finds those that are Normal or cancelled.',
    );
  });

  it('is the longest name that fits, and only as a whole word', () => {
    assert.equal(parseCommand('notify me')?.command.name, 'notify me');
    assert.deepEqual(parseCommand('Status  Contoso Ltd')?.argument, 'Contoso Ltd');
    assert.equal(parseCommand('transitions'), undefined);
    assert.equal(parseCommand('notify'), undefined);
  });

  it('that nobody knows gets help, with every command in it that this person may use', async () => {
    await chat.types(megan, 'please do something');

    assert.equal(chat.lines()[0], 'I did not understand that. This is what I can do:');
    for (const { help, requiredRole } of commands) {
      assert.equal(chat.lastLine().includes(t(help)), requiredRole === 'staff', help);
    }
  });

  it('status without a name shows the one that is mine', async () => {
    await keep('contoso');
    await keep('fabrikam', alex);

    await chat.types(megan, 'status');

    assert.match(chat.lastLine(), /The contoso company/);
    assert.doesNotMatch(chat.lastLine(), /fabrikam/);
  });

  it('status without a name lists mine when there are several, and says when there is none', async () => {
    await chat.types(megan, 'status');
    assert.match(chat.lastLine(), /You look after no open transition/);
    await keep('contoso');
    await keep('adatum');

    await chat.types(megan, 'status');

    assert.match(chat.lastLine(), /The contoso company/);
    assert.match(chat.lastLine(), /The adatum company/);
  });

  it('“mine” and “find” are other words for my list and for the status', async () => {
    await chat.types(megan, 'mine');
    assert.match(chat.lastLine(), /You look after no open transition/);
    await keep('contoso');
    await keep('adatum');
    await keep('fabrikam', alex);

    for (const said of ['mine', 'list Mine']) {
      await chat.types(megan, said);
      assert.match(
        chat.lastLine(),
        /2 transitions.*The adatum company.*The contoso company|The contoso company.*The adatum company/s,
      );
      assert.doesNotMatch(chat.lastLine(), /fabrikam/);
    }
    await chat.types(megan, 'Find fabrikam');

    assert.match(chat.lastLine(), /The fabrikam company.*Waiting for the customer/s);
    assert.equal(parseCommand('finding nemo'), undefined);
  });

  it('status says where the card with the link is, and mails the instructions all the same', async () => {
    await keep('contoso');
    await chat.types(alex, 'status contoso.example');
    const elsewhere = chat.lastLine();
    await keep('adatum', megan, { conversationId: thread.conversationId });

    await chat.types(alex, 'status adatum.example');

    assert.match(elsewhere, /on the Partner Connect card in another conversation\. Ask Megan Bowen, who started this/);
    assert.match(chat.lastLine(), /on the Partner Connect card further up in this conversation/);
    assert.ok(chat.button('sendInstructions'));
  });

  it('status by company or domain shows that one, to everybody of the organisation', async () => {
    await keep('contoso');

    await chat.types(alex, 'status CONTOSO.example');
    assert.match(chat.lastLine(), /The contoso company/);
    await chat.types(alex, 'status the contoso');

    assert.match(chat.lastLine(), /The contoso company/);
  });

  it('status of several asks which', async () => {
    await keep('contoso');
    await keep('fabrikam');

    await chat.types(megan, 'status company');

    assert.match(chat.lines()[0] ?? '', /Several transitions match “company”/);
    await chat.clicks(megan, 'showTransition');
    assert.match(chat.lastLine(), /Waiting for the customer/);
  });

  it('status shows no link: it is for whoever asks, wherever that is', async () => {
    await keep('contoso');

    await chat.types(megan, 'status contoso.example');

    assert.doesNotMatch(JSON.stringify(bed.connector.chat(thread.conversationId)), /\/connect\//);
  });

  it('list turns its pages in place', async () => {
    for (let index = 1; index <= 11; index += 1) await keep(`customer${String(index).padStart(2, '0')}`);

    await chat.types(megan, 'list');
    const first = chat.lastLine();
    await chat.clicks(megan, 'listPage');

    assert.notEqual(chat.lastLine(), first);
    assert.equal(chat.lines().length, 1);
  });

  it('status without a name keeps to one’s own on every page, whoever turns it', async () => {
    for (let index = 1; index <= 9; index += 1) await keep(`hers${String(index)}`);
    for (let index = 1; index <= 3; index += 1) await keep(`his${String(index)}`, alex);
    await chat.types(megan, 'status');
    const first = chat.lastLine();

    await chat.clicks(alex, 'listPage');

    assert.match(first, /9 transitions, page 1 of 2/);
    assert.match(chat.lastLine(), /9 transitions, page 2 of 2/);
    assert.match(chat.lastLine(), /The hers1 company/);
    assert.doesNotMatch(chat.lastLine(), /The his/);
  });

  it('list with a word lists what matches', async () => {
    await keep('contoso');
    await keep('fabrikam');

    await chat.types(megan, 'list fabrikam');

    assert.match(chat.lastLine(), /The fabrikam company/);
    assert.doesNotMatch(chat.lastLine(), /The contoso company/);
  });

  it('list with a word that matches nothing says so, and not that there is nothing', async () => {
    await keep('contoso');

    await chat.types(megan, 'list zzzz');

    assert.equal(chat.lastLine(), 'I know no transition that matches “zzzz”. Type “list” to see the open ones.');
  });

  const closed = { cancelledAt: new Date('2026-01-02'), transitionId: 'closed', link: linkNamed('closed') };

  it('status of a domain means the open one of that domain, whatever else is found', async () => {
    await keep('contoso', megan, closed);
    await keep('contoso');
    await keep('mycontoso');

    await chat.types(megan, 'status CONTOSO.example');

    assert.equal(chat.lines().length, 1);
    assert.match(chat.lastLine(), /The contoso company.*Waiting for the customer/);
  });

  it('status of a domain with only closed ones asks which', async () => {
    await keep('contoso', megan, closed);
    await keep('contoso', megan, { ...closed, transitionId: 'closed-2', link: linkNamed('closed-2') });

    await chat.types(megan, 'status contoso.example');

    assert.match(chat.lines()[0] ?? '', /Several transitions match “contoso\.example”/);
  });

  it('status of a domain means the one of exactly that domain, closed as it is', async () => {
    await keep('contoso', megan, closed);
    await keep('mycontoso');

    await chat.types(megan, 'status contoso.example');

    assert.match(chat.lastLine(), /The contoso company.*Cancelled/);
  });

  it('check makes the visit due now', async () => {
    await keep('contoso');

    await chat.types(megan, 'check contoso.example');

    assert.deepEqual(await dueAt('contoso'), bed.clock.now());
    assert.equal(bed.woken.watcher, 1);
    assert.match(chat.lastLine(), /I am asking Microsoft about The contoso company now/);
    assert.match(chat.lastLine(), /card where it was started; “status contoso\.example” shows it here/);
  });

  it('check twice in a moment asks once, and says so', async () => {
    await keep('contoso');

    await chat.types(megan, 'check contoso.example');
    await chat.types(megan, 'check contoso.example');

    assert.match(chat.lastLine(), /Microsoft was asked about The contoso company a moment ago/);
  });

  it('check of a cancelled one promises nothing', async () => {
    await keep('contoso', megan, { cancelledAt: new Date('2026-01-02') });

    await chat.types(megan, 'check contoso.example');

    assert.match(chat.lastLine(), /This transition is finished/);
  });

  it('check without a name checks mine and leaves the others', async () => {
    await keep('contoso');
    await keep('fabrikam', alex);

    await chat.types(megan, 'check');

    assert.deepEqual(await dueAt('contoso'), bed.clock.now());
    assert.notDeepEqual(await dueAt('fabrikam'), bed.clock.now());
  });

  it('cancel with a name asks first, and cancels on yes', async () => {
    await keep('contoso');

    await chat.types(megan, 'cancel contoso.example');
    const before = await bed.store.transitions.get(testOrganisationId, 'transition-contoso');
    await chat.clicks(megan, 'cancelTransition');

    assert.equal(before?.cancelledAt, undefined);
    const after = await bed.store.transitions.get(testOrganisationId, 'transition-contoso');
    assert.deepEqual(after?.cancelledAt, bed.clock.now());
    assert.match(chat.lastLine(), /Megan Bowen cancelled the transition of The contoso company/);
  });

  const cannotBeCancelled = [
    ['verifiedAt', 'The tenant of The contoso company is Normal already, so there is nothing left to cancel.'],
    ['cancelledAt', 'The transition of The contoso company is cancelled already.'],
  ] as const;
  for (const [ended, why] of cannotBeCancelled) {
    it(`cancel of what has ended (${ended}) says why not, and asks nothing`, async () => {
      await keep('contoso', megan, { [ended]: new Date('2026-01-02') });

      await chat.types(megan, 'cancel contoso.example');

      assert.equal(chat.lastLine(), why);
      assert.equal(chat.has('cancelTransition'), false);
    });
  }

  it('cancel with a name can be taken back', async () => {
    await keep('contoso');

    await chat.types(megan, 'cancel contoso.example');
    await chat.clicks(megan, 'dismiss');

    assert.match(chat.lastLine(), /Left as it is/);
    assert.throws(() => chat.button('cancelTransition'));
  });

  it('cancel with a name leaves an open form alone', async () => {
    await keep('contoso');
    await fillForms(chat, 2);

    await chat.types(megan, 'cancel contoso.example');

    assert.ok(chat.button('next'));
  });

  it('cancel with nothing open says so', async () => {
    await chat.types(megan, 'cancel');

    assert.match(chat.lastLine(), /No form is open here/);
  });

  it('notify me in a channel opens the personal chat, where news can come', async () => {
    await chat.types(megan, 'notify me');

    assert.match(chat.lastLine(), /I will write to you personally/);
    const [hello] = bed.connector.chat('a:opened-29:megan');
    assert.match(hello?.activity.text ?? '', /This is where I write to you personally/);
    const known = await bed.store.conversations.personalChatOf(testOrganisationId, 'user-megan');
    assert.equal(known?.conversationId, 'a:opened-29:megan');
    const [subscription] = await bed.store.subscriptions.list(testOrganisationId);
    assert.equal(subscription?.userId, 'user-megan');
  });

  it('notify me in a personal chat opens no other, and saying it twice changes nothing', async () => {
    const own = bed.chat(personal);

    await own.types(megan, 'notify me');
    await own.types(megan, 'notify me');

    assert.match(own.lastLine(), /You are told already/);
    assert.equal(bed.connector.calls.filter(({ path }) => path === '/v3/conversations').length, 0);
    assert.equal((await bed.store.subscriptions.list(testOrganisationId)).length, 1);
  });

  it('notify me says what to do when Teams lets us write to nobody', async () => {
    bed.connector.fail(
      { status: 403, code: 'ForbiddenOperationException' },
      ({ path }) => path === '/v3/conversations',
    );

    await chat.types(megan, 'notify me');

    assert.match(chat.lastLine(), /Add me as a personal app/);
  });

  it('notify off ends it', async () => {
    await chat.types(megan, 'notify me');

    await chat.types(megan, 'notify off');
    assert.match(chat.lastLine(), /I will not write to you personally any more/);
    await chat.types(megan, 'notify off');

    assert.match(chat.lastLine(), /You were not being told/);
  });

  it('can be a button of a card', async () => {
    await chat.types(megan, '', { type: 'installationUpdate', action: 'add' });

    await chat.clicks(megan, 'runCommand');

    assert.match(chat.lastLine(), /Step 1 of 5/);
  });
});

function linkNamed(name: string): Transition['link'] {
  return { ...aTransition().link, linkId: `link-of-${name}-0000000` };
}

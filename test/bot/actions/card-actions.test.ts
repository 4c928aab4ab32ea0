import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { cardActions } from '../../../src/bot/actions/card-actions.ts';
import { noStepsYet } from '../../../src/core/steps.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { aDelivery, allStepsDone, testOrganisationId } from '../../support/records.ts';
import {
  alex,
  createTestBed,
  guest,
  megan,
  personal,
  thread,
  type TeamsChat,
  type TestBed,
} from '../../support/teams-chat.ts';
import { addressTyped, customerTyped, fillForms } from '../../support/transition-forms.ts';

describe('a button of the living card', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let transition: Transition;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');
    transition = await now();
    const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;
    await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition });
    bed.woken.delivery = 0;
  });
  afterEach(() => bed.stop());

  async function now(): Promise<Transition> {
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: false, limit: 2 });
    return items[0]!;
  }

  it('checks now', async () => {
    await chat.clicks(alex, 'checkNow');

    const due = await bed.store.visits.nextVisitAt(testOrganisationId, transition.transitionId);
    assert.deepEqual(due, bed.clock.now());
    assert.equal(
      chat.lastLine(),
      'I am asking Microsoft about Contoso Pharmaceuticals now. The result appears on its card.',
    );
    assert.equal(bed.woken.delivery, 1);
  });

  it('sends the instructions again, once for a double click', async () => {
    await chat.clicks(alex, 'sendInstructions');
    assert.match(chat.lastLine(), /Alex Wilber had the instructions for Contoso Pharmaceuticals mailed again/);
    await chat.clicks(alex, 'sendInstructions');

    assert.match(chat.lastLine(), /That was done already/);
    assert.equal((await now()).version, transition.version + 1);
    assert.equal(bed.woken.delivery, 2);
  });

  it('makes a new link, once for a double click on the same card', async () => {
    const { value } = chat.button('reissueLink');

    await chat.submits(megan, value);
    await chat.submits(megan, value);

    assert.equal((await now()).link.version, 2);
    assert.match(chat.lastLine(), /That was done already/);
  });

  it('revokes the link', async () => {
    await chat.clicks(megan, 'revokeLink');

    assert.deepEqual((await now()).link.revokedAt, bed.clock.now());
    assert.match(chat.lastLine(), /revoked the Partner Connect link/);
  });

  it('of a card with an earlier link does not revoke the new one', async () => {
    const { value } = chat.button('revokeLink');
    await chat.clicks(megan, 'reissueLink');

    await chat.submits(megan, value);

    assert.equal((await now()).link.revokedAt, undefined);
  });

  it('cancels the transition, and afterwards nothing else can be done to it', async () => {
    const reissue = chat.button('reissueLink').value;
    await chat.clicks(megan, 'cancelTransition');

    await chat.submits(megan, reissue);

    assert.match(chat.lastLine(), /This transition is finished/);
    assert.deepEqual((await now()).cancelledAt, bed.clock.now());
  });

  it('hands over to a colleague of this conversation', async () => {
    bed.connector.members.push(guest);
    await chat.clicks(megan, 'handOver');
    assert.match(chat.lastLine(), /Alex Wilber/);
    assert.doesNotMatch(chat.lastLine(), /Guest Visitor/);

    await chat.clicks(megan, 'assignOwner', { colleague: 'user-alex' });

    assert.deepEqual((await now()).owner, {
      userId: 'user-alex',
      displayName: 'Alex Wilber',
      email: 'alex@northwindtraders.example',
    });
    assert.match(chat.lines().join('\n'), /Contoso Pharmaceuticals is now looked after by Alex Wilber/);
    assert.throws(() => chat.button('assignOwner'));
  });

  for (const colleague of ['', 'user-guest', 'user-of-another-company']) {
    it(`hands over to nobody who is not a colleague here: “${colleague}”`, async () => {
      bed.connector.members.push(guest);
      await chat.clicks(megan, 'handOver');

      await chat.clicks(megan, 'assignOwner', { colleague });

      assert.equal((await now()).owner.userId, 'user-megan');
      assert.ok(chat.button('assignOwner'));
    });
  }

  it('edits the customer on prefilled forms', async () => {
    await chat.clicks(alex, 'editCustomer');
    assert.match(chat.lastLine(), /adele@contoso\.example/);
    await chat.clicks(alex, 'next', { ...customerTyped, email: 'new@contoso.example' });
    assert.match(chat.lastLine(), /1 Epping Road/);
    await chat.clicks(alex, 'back');
    assert.match(chat.lastLine(), /new@contoso\.example/);
    await chat.clicks(alex, 'next', { ...customerTyped, email: 'newer@contoso.example' });

    await chat.clicks(alex, 'next', { ...addressTyped, line1: '2 Epping Road' });

    const { customer } = await now();
    assert.equal(customer.contact.email, 'newer@contoso.example');
    assert.equal(customer.address.line1, '2 Epping Road');
    assert.match(chat.lastLine(), /The details of Contoso Pharmaceuticals are saved/);
  });

  it('says after a new address what mails the instructions there, since saving does not', async () => {
    const correct = async (email: string, line1 = '1 Epping Road') => {
      await chat.clicks(alex, 'editCustomer');
      await chat.clicks(alex, 'next', { ...customerTyped, email });
      await chat.clicks(alex, 'next', { ...addressTyped, line1 });
      return chat.lastLine();
    };

    const working = await correct('new@contoso.example');
    const same = await correct('new@contoso.example', '2 Epping Road');
    await chat.clicks(megan, 'revokeLink');
    const revoked = await correct('newer@contoso.example');

    assert.match(working, /Mails go to new@contoso\.example from now on; nothing was mailed there yet\. “E-mail instr/);
    assert.match(revoked, /newer@contoso\.example .*“New link” on the card of the transition sends new ones there\./);
    assert.equal(same, 'The details of Contoso Pharmaceuticals are saved.');
  });

  it('says whom to add where, or to which chat to go, when nobody is there to hand it to', async () => {
    bed.connector.members.splice(0, bed.connector.members.length, megan);
    const value = { pc: { v: 1, action: 'handOver', transitionId: transition.transitionId } };

    await chat.submits(megan, value);
    const inThread = chat.lastLine();
    const group = bed.chat({ conversationId: '19:group@thread.v2', kind: 'groupChat' });
    await group.submits(megan, value);
    const own = bed.chat(personal);
    await own.submits(megan, value);

    assert.equal(
      inThread,
      'No colleague can be handed contoso.example here. Add whoever is to look after it to this team, or to this channel if it is a private or shared one, then choose “Hand over” again.',
    );
    assert.match(group.lastLine(), /Add whoever is to look after it to this chat, then choose “Hand over” again\.$/);
    assert.match(own.lastLine(), /Type “status contoso\.example” to me in a channel or a group chat .*“Hand over”/);
  });

  it('edits the customer’s registration number, and drops it with the country that wanted it', async () => {
    const inHungary = { line1: 'Fő utca 1', line2: '', city: 'Budapest', state: '', postalCode: '1011' };
    await chat.clicks(megan, 'editCustomer');
    await chat.clicks(megan, 'next', { ...customerTyped, country: 'HU', phone: '' });
    await chat.clicks(megan, 'next', { ...inHungary, registrationNumber: '12345678-2-41' });
    assert.equal((await now()).customer.registrationNumber, '12345678241');

    await chat.clicks(megan, 'editCustomer');
    await chat.clicks(megan, 'next', customerTyped);
    await chat.clicks(megan, 'next', addressTyped);

    assert.equal((await now()).customer.registrationNumber, undefined);
  });

  it('edits the customer across a restart, and can be cancelled', async () => {
    await chat.clicks(megan, 'editCustomer');
    bed.restart();
    await chat.clicks(megan, 'next', { ...customerTyped, email: 'new@contoso.example' });
    bed.restart();

    await chat.clicks(megan, 'cancelForm');

    assert.equal((await now()).customer.contact.email, 'adele@contoso.example');
    assert.match(chat.lastLine(), /Cancelled\. Nothing was changed\./);
    assert.throws(() => chat.button('next'));
  });

  it('edits the customer, and a typed “cancel” says that nothing was changed', async () => {
    await chat.clicks(megan, 'editCustomer');

    await chat.types(megan, 'cancel');

    assert.equal(chat.lastLine(), 'The form is closed. Nothing was changed.');
    assert.match(chat.lines().join('\n'), /Cancelled\. Nothing was changed\./);
    assert.doesNotMatch(chat.lines().join('\n'), /Nothing was started/);
  });

  it('does not push an open form aside', async () => {
    await chat.types(megan, 'transition');

    await chat.clicks(megan, 'editCustomer');

    assert.equal(chat.lastLine(), 'You have a form open here. Finish it first, or type “cancel”.');
  });

  it('is nothing for guests', async () => {
    bed.connector.members.push(guest);

    await chat.clicks(guest, 'revokeLink');

    assert.equal((await now()).link.revokedAt, undefined);
    assert.match(chat.lastLine(), /Guests of this team cannot use me/);
  });

  for (const action of ['checkNow', 'sendInstructions', 'editCustomer', 'handOver', 'revokeLink', 'cancelTransition']) {
    it(`with a made-up id looks up and finds nothing: ${action}`, async () => {
      const { value } = chat.button(action);
      const pc = { ...(value['pc'] as object), transitionId: 'made-up' };

      await chat.submits(megan, { ...value, pc });

      assert.match(chat.lastLine(), /This transition does not exist/);
    });
  }

  it('of another organisation’s card finds nothing here', async () => {
    const elsewhere = '33333333-3333-4333-8333-333333333333';
    const { value } = chat.button('cancelTransition');
    bed.connector.members[0]!.tenantId = elsewhere;
    bed.restart(undefined, {
      config: {
        authentication: 'off',
        appType: 'MultiTenant',
        organisations: [{ organisationId: elsewhere, name: 'Another partner' }],
        roles: { managers: [], operators: [] },
        defaultCountry: 'AU',
        publicUrl: 'http://127.0.0.1:3978',
      },
    });

    await chat.submits(megan, value, { channelData: { tenant: { id: elsewhere } } });

    assert.match(chat.lastLine(), /This transition does not exist/);
    assert.equal((await now()).cancelledAt, undefined);
  });

  it('asks for a manager where our access to a tenant is at stake', () => {
    const { extendRelationship, approveRelationship, checkNow } = cardActions;

    assert.deepEqual(
      [extendRelationship, approveRelationship, checkNow].map(({ requiredRole }) => requiredRole),
      ['manager', 'manager', 'staff'],
    );
  });

  describe('about delegated admin', () => {
    beforeEach(() => {
      const roles = { managers: [megan.aadObjectId], operators: [] };
      bed.restart((same) => same, { config: { ...bed.deps.config, roles } });
    });

    const endsAt = new Date('2026-11-20T09:00:00.000Z');
    const ending: Partial<Transition> = {
      steps: allStepsDone,
      verifiedAt: new Date('2026-11-01T09:00:00.000Z'),
      toldStatus: 'normal',
      relationshipId: 'relationship-1',
      relationshipTerm: { endsAt, extendsItself: false, canExtend: true },
    };
    const awaitingUs: Partial<Transition> = {
      steps: { ...noStepsYet, delegatedAdmin: { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } },
      relationshipId: 'relationship-1',
    };

    async function shown(changes: Partial<Transition>): Promise<void> {
      const before = await now();
      transition = { ...before, ...changes, version: before.version + 1 };
      assert.ok(await bed.store.transitions.replace(transition));
      const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;
      await bed.bot.sender.send({ delivery: aDelivery({ recipient }), transition });
    }

    it('extends it for a manager, and shows that it did', async () => {
      await shown(ending);

      await chat.clicks(megan, 'extendRelationship');

      assert.match(chat.lastLine(), /Megan Bowen had the delegated admin of Contoso Pharmaceuticals extend itself/);
      assert.equal((await now()).relationshipTerm?.extendsItself, true);
    });

    it('says why it cannot be extended', async () => {
      bed.microsoft.extension = { kind: 'read', value: 'impossible' };
      await shown(ending);

      await chat.clicks(megan, 'extendRelationship');

      assert.match(chat.lastLine(), /Global Administrator role in it/);
    });

    it('approves what our provider asked on our behalf', async () => {
      await shown(awaitingUs);

      await chat.clicks(megan, 'approveRelationship');

      assert.match(chat.lastLine(), /Megan Bowen approved what our provider asked of Contoso Pharmaceuticals/);
      const kinds = (await now()).outbox.map(({ happening }) => happening.kind);
      assert.ok(kinds.includes('relationshipApproved'));
    });

    it('refuses staff, who are told to ask a manager', async () => {
      await shown(ending);

      await chat.clicks(alex, 'extendRelationship');

      assert.equal(chat.lastLine(), 'Your role does not allow this, and nothing was changed. Please ask a manager.');
      assert.equal((await now()).relationshipTerm?.extendsItself, false);
    });
  });
});

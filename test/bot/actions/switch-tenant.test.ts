import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { newsCard } from '../../../src/cards/transition/news-card.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { recordSignIn } from '../../../src/core/use-cases/customer/customer-actions.ts';
import { revokeLink } from '../../../src/core/use-cases/staff/staff-actions.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { aMember, anIdentity, testPolicy } from '../../support/core-deps.ts';
import { aDelivery, testOrganisationId } from '../../support/records.ts';
import { alex, createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';
import { fillForms } from '../../support/transition-forms.ts';

describe('the question whether the other tenant is the right one', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');
    const stranger = anIdentity({ tenantId: 'tenant-fabrikam', userName: 'adele@fabrikam.example' });
    await recordSignIn(coreOf(), await now(), stranger);
    const transition = await now();
    const event = transition.outbox.at(-1)!;
    const recipient = { kind: 'conversation', conversationId: thread.conversationId } as const;
    const delivery = aDelivery({ recipient, content: { kind: 'news', event } });
    await bed.bot.sender.send({ delivery, transition });
  });
  afterEach(() => bed.stop());

  function coreOf() {
    return { transitions: bed.store.transitions, clock: bed.clock, policy: testPolicy, sign: bed.deps.sign };
  }

  async function now(): Promise<Transition> {
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: false, limit: 2 });
    return items[0]!;
  }

  it('is asked with both names, the id, and by whom; whoever says yes reads what is so now', async () => {
    await chat.clicks(megan, 'lookAtTenant');
    const question = chat.lastLine();
    await chat.clicks(megan, 'switchTenant');

    assert.match(question, /Contoso, contoso\.example/);
    assert.match(question, /tenant-fabrikam.*a…@fabrikam\.example/s);
    assert.doesNotMatch(question, /adele@fabrikam/);
    assert.match(chat.lastLine(), /Megan Bowen changed the tenant of Contoso Pharmaceuticals.*mailed again/s);
    assert.equal(chat.has('reissueLink'), false);
    assert.equal((await now()).tenant.tenantId, 'tenant-fabrikam');
  });

  it('is answered within a turn, however often it has to be looked at anew, and what came of it follows', async () => {
    await chat.clicks(megan, 'lookAtTenant');
    const waits: number[] = [];
    bed.restart((store) => store, {
      async within(ms, work) {
        waits.push(ms);
        return ms === 11_000 ? undefined : work;
      },
    });
    await chat.clicks(megan, 'switchTenant');
    const meanwhile = chat.lastLine();
    await bed.bot.drain();

    assert.match(meanwhile, /^Microsoft takes longer than usual\. The tenant is being looked at once more/);
    assert.ok(waits.includes(11_000), waits.join(' '));
    assert.match(chat.lines().join('\n'), /Megan Bowen changed the tenant of Contoso Pharmaceuticals/);
    assert.equal(chat.has('switchTenant'), false);
    assert.equal((await now()).tenant.tenantId, 'tenant-fabrikam');
  });

  it('is told to whoever says yes too while it is being done, and done once', async () => {
    await chat.clicks(megan, 'lookAtTenant');
    const { value } = chat.button('switchTenant');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    bed.restart((store) => store, {
      async within(ms, work) {
        if (ms === 11_000) return undefined;
        await promise;
        return work;
      },
    });
    await chat.submits(megan, value);
    await chat.submits(megan, value);
    const meanwhile = chat.lastLine();
    resolve(undefined);
    await bed.bot.drain();

    assert.equal(meanwhile, 'That is being done already; the card will show how it ended.');
    assert.equal(chat.lines().join('\n').split('Megan Bowen changed the tenant of').length - 1, 1);
  });

  for (const [what, end] of [
    ['was revoked', async () => revokeLink(coreOf(), { member: aMember(), transitionId: (await now()).transitionId })],
    ['ran out', async () => bed.clock.advance(31 * 24 * 60 * 60 * 1000)],
  ] as const) {
    it(`offers a new link, and promises no mail, where the link ${what}`, async () => {
      await end();
      await chat.clicks(megan, 'lookAtTenant');
      await chat.clicks(megan, 'switchTenant');
      const receipt = chat.lastLine();
      await chat.clicks(megan, 'reissueLink');

      assert.match(receipt, /link has ended, so nothing was mailed.*fabrikam\.example/);
      assert.doesNotMatch(receipt, /mailed again/);
      assert.equal((await now()).link.version, 2);
    });
  }

  it('changes nothing where it is answered no', async () => {
    await chat.clicks(megan, 'lookAtTenant');
    await chat.clicks(megan, 'dismiss');

    assert.equal((await now()).tenant.tenantId, 'tenant-contoso');
    assert.equal(chat.has('switchTenant'), false);
  });

  it('is not put to people whose transition it is not', async () => {
    await chat.clicks(alex, 'lookAtTenant');

    assert.match(chat.lastLine(), /Only Megan Bowen, whoever started it, or a manager/);
    assert.equal(chat.has('switchTenant'), false);
  });

  it('is out of date once it was answered, or Microsoft says otherwise', async () => {
    await chat.clicks(megan, 'lookAtTenant');
    const { value } = chat.button('switchTenant');
    bed.tenants.set('fabrikam.example', { kind: 'found', tenantId: 'tenant-third', cloud: 'global' });
    await chat.submits(megan, value);
    const unproven = chat.lastLine();
    bed.tenants.set('fabrikam.example', { kind: 'found', tenantId: 'tenant-fabrikam', cloud: 'global' });
    await chat.submits(megan, value);
    await chat.submits(megan, value);
    const again = chat.lastLine();
    await chat.submits(megan, { pc: { ...(value['pc'] as object), tenantId: 'tenant-somebodys' } });

    assert.match(unproven, /does not show that account’s domain in that account’s tenant/);
    assert.match(again, /That was done already/);
    assert.match(chat.lastLine(), /This has changed since the card was made/);
    assert.equal((await now()).tenant.tenantId, 'tenant-fabrikam');
  });

  it('names the transition that has the tenant, and is refused for one of our own', async () => {
    bed.tenants.set('fabrikam.example', { kind: 'found', tenantId: 'tenant-partner', cloud: 'global' });
    await chat.clicks(megan, 'lookAtTenant');
    const own = chat.lastLine();
    bed.tenants.set('fabrikam.example', { kind: 'found', tenantId: 'tenant-fabrikam', cloud: 'global' });
    const { tenant, link, ...rest } = await now();
    const rival = {
      ...rest,
      transitionId: 'transition-fabrikam-1',
      link: { ...link, linkId: 'link-of-fabrikam-1' },
      tenant: { ...tenant, tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' },
    };
    await bed.store.transitions.insert({ ...rival, version: 1, outbox: [] }, { visitDueAt: bed.clock.now() });
    await chat.clicks(megan, 'lookAtTenant');

    assert.match(own, /belongs to our own tenant/);
    assert.match(chat.lastLine(), /A transition for this tenant is already open.*fabrikam\.example/);
  });

  it('is not offered by news of a transition that has gone on', async () => {
    const transition = await now();
    const event = transition.outbox.at(-1)!;
    const steps = { ...transition.steps, directoryConnection: { state: 'done' } } as const;

    const card = newsCard(createTranslate('en'), { transition: { ...transition, steps }, event });

    assert.doesNotMatch(JSON.stringify(card.content), /lookAtTenant/);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { alex, createTestBed, megan, personal, thread, type TestBed } from '../support/teams-chat.ts';
import { testOrganisationId } from '../support/records.ts';
import { addressTyped, customerTyped, fillForms, tenantTyped } from '../support/transition-forms.ts';

describe('the way from “transition” to a started transition', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await createTestBed();
  });
  afterEach(() => bed.stop());

  const started = async () => (await bed.store.transitions.list(testOrganisationId, { open: true, limit: 10 })).items;

  it('leaves one transition with all that was typed, and a receipt in place of every form', async () => {
    const chat = bed.chat(thread);

    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');

    const [transition, ...others] = await started();
    assert.equal(others.length, 0);
    assert.deepEqual(transition?.customer, {
      companyName: 'Contoso Pharmaceuticals',
      contact: { givenName: 'Adele', familyName: 'Vance', email: 'adele@contoso.example', phone: '+61291234567' },
      address: { country: 'AU', line1: '1 Epping Road', city: 'North Ryde', state: 'NSW', postalCode: '2113' },
    });
    assert.deepEqual(transition.tenant, {
      tenantId: 'tenant-contoso',
      domain: 'contoso.example',
      displayName: 'Contoso',
    });
    assert.equal(transition.conversationId, thread.conversationId);
    assert.equal(transition.owner.email, 'megan@northwindtraders.example');
    assert.deepEqual(transition.licencesWanted, []);
    assert.equal(chat.lines().length, 4);
    assert.match(chat.lastLine(), /Transition started/);
    assert.throws(() => chat.button('next'));
    assert.throws(() => chat.button('submit'));
    assert.equal(bed.woken.delivery, 1);
  });

  it('keeps the licences that were typed', async () => {
    const chat = bed.chat(personal);

    await fillForms(chat, 4);
    await chat.clicks(megan, 'next', { product1: 'Microsoft 365 Business Premium', quantity1: '25' });
    await chat.clicks(megan, 'submit');

    const [transition] = await started();
    assert.deepEqual(transition?.licencesWanted, [{ product: 'Microsoft 365 Business Premium', quantity: 25 }]);
  });

  it('survives a restart of the process after every step', async () => {
    const chat = bed.chat(thread);

    await chat.types(megan, 'transition');
    bed.restart();
    await chat.clicks(megan, 'next', customerTyped);
    bed.restart();
    await chat.clicks(megan, 'next', addressTyped);
    bed.restart();
    await chat.clicks(megan, 'next', tenantTyped);
    bed.restart();
    await chat.clicks(megan, 'skip');
    bed.restart();
    await chat.clicks(megan, 'submit');

    assert.equal((await started()).length, 1);
    assert.match(chat.lastLine(), /Transition started/);
  });

  it('goes back without asking anything twice', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 3);

    await chat.clicks(megan, 'back');

    assert.match(chat.lastLine(), /1 Epping Road/);
    await chat.clicks(megan, 'back');
    assert.match(chat.lastLine(), /adele@contoso\.example/);
    assert.equal(chat.lines().length, 3, 'the card changes in place: two receipts and the form');
    await chat.clicks(megan, 'next', { ...customerTyped, givenName: 'Adelaide' });
    await chat.clicks(megan, 'next', addressTyped);
    await chat.clicks(megan, 'next', tenantTyped);
    await chat.clicks(megan, 'skip');
    await chat.clicks(megan, 'submit');
    assert.equal((await started())[0]?.customer.contact.givenName, 'Adelaide');
  });

  it('edits one section from the review card and returns to it', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 5);

    const { value, activityId } = chat.button('editSection');
    const pc = { ...(value['pc'] as object), section: 'tenant' };
    await chat.submits(megan, { ...value, pc }, { replyToId: activityId });
    await chat.clicks(megan, 'next', { ...tenantTyped, category: 'academic' });

    assert.match(chat.lastLine(), /Academic/);
    await chat.clicks(megan, 'submit');
    assert.equal((await started())[0]?.category, 'academic');
  });

  it('asks for the address again when an edit changes the country', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 5);

    await chat.clicks(megan, 'editSection');
    await chat.clicks(megan, 'next', { ...customerTyped, country: 'NZ', phone: '' });

    assert.match(chat.lastLine(), /New Zealand/);
    await chat.clicks(megan, 'next', { ...addressTyped, state: '', postalCode: '1010' });
    await chat.clicks(megan, 'submit');
    assert.equal((await started())[0]?.customer.address.country, 'NZ');
  });

  it('starts over with empty forms', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 3);

    await chat.clicks(megan, 'restart');

    assert.match(chat.lastLine(), /Step 1 of 5/);
    assert.doesNotMatch(chat.lastLine(), /adele@contoso\.example/);
  });

  it('fills in the domain that was typed with the command, also after Start over', async () => {
    const chat = bed.chat(thread);
    await chat.types(megan, 'transition fabrikam.example');
    await chat.clicks(megan, 'next', customerTyped);
    await chat.clicks(megan, 'restart');
    await chat.clicks(megan, 'next', customerTyped);

    await chat.clicks(megan, 'next', addressTyped);

    assert.match(chat.lastLine(), /Which tenant is it\?.*fabrikam\.example/s);
  });

  it('ends on Cancel, in words and without buttons', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 3);

    await chat.clicks(megan, 'cancelForm');

    assert.match(chat.lastLine(), /Cancelled\. Nothing was started\./);
    assert.throws(() => chat.button('next'));
    await chat.types(megan, 'hello');
    assert.match(chat.lines().join('\n'), /I did not understand that/);
  });

  it('ends on a typed “cancel” too, and closes the card', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);

    await chat.types(megan, 'cancel');

    assert.equal(chat.lastLine(), 'The form is closed. Nothing was started.');
    assert.throws(() => chat.button('next'));
  });

  it('gives help in the middle and goes on', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);

    await chat.types(megan, 'HELP');
    assert.match(chat.lastLine(), /notify me/);
    await chat.clicks(megan, 'next', addressTyped);

    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('reminds whoever types while a card waits', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);

    await chat.types(megan, '1 Epping Road');

    assert.match(chat.lastLine(), /I am waiting for your answer on the card above/);
    await chat.clicks(megan, 'next', addressTyped);
    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('shows the open card again, further down, when “transition” is typed twice', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);
    const { value: earlier } = chat.button('next');

    await chat.types(megan, 'transition');

    assert.match(chat.lastLine(), /Step 2 of 5/);
    assert.match(chat.lines().join('\n'), /Continued on a newer card below/);
    await chat.submits(megan, { ...earlier, ...addressTyped });
    assert.match(chat.lastLine(), /answered already, or is out of date/);
    await chat.clicks(megan, 'next', addressTyped);
    assert.match(chat.lastLine(), /Step 3 of 5/);
  });

  it('says nothing of a second click on the same button, and that a card was answered to a later one', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);
    const { value } = chat.button('next');
    await chat.submits(megan, { ...value, ...addressTyped });
    const seen = chat.lines();

    await chat.submits(megan, { ...value, ...addressTyped });
    assert.deepEqual(chat.lines(), seen);
    bed.clock.advance(5000);
    await chat.submits(megan, { ...value, ...addressTyped });

    assert.match(chat.lastLine(), /answered already, or is out of date/);
  });

  it('keeps two people in one thread apart', async () => {
    const chat = bed.chat(thread);
    await fillForms(chat, 2);
    const { value: megans } = chat.button('next');

    await chat.types(alex, 'transition');
    await chat.clicks(alex, 'next', { ...customerTyped, companyName: 'Fabrikam' });
    await chat.submits(megan, { ...megans, ...addressTyped });

    assert.match(chat.lastLine(), /Step 3 of 5/);
    assert.equal(chat.lines().filter((line) => line.includes('Step 2 of 5')).length, 1);
  });

  it('answers with the problem under each wrong field, and with what was typed', async () => {
    const chat = bed.chat(thread);
    await chat.types(megan, 'transition');

    await chat.clicks(megan, 'next', {
      companyName: '',
      givenName: 'Adele',
      familyName: '',
      email: 'no',
      country: 'AU',
    });

    const card = chat.lastLine();
    assert.match(card, /Step 1 of 5/);
    assert.match(card, /Adele/);
    assert.equal(card.match(/This is needed\./g)?.length, 5);
    assert.equal(bed.connector.calls.filter(({ method }) => method === 'PUT').length, 1);
    await chat.clicks(megan, 'next', customerTyped);
    assert.match(chat.lastLine(), /Step 2 of 5/);
  });

  it('posts the form anew when somebody deleted it before it could be corrected', async () => {
    const chat = bed.chat(thread);
    await chat.types(megan, 'transition');
    const { value } = chat.button('next');
    bed.connector.chat(thread.conversationId).splice(0);

    await chat.submits(megan, { ...value, ...customerTyped, email: 'no' });

    assert.match(chat.lastLine(), /Step 1 of 5/);
    await chat.clicks(megan, 'next', customerTyped);
    assert.match(chat.lastLine(), /Step 2 of 5/);
  });
});

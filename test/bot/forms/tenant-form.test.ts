import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { FindTenantOutcome } from '../../../src/core/ports/microsoft.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../../support/records.ts';
import { createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';
import { fillForms, tenantTyped } from '../../support/transition-forms.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('what is found out of a tenant while staff fill the forms', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const started = async () => (await bed.store.transitions.list(testOrganisationId, { open: true, limit: 10 })).items;

  it('is one line on the review card when nothing is in the way', async () => {
    await fillForms(chat, 5);

    assert.match(
      chat.lastLine(),
      /✓ \| Checked with Microsoft: nothing that shows before the customer signs in is in the way\./,
    );
    assert.doesNotMatch(chat.lastLine(), /Note: /);
    await chat.clicks(megan, 'submit');
    assert.equal((await started()).length, 1);
  });

  it('is told with a sign and a word where there is something to know, and stops nobody', async () => {
    bed.microsoft.customerState = { kind: 'read', value: 'reseller' };
    bed.microsoft.existing = {
      kind: 'read',
      value: [
        {
          relationshipId: 'relationship-1',
          status: 'active',
          displayName: 'Partner Connect',
          covers: true,
          isMicrosoftLed: false,
          endsAt: after(testNow, 400 * dayMs),
        },
      ],
    };
    bed.microsoft.invitation = { kind: 'unread', code: 'SERVICE_ACCOUNT_REFUSED' };

    await fillForms(chat, 5);

    const review = chat.lastLine();
    assert.match(review, /Checked with Microsoft: 2 things to know/);
    assert.match(review, /! \| Note: {2}\| It is our customer in Partner Center already/);
    assert.match(review, /Note: {2}\| The link can be made, but .* Microsoft refuses our service account/);
    assert.match(review, /Good: {2}\| Delegated admin \(GDAP\) that covers what we need is there until /);
    await chat.clicks(megan, 'submit');
    assert.equal((await started()).length, 1);
  });

  it('asks for another reseller of the provider where there is one, and takes the answer of a form begun before', async () => {
    const another = /From another reseller of the same provider/;
    await fillForms(chat, 3);
    const direct = chat.lastLine();
    await chat.types(megan, 'cancel');
    bed.restart(undefined, { providerNameOf: () => 'Wide World Importers' });
    await fillForms(chat, 3);
    const through = chat.lastLine();
    bed.restart();

    await chat.clicks(megan, 'next', { ...tenantTyped, licenceSource: 'sameProvider' });
    await chat.clicks(megan, 'back');

    assert.doesNotMatch(direct, another);
    assert.match(through, another);
    assert.match(chat.lastLine(), /Step 3 of 5.*From another reseller of the same provider/);
  });

  it('says on the tenant form why it is blocked, with what was typed', async () => {
    await fillForms(chat, 3);

    await chat.clicks(megan, 'next', { ...tenantTyped, domain: 'elsewhere.example', category: 'academic' });

    const form = chat.lastLine();
    assert.match(form, /Step 3 of 5/);
    assert.match(
      form,
      /✕ Blocked: The tenant of elsewhere\.example lives in another Microsoft cloud, .* It is in the cloud operated by 21Vianet in China\./,
    );
    assert.match(form, /academic/);
    await chat.clicks(megan, 'next', tenantTyped);
    assert.match(chat.lastLine(), /Step 4 of 5/);
  });

  it('holds nobody up when only the discovery answers', async () => {
    let asked = 0;
    bed.restart(undefined, { within: (_ms, work) => ((asked += 1) > 4 ? Promise.resolve(undefined) : work) });
    await fillForms(chat, 3);
    asked = 3;

    await chat.clicks(megan, 'next', tenantTyped);
    await chat.clicks(megan, 'skip');

    assert.match(chat.lastLine(), /Not checked: {2}\| .*whether it is our customer already, .*, and our own access\./);
  });

  describe('when Submit comes late', () => {
    beforeEach(() => fillForms(chat, 5));

    it('is not asked again within five minutes', async () => {
      bed.microsoft.customerState = { kind: 'read', value: 'reseller' };
      bed.clock.advance(4 * 60 * 1000);

      await chat.clicks(megan, 'submit');

      assert.equal((await started()).length, 1);
    });

    it('is looked at again, and a change is shown before anything is started', async () => {
      bed.microsoft.customerState = { kind: 'read', value: 'reseller' };
      bed.clock.advance(6 * 60 * 1000);

      await chat.clicks(megan, 'submit');

      assert.match(chat.lastLine(), /Something has changed at Microsoft.*It is our customer in Partner Center/s);
      assert.equal((await started()).length, 0);
      await chat.clicks(megan, 'submit');
      assert.equal((await started()).length, 1);
    });

    it('starts when the second look says the same', async () => {
      bed.clock.advance(6 * 60 * 1000);

      await chat.clicks(megan, 'submit');

      assert.equal((await started()).length, 1);
    });

    it('starts on what was found before while Microsoft does not answer', async () => {
      bed.tenants.set('contoso.example', { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' });
      bed.clock.advance(6 * 60 * 1000);

      await chat.clicks(megan, 'submit');

      assert.equal((await started()).length, 1);
    });

    it('goes back to the tenant when it is gone meanwhile', async () => {
      bed.tenants.set('contoso.example', { kind: 'notFound' } satisfies FindTenantOutcome);
      bed.clock.advance(6 * 60 * 1000);

      await chat.clicks(megan, 'submit');

      assert.match(
        chat.lastLine(),
        /Microsoft knows no tenant for contoso\.example.*Step 3 of 5|Step 3 of 5.*knows no/s,
      );
      assert.equal((await started()).length, 0);
    });

    it('starts nothing for a tenant that has turned Normal meanwhile', async () => {
      const normal = aTransition({ verifiedAt: testNow, organisationId: testOrganisationId });
      await bed.store.transitions.insert(normal, { visitDueAt: testNow });

      await chat.clicks(megan, 'submit');

      assert.match(chat.lastLine(), /This tenant is Normal since/);
      assert.equal((await started()).length, 0);
    });
  });

  it('starts nothing on a card that did not warn of guests who have come since', async () => {
    await fillForms(chat, 5);
    bed.connector.members.push({ ...megan, id: '29:guest', aadObjectId: 'user-guest', userRole: 'guest' });

    await chat.clicks(megan, 'submit');

    assert.match(chat.lastLine(), /Nothing was started yet\. A guest can read this conversation/);
    assert.equal((await started()).length, 0);
    await chat.clicks(megan, 'submit');
    assert.equal((await started()).length, 1);
  });
});

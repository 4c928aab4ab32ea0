import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import type { TransitionEvent } from '../../src/core/events.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const options = { visitDueAt: testNow };
const end = after(testNow, 60_000);

export function personalDataStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`personal data store on ${name}`, () => {
    const stores = useStores(create);

    it('removes a transition with its visit, its link and its place in every list', async () => {
      const { transitions, visits, outbox, personalData } = stores.store;
      const transition = aTransition({ lastEventSeq: 1, outbox: [anEvent()] });
      await transitions.insert(transition, options);

      const removed = await personalData.removeTransition(transition);

      assert.equal(removed, true);
      assert.equal(await transitions.get(testOrganisationId, transition.transitionId), undefined);
      assert.equal(await transitions.getByLinkId(transition.link.linkId), undefined);
      assert.deepEqual(await transitions.search(testOrganisationId, 'contoso', 10), []);
      assert.deepEqual(await transitions.search(testOrganisationId, 'co', 10), []);
      assert.deepEqual((await transitions.list(testOrganisationId, { open: false, limit: 10 })).items, []);
      assert.deepEqual(await transitions.listAbout({ tenantId: transition.tenant.tenantId }), []);
      assert.deepEqual(await outbox.unexpanded(10), []);
      assert.equal(await visits.nextVisitAt(testOrganisationId, transition.transitionId), undefined);
      assert.deepEqual(await visits.claimVisits({ now: end, until: end, token: 'token', limit: 10 }), []);
    });

    it('lets a new transition of the same tenant begin', async () => {
      const { transitions, personalData } = stores.store;
      await transitions.insert(aTransition(), options);
      await personalData.removeTransition(aTransition());

      const outcome = await transitions.insert(aTransition({ transitionId: 'another' }), options);

      assert.deepEqual(outcome, { kind: 'inserted' });
    });

    it('removes no transition that was changed meanwhile, and none twice', async () => {
      const { transitions, personalData } = stores.store;
      await transitions.insert(aTransition(), options);
      await transitions.replace(aTransition({ version: 2 }));

      const outcomes = [
        await personalData.removeTransition(aTransition()),
        await personalData.removeTransition(aTransition({ version: 2, organisationId: 'other-organisation' })),
        await personalData.removeTransition(aTransition({ version: 2 })),
        await personalData.removeTransition(aTransition({ version: 2 })),
      ];

      assert.deepEqual(outcomes, [false, false, true, false]);
    });

    it('takes a removed transition from whoever holds its visit or writes it', async () => {
      const { transitions, visits, personalData } = stores.store;
      await transitions.insert(aTransition(), options);
      const [claimed] = await visits.claimVisits({ now: testNow, until: end, token: 'token', limit: 1 });

      await personalData.removeTransition(aTransition());

      assert.equal(await visits.settleVisit(claimed!, { dueAt: end, quietVisits: 1 }), false);
      assert.equal(await transitions.replace(aTransition({ version: 2 })), false);
    });

    it('removes the deliveries of one transition, whatever became of them', async () => {
      const { deliveries, personalData } = stores.store;
      await deliveries.add([
        aDelivery({ deliveryId: 'pending' }),
        aDelivery({ deliveryId: 'sent', state: 'sent' }),
        aDelivery({ deliveryId: 'dead', state: 'dead' }),
        aDelivery({ deliveryId: 'of another', transitionId: 'another' }),
        aDelivery({ deliveryId: 'elsewhere', organisationId: 'other-organisation' }),
      ]);

      const removed = await personalData.removeDeliveries(testOrganisationId, 'transition-contoso-1');

      assert.equal(removed, 3);
      assert.equal(await deliveries.get('sent'), undefined);
      assert.ok(await deliveries.get('of another'));
      assert.ok(await deliveries.get('elsewhere'));
    });

    it('removes what tells of an event, to whomever and whatever became of it', async () => {
      const { deliveries, personalData } = stores.store;
      const news = (seq: number, about: Partial<TransitionEvent> = {}) => ({
        content: { kind: 'news', event: anEvent({ seq, ...about }) } as const,
      });
      await deliveries.add([
        aDelivery({ deliveryId: 'pending', ...news(2) }),
        aDelivery({ deliveryId: 'sent', state: 'sent', ...news(2) }),
        aDelivery({ deliveryId: 'of the next', ...news(3) }),
        aDelivery({ deliveryId: 'of another', transitionId: 'another', ...news(2, { transitionId: 'another' }) }),
        aDelivery({ deliveryId: 'no news' }),
      ]);

      const removed = await personalData.removeNews([anEvent({ seq: 2 }), anEvent({ seq: 9 })]);

      assert.equal(removed, 2);
      const left = await Promise.all(
        ['pending', 'sent', 'of the next', 'of another', 'no news'].map((id) => deliveries.get(id)),
      );
      assert.deepEqual(
        left.map((one) => one !== undefined),
        [false, false, true, true, true],
      );
    });

    it('puts audit events in the place of others and adds none', async () => {
      const { audit, personalData } = stores.store;
      await audit.append([anEvent(), anEvent({ seq: 2 })]);
      const anonymous = anEvent({ seq: 2, actor: { kind: 'customer', objectId: '', userName: '' } });

      await personalData.rewriteAudit([anonymous, anEvent({ seq: 3 }), anEvent({ transitionId: 'unknown' })]);

      assert.deepEqual(await audit.listFor(testOrganisationId, 'transition-contoso-1'), [anEvent(), anonymous]);
      assert.deepEqual(await audit.listFor(testOrganisationId, 'unknown'), []);
    });

    it('leaves a draft that was written again meanwhile and mentions nobody any more', async () => {
      const { dialogs, ephemeral, personalData } = stores.store;
      await dialogs.write({ rewritten: { json: '"adele@contoso.example"' } }, testNow);
      await ephemeral.put('rewritten', '"adele@contoso.example"', end);

      const removing = personalData.removeMentions(['adele@contoso.example']);
      await dialogs.write({ rewritten: { json: '"another form"' } }, testNow);
      await ephemeral.put('rewritten', '"another journey"', end);
      await removing;

      assert.equal((await dialogs.read(['rewritten']))['rewritten']?.json, '"another form"');
      assert.equal(await ephemeral.get('rewritten', testNow), '"another journey"');
    });

    it('removes drafts and ephemeral values that mention a text, letter case aside', async () => {
      const { dialogs, ephemeral, personalData } = stores.store;
      const drafts = Array.from({ length: 450 }, (_, index) => [`other-${index}`, { json: '{"a":"fabrikam"}' }]);
      await dialogs.write(Object.fromEntries(drafts) as Record<string, { json: string }>, testNow);
      await dialogs.write({ zzz: { json: '{"draft":{"domain":"CONTOSO.example"}}' } }, testNow);
      await ephemeral.put('session', '{"transitionId":"quoted \\"id\\""}', end);
      await ephemeral.put('other', '{"transitionId":"another"}', end);

      const removed = await personalData.removeMentions(['contoso.example', 'quoted "id"', '']);

      assert.equal(removed, 2);
      assert.deepEqual(Object.keys(await dialogs.read(['zzz', 'other-0', 'other-449'])).toSorted(), [
        'other-0',
        'other-449',
      ]);
      assert.equal(await ephemeral.get('session', testNow), undefined);
      assert.ok(await ephemeral.get('other', testNow));
    });
  });
}

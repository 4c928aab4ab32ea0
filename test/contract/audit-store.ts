import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import { anEvent, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

export function auditStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`audit store on ${name}`, () => {
    const stores = useStores(create);

    it('tells what happened to a transition, the oldest first', async () => {
      const { audit } = stores.store;
      const started = anEvent({ seq: 1 });
      const signedIn = anEvent({
        seq: 2,
        at: after(testNow, 1),
        actor: { kind: 'customer', objectId: 'object-1', userName: 'admin@contoso.example' },
        happening: { kind: 'signedIn' },
      });
      const moved = anEvent({
        seq: 10,
        actor: { kind: 'service' },
        happening: {
          kind: 'stepChanged',
          step: 'agreement',
          from: { state: 'waiting' },
          to: { state: 'blocked', code: 'CONSENT_LOST' },
        },
      });

      await audit.append([moved, signedIn]);
      await audit.append([started]);

      assert.deepEqual(await audit.listFor(testOrganisationId, started.transitionId), [started, signedIn, moved]);
    });

    it('keeps the first words of an event that is appended again', async () => {
      const { audit } = stores.store;
      await audit.append([anEvent()]);

      await audit.append([anEvent({ happening: { kind: 'cancelled' } }), anEvent({ seq: 2 })]);

      assert.deepEqual(await audit.listFor(testOrganisationId, 'transition-contoso-1'), [
        anEvent(),
        anEvent({ seq: 2 }),
      ]);
    });

    it('keeps transitions and organisations apart', async () => {
      const { audit } = stores.store;
      await audit.append([anEvent(), anEvent({ transitionId: 'another' })]);

      assert.deepEqual(await audit.listFor(testOrganisationId, 'another'), [anEvent({ transitionId: 'another' })]);
      assert.deepEqual(await audit.listFor('other-organisation', 'another'), []);
    });
  });
}

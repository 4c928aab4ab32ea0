import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import { forgetCustomer, restingSince } from '../../../../src/core/use-cases/forgetting/forget-customer.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aDelivery, allStepsDone, anEvent, aTransition, testOrganisationId } from '../../../support/records.ts';

const dayMs = 24 * 60 * 60 * 1000;
const key = { organisationId: testOrganisationId, transitionId: 'transition-contoso-1' };

describe('forgetting a customer', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    const unexpanded = anEvent({
      seq: 4,
      happening: { kind: 'handedOver', fromUserId: 'user-megan', toUserId: 'user-alex', toDisplayName: 'Alex Wilber' },
    });
    const transition = aTransition({ cancelledAt: testNow, lastEventSeq: 4, outbox: [unexpanded] });
    await store.transitions.insert(transition, { visitDueAt: testNow });
    await store.audit.append([
      anEvent(),
      anEvent({
        seq: 2,
        actor: { kind: 'customer', objectId: 'object-adele', userName: 'adele@contoso.example' },
        happening: { kind: 'signInRefused', code: 'NOT_ADMINISTRATOR', signedInTenantId: 'tenant-contoso' },
      }),
      anEvent({
        seq: 3,
        actor: { kind: 'service' },
        happening: { kind: 'statusChanged', from: 'awaitingCustomer', to: 'cancelled' },
      }),
    ]);
    await store.deliveries.add([
      aDelivery({ recipient: { kind: 'mailbox', address: 'adele@contoso.example', name: 'Adele Vance' } }),
    ]);
    await store.dialogs.write({ draft: { json: '{"contact":"adele@contoso.example"}' } }, testNow);
    await store.ephemeral.put('session', '{"transitionId":"transition-contoso-1"}', after(testNow, dayMs));
  });
  afterEach(() => store.close());

  const everything = async () => {
    const kinds = ['transition', 'visit', 'delivery', 'auditEvent', 'dialog'] as const;
    const dumps = await Promise.all(kinds.map((kind) => store.records.dump(kind, { limit: 100 })));
    return JSON.stringify(dumps);
  };

  it('leaves no name, address or tenant of theirs anywhere', async () => {
    assert.match(await everything(), /adele/i);

    await forgetCustomer(store, key);

    assert.doesNotMatch(await everything(), /adele|vance|contoso pharm|tenant-contoso|contoso\.example|epping/i);
    assert.equal(await store.ephemeral.get('session', testNow), undefined);
  });

  it('keeps what happened, when, and which of our own people did it', async () => {
    const forgotten = await forgetCustomer(store, key);

    assert.deepEqual(forgotten, { deliveries: 1, auditEvents: 4, mentions: 2 });
    const events = await store.audit.listFor(testOrganisationId, key.transitionId);
    assert.deepEqual(
      events.map(({ seq, at, actor, happening }) => ({ seq, at, actor, happening })),
      [
        {
          seq: 1,
          at: testNow,
          actor: { kind: 'staff', userId: 'user-megan', displayName: '' },
          happening: { kind: 'transitionStarted' },
        },
        {
          seq: 2,
          at: testNow,
          actor: { kind: 'customer', objectId: '', userName: '' },
          happening: { kind: 'signInRefused', code: 'NOT_ADMINISTRATOR', signedInTenantId: '' },
        },
        {
          seq: 3,
          at: testNow,
          actor: { kind: 'service' },
          happening: { kind: 'statusChanged', from: 'awaitingCustomer', to: 'cancelled' },
        },
        {
          seq: 4,
          at: testNow,
          actor: { kind: 'staff', userId: 'user-megan', displayName: '' },
          happening: { kind: 'handedOver', fromUserId: '', toUserId: '', toDisplayName: '' },
        },
      ],
    );
  });

  it('can be repeated, and finishes what was interrupted after the transition had gone', async () => {
    await forgetCustomer(store, key);
    await store.deliveries.add([aDelivery({ deliveryId: 'of a relay that had read before' })]);

    const again = await forgetCustomer(store, key);

    assert.equal(again.deliveries, 1);
  });

  it('begins anew when the transition was changed meanwhile', async () => {
    const { personalData } = store;
    let changes = 0;
    const removeMentions: typeof personalData.removeMentions = async (texts) => {
      changes += 1;
      if (changes === 1) await store.transitions.replace(aTransition({ version: 2, cancelledAt: testNow }));
      return personalData.removeMentions(texts);
    };

    await forgetCustomer({ ...store, personalData: { ...personalData, removeMentions } }, key);

    assert.equal(changes, 2);
    assert.equal(await store.transitions.get(key.organisationId, key.transitionId), undefined);
  });

  it('gives up, aloud, on one that is changed all the time', async () => {
    const personalData = { ...store.personalData, removeTransition: async () => false };

    await assert.rejects(forgetCustomer({ ...store, personalData }, key), /changes all the time/);
  });
});

describe('since when nobody works on a transition', () => {
  const later = after(testNow, dayMs);
  const muchLater = after(testNow, 100 * dayMs);
  const linkEnd = after(testNow, 30 * dayMs);

  for (const [what, transition, expected] of [
    ['cancelled', aTransition({ cancelledAt: later }), later],
    ['Normal', aTransition({ verifiedAt: later, steps: allStepsDone }), later],
    ['declined', aTransition({ declinedAt: later }), later],
    ['with a link that ran out', aTransition(), linkEnd],
    [
      'Normal, with something lost since',
      aTransition({
        verifiedAt: later,
        steps: { ...allStepsDone, delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } },
      }),
      undefined,
    ],
    ['in the middle', aTransition({ steps: { ...allStepsDone, agreement: { state: 'waiting' } } }), undefined],
  ] as const) {
    it(`is ${expected ? 'known' : 'not asked'} of one ${what}`, () => {
      assert.deepEqual(restingSince(transition, muchLater), expected);
    });
  }

  it('is not asked of one whose link works', () => {
    assert.equal(restingSince(aTransition(), later), undefined);
  });
});

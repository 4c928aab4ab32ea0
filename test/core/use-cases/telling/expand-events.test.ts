import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isEdit, type Delivery, type Recipient, type Subscription } from '../../../../src/core/delivery.ts';
import type { Happening, TransitionEvent } from '../../../../src/core/events.ts';
import type { Status } from '../../../../src/core/status.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { expandEvents, postedCardDeliveryId } from '../../../../src/core/use-cases/telling/expand-events.ts';
import { hashOf } from '../../../../src/runtime.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { anEvent, aSubscription, aTransition } from '../../../support/records.ts';

const caretaker = { userId: 'user-megan', displayName: 'Megan Bowen', email: 'megan@northwindtraders.example' };
const transition = aTransition({ owner: caretaker });
const subscriptions = [aSubscription({ userId: 'user-grady' }), aSubscription({ userId: 'user-lynne' })];

function expand(...happenings: readonly Happening[]): Delivery[] {
  const events = happenings.map((happening, index) => anEvent({ seq: index + 1, happening }));
  return expandEvents(hashOf, { transition, subscriptions }, events);
}

function summary(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ content, recipient }) => `${content.kind} to ${nameOf(recipient)}`);
}

function nameOf(recipient: Recipient): string {
  if (recipient.kind === 'mailbox') return `${recipient.address} (${recipient.name})`;
  return recipient.kind === 'person' ? recipient.userId : 'conversation';
}

const statusChanged = (to: Status): Happening => ({ kind: 'statusChanged', from: 'awaitingCustomer', to });

describe('what people are told', () => {
  it('of a start: both cards where it was started, and the instructions by mail', () => {
    assert.deepEqual(summary(expand({ kind: 'transitionStarted' })), [
      'livingCard to conversation',
      'shareCard to conversation',
      'instructionsForCustomer to adele@contoso.example (Adele Vance)',
      'instructionsForStaff to megan@northwindtraders.example (Megan Bowen)',
    ]);
  });

  it('is all due when it happens, and keeps its order by the time at which it is due', () => {
    const due = expand({ kind: 'transitionStarted' }).map((delivery) => delivery.dueAt);

    assert.deepEqual(
      due,
      [-1000, -999, -998, -997].map((ms) => after(testNow, ms)),
    );
  });

  it('is mailed to the customer alone where the owner has no known address', () => {
    const { email: _unknown, ...owner } = caretaker;

    const deliveries = expandEvents(hashOf, { transition: { ...transition, owner }, subscriptions }, [anEvent()]);

    assert.ok(!summary(deliveries).some((line) => line.startsWith('instructionsForStaff')));
  });

  it('of an end of delegated admin: everybody who wants to know, long after the last message', () => {
    assert.deepEqual(summary(expand({ kind: 'relationshipExpiring', days: 60 })), [
      'refreshCard to conversation',
      'news to conversation',
      'news to user-grady',
      'news to user-lynne',
    ]);
  });

  it('of a reminder: the customer by mail, and the card quietly', () => {
    assert.deepEqual(summary(expand({ kind: 'customerReminded', days: 3 })), [
      'refreshCard to conversation',
      'reminderForCustomer to adele@contoso.example (Adele Vance)',
    ]);
  });

  for (const kind of ['linkReissued', 'instructionsRequested'] as const) {
    it(`of ${kind}: the instructions again, and the cards that show something else now are edited`, () => {
      assert.deepEqual(summary(expand({ kind })), [
        'refreshCard to conversation',
        ...(kind === 'linkReissued' ? ['refreshShareCard to conversation'] : []),
        'instructionsForCustomer to adele@contoso.example (Adele Vance)',
        'instructionsForStaff to megan@northwindtraders.example (Megan Bowen)',
      ]);
    });
  }

  const here: Status[] = ['transitioning', 'normal', 'needsAttention', 'declined', 'expired'];
  const subscribers: Status[] = ['normal', 'needsAttention', 'declined', 'expired'];
  const endsInvitation: Status[] = ['normal', 'expired', 'cancelled'];
  for (const status of [...here, 'awaitingCustomer', 'cancelled'] as const) {
    it(`of the status ${status}`, () => {
      const expected = [
        'refreshCard to conversation',
        ...(endsInvitation.includes(status) ? ['refreshShareCard to conversation'] : []),
        ...(here.includes(status) ? ['news to conversation'] : []),
        ...(subscribers.includes(status) ? ['news to user-grady', 'news to user-lynne'] : []),
      ];

      assert.deepEqual(summary(expand(statusChanged(status))), expected);
    });
  }

  it('of a doubt whether it is the right organisation: one message in the conversation', () => {
    assert.deepEqual(summary(expand({ kind: 'tenantDisputed' })), [
      'refreshCard to conversation',
      'news to conversation',
    ]);
  });

  it('of a refused sign-in and of a hand-over: one message in the conversation, with the event', () => {
    const happening: Happening = { kind: 'signInRefused', code: 'WRONG_TENANT' };

    const [, news] = expand(happening);

    assert.deepEqual(news?.content, { kind: 'news', event: anEvent({ happening }) });
    assert.deepEqual(summary(expand({ kind: 'handedOver', fromUserId: 'a', toUserId: 'b', toDisplayName: 'B' })), [
      'refreshCard to conversation',
      'refreshShareCard to conversation',
      'news to conversation',
    ]);
  });

  const quiet: Happening[] = [
    { kind: 'customerEdited', changed: ['companyName'] },
    { kind: 'signedIn' },
    { kind: 'consentDeclined' },
    { kind: 'tenantConfirmed' },
    { kind: 'customerSaidDone', step: 'delegatedAdmin' },
    { kind: 'relationshipRequested', relationshipId: 'relationship-1' },
    { kind: 'stepChanged', step: 'agreement', from: { state: 'waiting' }, to: { state: 'done' } },
    { kind: 'cancelled' },
  ];
  for (const happening of quiet) {
    it(`of ${happening.kind}: only the card changes`, () => {
      assert.deepEqual(summary(expand(happening)), ['refreshCard to conversation']);
    });
  }

  it('of a revoked link: its card and the one to share change', () => {
    assert.deepEqual(summary(expand({ kind: 'linkRevoked' })), [
      'refreshCard to conversation',
      'refreshShareCard to conversation',
    ]);
  });

  it('of a link that works again: the card to share invites again', () => {
    const deliveries = expand({ kind: 'statusChanged', from: 'expired', to: 'awaitingCustomer' });

    assert.deepEqual(summary(deliveries), ['refreshCard to conversation', 'refreshShareCard to conversation']);
  });

  it('of many changes to the card to share: it is edited once, for the last of them', () => {
    const ended = statusChanged('expired');
    const deliveries = expand({ kind: 'linkRevoked' }, ended, { kind: 'signedIn' });
    const [, alone] = expandEvents(hashOf, { transition, subscriptions }, [anEvent({ seq: 2, happening: ended })]);

    const edits = deliveries.filter(({ content }) => content.kind === 'refreshShareCard');

    assert.deepEqual(
      edits.map(({ deliveryId }) => deliveryId),
      [alone?.deliveryId],
    );
  });

  it('of a revoked link: no alarm, for whoever revoked it was answered', () => {
    const link = { ...transition.link, revokedAt: testNow };
    const events = [anEvent({ seq: 2, happening: statusChanged('expired') })];

    const deliveries = expandEvents(hashOf, { transition: { ...transition, link }, subscriptions }, events);

    assert.ok(!summary(deliveries).some((line) => line.startsWith('news')));
  });

  it('of a Normal tenant that loses something: everybody, and the customer is invited again', () => {
    const lost: Happening = {
      kind: 'stepChanged',
      step: 'directoryConnection',
      from: { state: 'done' },
      to: { state: 'blocked', code: 'CONSENT_LOST' },
    };
    const events = [anEvent({ seq: 2, happening: lost })];

    const deliveries = expandEvents(
      hashOf,
      { transition: { ...transition, verifiedAt: testNow }, subscriptions },
      events,
    );

    assert.deepEqual(summary(deliveries), [
      'refreshCard to conversation',
      'refreshShareCard to conversation',
      'news to conversation',
      'news to user-grady',
      'news to user-lynne',
    ]);
    assert.deepEqual(summary(expand(lost)), ['refreshCard to conversation']);
  });

  it('of trouble on the way to Normal: nobody, also when it is told of only after the tenant turned Normal', () => {
    const blocked: Happening = {
      kind: 'stepChanged',
      step: 'agreement',
      from: { state: 'waiting' },
      to: { state: 'blocked', code: 'CONSENT_LOST' },
    };
    const since = { ...transition, verifiedAt: after(testNow, 60_000) };

    const deliveries = expandEvents(hashOf, { transition: since, subscriptions }, [anEvent({ happening: blocked })]);

    assert.deepEqual(summary(deliveries), ['refreshCard to conversation']);
  });

  it('of many events: the card is edited once, for the last of them', () => {
    const deliveries = expand({ kind: 'signedIn' }, { kind: 'tenantConfirmed' }, statusChanged('transitioning'));
    const alone = expandEvents(hashOf, { transition, subscriptions }, [
      anEvent({ seq: 3, happening: statusChanged('transitioning') }),
    ]);

    assert.deepEqual(summary(deliveries), ['refreshCard to conversation', 'news to conversation']);
    assert.equal(deliveries[0]?.deliveryId, alone[0]?.deliveryId);
  });

  it('of nothing is nothing', () => {
    assert.deepEqual(expand(), []);
  });
});

describe('a delivery', () => {
  it('is complete, pending and dated from its event', () => {
    const [card] = expand({ kind: 'transitionStarted' });

    assert.deepEqual(card, {
      deliveryId: postedCardDeliveryId(hashOf, transition, 'livingCard'),
      organisationId: transition.organisationId,
      transitionId: transition.transitionId,
      recipient: { kind: 'conversation', conversationId: transition.conversationId },
      content: { kind: 'livingCard' },
      state: 'pending',
      createdAt: testNow,
      dueAt: after(testNow, -1000),
      attempts: 0,
    });
  });

  it('has the same id whoever is the contact and the owner by the time its event is expanded', () => {
    const contact = { ...transition.customer.contact, email: 'isaiah@contoso.example', givenName: 'Isaiah' };
    const edited = aTransition({
      customer: { ...transition.customer, contact },
      owner: { userId: 'user-alex', displayName: 'Alex Wilber', email: 'alex@northwindtraders.example' },
    });
    const kinds = ['transitionStarted', 'linkReissued', 'instructionsRequested', 'cancelled'] as const;
    const events = [
      ...kinds.map((kind, index) => anEvent({ seq: index + 1, happening: { kind } })),
      anEvent({ seq: 5, happening: { kind: 'customerReminded', days: 3 } }),
      anEvent({ seq: 6, happening: statusChanged('normal') }),
    ];
    const idsOf = (seen: Transition, known: readonly Subscription[]) =>
      expandEvents(hashOf, { transition: seen, subscriptions: known }, events).map(({ deliveryId }) => deliveryId);

    const first = idsOf(transition, subscriptions);

    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(idsOf(edited, subscriptions), first);
    assert.deepEqual(
      idsOf(edited, subscriptions.slice(1)).filter((id) => !first.includes(id)),
      [],
    );
  });

  it('has the same id however often, and beside whatever, its event is expanded', () => {
    const happening = fc.constantFrom<Happening>(
      { kind: 'linkReissued' },
      { kind: 'signInRefused', code: 'WRONG_TENANT' },
      statusChanged('normal'),
      { kind: 'signedIn' },
    );
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 8 }), fc.nat(), (happenings, seed) => {
        const events = happenings.map((each, index): TransitionEvent => anEvent({ seq: index + 2, happening: each }));
        const cut = seed % events.length;
        const told = (list: readonly TransitionEvent[]) =>
          expandEvents(hashOf, { transition, subscriptions }, list)
            .filter((delivery) => !isEdit(delivery.content))
            .map((delivery) => delivery.deliveryId);

        const whole = told(events);

        assert.equal(new Set(whole).size, whole.length);
        assert.deepEqual([...told(events.slice(0, cut)), ...told(events.slice(cut))], whole);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Transition } from '../../src/core/transition.ts';
import { forgetCustomer } from '../../src/core/use-cases/forgetting/forget-customer.ts';
import { countDeliveries } from '../support/count-deliveries.ts';
import { createDeliveryRig, megan, type DeliveryRig } from '../support/delivery-rig.ts';
import { answering, intercept, meanwhile, stoppingBefore, type Wrap } from '../support/wrapped-calls.ts';
import { aConversation, allStepsDone, aSubscription, testOrganisationId } from '../support/records.ts';

describe('the delivery', () => {
  let rig: DeliveryRig;
  let loop: ClaimLoop;

  beforeEach(async () => {
    rig = await createDeliveryRig();
    loop = rig.process('process-1');
  });

  afterEach(() => rig.store.close());

  const turnsNormal = (transitionId: string) =>
    rig.change(transitionId, (before) => ({ ...before, steps: allStepsDone, verifiedAt: rig.clock.now() }));

  describe('of a new transition', () => {
    it('posts its card and the one to share, and mails both instructions', async () => {
      await rig.start();

      await loop.runUntilIdle();

      assert.deepEqual(rig.teams.kinds(), ['livingCard', 'shareCard']);
      assert.deepEqual(rig.mail.kinds(), ['instructionsForCustomer', 'instructionsForStaff']);
      assert.deepEqual(await countDeliveries(rig.store), {
        pending: 0,
        sending: 0,
        sent: 4,
        dead: 0,
      });
    });

    it('keeps the name that Teams gave the card', async () => {
      await rig.start();

      await loop.runUntilIdle();

      const card = await rig.deliveryOf(rig.teams.sent[0]!);
      assert.equal(card.activityId, 'activity-1');
    });

    it('writes the audit', async () => {
      const { transitionId } = await rig.start();

      await loop.runUntilIdle();

      const audit = await rig.store.audit.listFor(testOrganisationId, transitionId);
      assert.deepEqual(
        audit.map(({ happening }) => happening.kind),
        ['transitionStarted'],
      );
    });

    it('has nothing to do a second time', async () => {
      await rig.start();
      await loop.runUntilIdle();

      const claimed = await rig.process('after a restart').runOnce();

      assert.equal(claimed, 0);
    });
  });

  describe('of a change', () => {
    it('edits the card, tells the conversation, and tells those who said `notify me`', async () => {
      await rig.store.subscriptions.subscribe(aSubscription({ userId: 'user-lee' }));
      const { transitionId } = await rig.start();
      await loop.runUntilIdle();

      await turnsNormal(transitionId);
      await loop.runUntilIdle();

      const later = rig.teams.sent.slice(2);
      assert.deepEqual(
        later.map(({ delivery, cardActivityId }) => [delivery.content.kind, delivery.recipient.kind, cardActivityId]),
        [
          ['refreshCard', 'conversation', 'activity-1'],
          ['news', 'person', 'activity-1'],
          ['refreshShareCard', 'conversation', 'activity-2'],
          ['news', 'conversation', 'activity-1'],
        ],
      );
    });

    it('renders the transition as it is when it is sent', async () => {
      const { transitionId } = await rig.start();
      await rig.edit(transitionId);

      await loop.runUntilIdle();

      assert.ok(rig.teams.sent.every(({ transition }) => transition.version === 2));
    });

    it('edits the card once for several changes, and says which edits were not needed', async () => {
      const { transitionId } = await rig.start();
      await loop.runUntilIdle();
      const relayOnly = rig.process('relay', stoppingBefore('claimDeliveries'));
      for (let change = 0; change < 3; change += 1) {
        await rig.edit(transitionId);
        await relayOnly.runOnce().catch(() => 0);
      }

      await loop.runUntilIdle();

      assert.deepEqual(rig.teams.kinds().slice(2), ['refreshCard']);
      assert.equal(rig.teams.sent.at(-1)?.transition.version, 4);
      assert.deepEqual(await countDeliveries(rig.store), {
        pending: 0,
        sending: 0,
        sent: 7,
        dead: 0,
      });
    });

    it('waits with the edit until the card was posted', async () => {
      const { transitionId } = await rig.start();
      rig.teams.answer({ kind: 'throttled', retryAfterMs: 30_000 });
      await loop.runUntilIdle();
      await rig.edit(transitionId);
      await loop.runUntilIdle();
      const early = rig.teams.kinds();

      await rig.edit(transitionId);
      await pass(90);

      assert.ok(!early.includes('refreshCard'));
      assert.equal(rig.teams.kinds()[0], 'livingCard');
      assert.equal(
        rig.teams.sent.find(({ delivery }) => delivery.content.kind === 'livingCard')?.transition.version,
        3,
      );
    });
  });

  describe('within Teams’ limits', () => {
    it('sends seven at once to a conversation, then one a second, in order', async () => {
      for (let count = 1; count <= 6; count += 1) await startAnother(count);
      await loop.runUntilIdle();
      const atOnce = rig.teams.sent.length;

      await pass(1);
      const afterOneSecond = rig.teams.sent.length;
      await pass(10);

      assert.equal(atOnce, 7);
      assert.equal(afterOneSecond, 8);
      assert.deepEqual(
        rig.teams.sent.map(({ delivery }) => `${delivery.transitionId} ${delivery.content.kind}`),
        Array.from({ length: 6 }, (_, index) => `transition-${String(index + 1)}`).flatMap((id) => [
          `${id} livingCard`,
          `${id} shareCard`,
        ]),
      );
    });

    it('does not let one busy conversation hold up another', async () => {
      for (let count = 1; count <= 6; count += 1) await startAnother(count);
      await startAnother(7, { conversationId: 'a:personal' });

      await loop.runUntilIdle();

      assert.ok(rig.teams.sent.some(({ delivery }) => delivery.transitionId === 'transition-7'));
    });

    it('waits as long as it was told, with the whole conversation, and does not count that as an attempt', async () => {
      await rig.start();
      rig.teams.answer({ kind: 'throttled', retryAfterMs: 12_000 });

      await loop.runUntilIdle();
      await pass(11);
      const early = rig.teams.kinds();
      await pass(3);

      assert.deepEqual(early, []);
      assert.deepEqual(rig.teams.kinds(), ['livingCard', 'shareCard']);
      assert.equal((await rig.deliveryOf(rig.teams.sent[0]!)).attempts, 1);
      assert.deepEqual(rig.warnings(), ['warn: delivery: throttled']);
    });
  });

  describe('that fails', () => {
    const refused = { kind: 'failed', cause: new AppError('UPSTREAM_UNAVAILABLE'), maybeSent: false } as const;

    it('is tried again, a little later each time, and keeps its place in the conversation', async () => {
      await rig.start();
      rig.teams.answer(refused, refused);

      await loop.runUntilIdle();
      await pass(10);

      assert.deepEqual(rig.teams.kinds(), ['livingCard', 'shareCard']);
      assert.deepEqual(rig.warnings(), ['warn: delivery: failed, tried later', 'warn: delivery: failed, tried later']);
    });

    it('ends dead after half a day of trying at most, with the code of its failure', async () => {
      await rig.start({ owner: { userId: megan.userId, displayName: megan.displayName } });
      rig.mail.answer(...Array.from({ length: 24 }, () => refused));
      const [mail] = await dueMails();

      for (let hours = 0; hours < 10; hours += 1) await pass(3600, 60);
      const afterTenHours = await rig.store.deliveries.get(mail!);
      for (let hours = 0; hours < 4; hours += 1) await pass(3600, 60);
      const inTheEnd = await rig.store.deliveries.get(mail!);

      assert.equal(afterTenHours?.state, 'pending');
      assert.equal(inTheEnd?.state, 'dead');
      assert.equal(inTheEnd.failure, 'UPSTREAM_UNAVAILABLE');
      assert.deepEqual(
        rig.warnings().filter((line) => line.startsWith('error: delivery')),
        ['error: delivery: given up'],
      );
    });

    it('does not hold up mail when Teams is down', async () => {
      await rig.start();
      rig.teams.answer(refused);

      await loop.runUntilIdle();

      assert.deepEqual(rig.mail.kinds(), ['instructionsForCustomer', 'instructionsForStaff']);
    });

    it('because of a bug is tried later like any other, and logged once', async () => {
      await rig.start();
      const failing = rig.process('failing', stoppingBefore('send'));

      await failing.runUntilIdle();

      const { pending, sent, dead } = await countDeliveries(rig.store);
      assert.deepEqual({ pending, sent, dead }, { pending: 4, sent: 0, dead: 0 });
      assert.deepEqual(
        rig.warnings().filter((line) => line.startsWith('error')),
        Array.from({ length: 4 }, () => 'error: an item failed'),
      );
    });
  });

  for (const [call, attempts] of [
    ['get', 1],
    ['markSending', 1],
    ['send', 6],
  ] as const) {
    it(`counts a failure at ${call} as ${String(attempts)}: only what may have arrived has few tries`, async () => {
      await rig.start();
      await rig.process('failing', stoppingBefore(call)).runUntilIdle();

      const { items } = await rig.store.records.dump('delivery', { limit: 10 });

      assert.deepEqual(
        items.map((record) => record.kind === 'delivery' && [record.delivery.state, record.delivery.attempts]),
        Array.from({ length: 4 }, () => ['pending', attempts]),
      );
    });
  }

  describe('to a conversation that is gone', () => {
    it('sends the news to the owner instead, marks the conversation and tells the operator once', async () => {
      const { transitionId, conversationId } = await rig.start();
      await loop.runUntilIdle();
      await turnsNormal(transitionId);
      rig.teams.answer({ kind: 'recipientGone' }, { kind: 'recipientGone' }, { kind: 'recipientGone' });

      await loop.runUntilIdle();
      await loop.runUntilIdle();

      const last = rig.teams.sent.at(-1);
      const conversation = await rig.store.conversations.get(testOrganisationId, conversationId);
      assert.deepEqual(last?.delivery.recipient, { kind: 'person', userId: megan.userId });
      assert.equal(last.delivery.content.kind, 'news');
      assert.deepEqual(conversation?.goneAt, rig.clock.now());
      assert.deepEqual(
        rig.warnings().filter((line) => line.startsWith('error')),
        ['error: delivery: a conversation no longer takes our messages'],
      );
      assert.equal((await countDeliveries(rig.store)).dead, 3);
    });

    it('marks a person’s chat in which we may not speak, and sends that news nowhere else', async () => {
      const chat = aConversation({ conversationId: 'a:lee', kind: 'personal', userId: 'user-lee' });
      await rig.store.conversations.remember(chat);
      await rig.store.subscriptions.subscribe(aSubscription({ userId: 'user-lee' }));
      const { transitionId } = await rig.start();
      await loop.runUntilIdle();
      await turnsNormal(transitionId);
      const blocked = rig.process('blocked', goneFor('person'));

      await blocked.runUntilIdle();

      const marked = await rig.store.conversations.get(testOrganisationId, 'a:lee');
      assert.deepEqual(marked?.goneAt, rig.clock.now());
      assert.deepEqual(rig.teams.kinds().slice(2), ['refreshCard', 'refreshShareCard', 'news']);
    });

    it('does not send on what only makes sense there', async () => {
      await rig.start();
      rig.teams.answer({ kind: 'recipientGone' }, { kind: 'recipientGone' });

      await loop.runUntilIdle();

      assert.deepEqual(rig.teams.sent, []);
      assert.equal((await countDeliveries(rig.store)).dead, 2);
    });
  });

  describe('of instructions', () => {
    const cases: [string, (before: Transition, now: Date) => Transition, string][] = [
      ['was revoked', (before, now) => ({ ...before, link: { ...before.link, revokedAt: now } }), 'LINK_REVOKED'],
      ['has expired', (before, now) => ({ ...before, link: { ...before.link, expiresAt: now } }), 'LINK_EXPIRED'],
      ['belongs to a cancelled transition', (before, now) => ({ ...before, cancelledAt: now }), 'TRANSITION_CLOSED'],
    ];
    it('goes out for a Normal tenant that lost something, with the link that gives it back', async () => {
      const lost = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } } as const;
      await rig.start({ verifiedAt: rig.clock.now(), steps: lost });

      await loop.runUntilIdle();

      assert.deepEqual(rig.mail.kinds(), ['instructionsForCustomer', 'instructionsForStaff']);
    });

    for (const [state, change, reason] of cases) {
      it(`is left out when the link ${state} before it left`, async () => {
        const { transitionId } = await rig.start();
        await rig.change(transitionId, (before) => change(before, rig.clock.now()));
        const due = await dueMails();

        await loop.runUntilIdle();

        const after = await Promise.all(due.map((deliveryId) => rig.store.deliveries.get(deliveryId)));
        assert.deepEqual(rig.mail.sent, []);
        assert.deepEqual(
          after.map((delivery) => [delivery?.state, delivery?.failure]),
          [
            ['sent', reason],
            ['sent', reason],
          ],
        );
      });
    }
  });

  it('does not edit a card that never came to be', async () => {
    const { transitionId } = await rig.start();
    rig.teams.answer({ kind: 'recipientGone' });
    await loop.runUntilIdle();

    await rig.edit(transitionId);
    await loop.runUntilIdle();

    assert.deepEqual(rig.teams.kinds(), ['shareCard']);
    assert.deepEqual(await countDeliveries(rig.store), {
      pending: 0,
      sending: 0,
      sent: 4,
      dead: 1,
    });
  });

  it('sends nothing when its lease was lost before the call', async () => {
    await rig.start();
    const late = rig.process(
      'late',
      meanwhile('markSending', async () => {
        rig.clock.advance(61_000);
        await loop.runUntilIdle();
      }),
    );

    await late.runOnce();

    assert.deepEqual(rig.teams.kinds(), ['livingCard', 'shareCard']);
  });

  it('is not lost when the database cannot see its transition for a moment', async () => {
    const { transitionId } = await rig.start();
    await rig.process('blind', answering('get', transitionId)).runUntilIdle();

    await pass(60, 60);

    assert.equal((await countDeliveries(rig.store)).sent, 4);
  });

  it('forgets what was still to be said of a customer who is forgotten, name and address with it', async () => {
    const transition = await rig.start();
    const late = rig.process(
      'late',
      meanwhile('add', async () => {
        await forgetCustomer(rig.store, transition);
      }),
    );

    await late.runUntilIdle();
    await pass(60, 60);

    const { items } = await rig.store.records.dump('delivery', { limit: 10 });
    assert.deepEqual(items, []);
    assert.deepEqual(rig.mail.sent, []);
    assert.deepEqual(rig.warnings(), []);
  });

  it('lets two processes on one store send each delivery once', async () => {
    for (let count = 1; count <= 20; count += 1) {
      await startAnother(count, { conversationId: `conversation-${String(count)}` });
    }

    await Promise.all([loop.runUntilIdle(), rig.process('process-2').runUntilIdle()]);
    await pass(60);

    const ids = [...rig.teams.sent, ...rig.mail.sent].map(({ delivery }) => delivery.deliveryId);
    assert.equal(ids.length, 80);
    assert.equal(new Set(ids).size, 80);
  });

  async function pass(seconds: number, stepSeconds = 1): Promise<void> {
    for (let passed = 0; passed < seconds; passed += stepSeconds) {
      rig.clock.advance(stepSeconds * 1000);
      await loop.runUntilIdle();
    }
  }

  function startAnother(count: number, overrides: Partial<Transition> = {}): Promise<Transition> {
    rig.clock.advance(10);
    const name = String(count);
    return rig.start({
      transitionId: `transition-${name}`,
      tenant: { tenantId: `tenant-${name}`, domain: `tenant${name}.example` },
      ...overrides,
    });
  }

  /** Expands what is in the outbox and answers the ids of the mails in it. */
  async function dueMails(): Promise<string[]> {
    const ids: string[] = [];
    const relay = rig.process('relay', stoppingBefore('claimDeliveries'));
    await relay.runOnce().catch(() => 0);
    const now = rig.clock.now();
    const claim = { now, until: now, token: 'a look', limit: 100 };
    for (const { item } of await rig.store.deliveries.claimDeliveries(claim)) {
      if (item.recipient.kind === 'mailbox') ids.push(item.deliveryId);
    }
    return ids;
  }
});

/** Teams refuses recipients of that kind. */
function goneFor(kind: string): Wrap {
  return (target) =>
    intercept(target, 'send', (call, [outgoing]) =>
      JSON.stringify(outgoing).includes(`"recipient":{"kind":"${kind}"`) ? { kind: 'recipientGone' } : call(),
    );
}

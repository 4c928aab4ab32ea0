import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import { createRelay } from '../../src/delivery/relay.ts';
import { hashOf } from '../../src/runtime.ts';
import { createDeliveryRig, type DeliveryRig } from '../support/delivery-rig.ts';

describe('the card to share', () => {
  let rig: DeliveryRig;
  let loop: ClaimLoop;

  beforeEach(async () => {
    rig = await createDeliveryRig();
    loop = rig.process('process-1');
  });

  afterEach(() => rig.store.close());

  const revoke = (transitionId: string) =>
    rig.change(transitionId, (before) => ({ ...before, link: { ...before.link, revokedAt: rig.clock.now() } }), {
      kind: 'linkRevoked',
    });
  const shown = () =>
    rig.teams.sent.filter(({ delivery }) => ['shareCard', 'refreshShareCard'].includes(delivery.content.kind));

  it('is edited where it was posted, once for several changes', async () => {
    const relay = createRelay({ ...rig.store, ...rig.tools, hashOf });
    const { transitionId } = await rig.start();
    await loop.runUntilIdle();
    await revoke(transitionId);
    await relay();
    await revoke(transitionId);
    await relay();

    await loop.runUntilIdle();

    assert.deepEqual(
      shown().map(({ delivery, cardActivityId, transition }) => [
        delivery.content.kind,
        cardActivityId,
        transition.version,
      ]),
      [
        ['shareCard', undefined, 1],
        ['refreshShareCard', 'activity-2', 3],
      ],
    );
  });

  it('is not edited before it is posted, nor after it when it showed the change already', async () => {
    const { transitionId } = await rig.start();
    rig.teams.answer({ kind: 'sent', activityId: 'activity-1' }, { kind: 'throttled', retryAfterMs: 30_000 });
    await loop.runUntilIdle();
    await revoke(transitionId);
    await loop.runUntilIdle();
    const early = shown().length;

    for (let seconds = 0; seconds < 90; seconds += 1) {
      rig.clock.advance(1000);
      await loop.runUntilIdle();
    }

    assert.equal(early, 0);
    assert.deepEqual(
      shown().map(({ delivery, transition }) => [delivery.content.kind, transition.version]),
      [['shareCard', 2]],
    );
  });

  it('is edited where it is now, when somebody deleted the first', async () => {
    const { transitionId } = await rig.start();
    await loop.runUntilIdle();
    await revoke(transitionId);
    rig.teams.answer({ kind: 'sent' }, { kind: 'sent', activityId: 'activity-posted-anew' });
    await loop.runUntilIdle();

    await revoke(transitionId);
    await loop.runUntilIdle();

    assert.deepEqual(
      shown().map(({ delivery, cardActivityId }) => [delivery.content.kind, cardActivityId]),
      [
        ['shareCard', undefined],
        ['refreshShareCard', 'activity-2'],
        ['refreshShareCard', 'activity-posted-anew'],
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { createRelay } from '../../src/delivery/relay.ts';
import { hashOf } from '../../src/runtime.ts';
import { createDeliveryRig, type DeliveryRig } from '../support/delivery-rig.ts';
import { testOrganisationId } from '../support/records.ts';

describe('the relay', () => {
  let rig: DeliveryRig;

  beforeEach(async () => {
    rig = await createDeliveryRig();
  });

  afterEach(() => rig.store.close());

  const relayWith = (overrides: Partial<Pick<Store, 'deliveries' | 'outbox'>> = {}) =>
    createRelay({ ...rig.store, ...rig.tools, hashOf, ...overrides });
  const pending = async () => (await rig.store.deliveries.countByState(testOrganisationId)).pending;

  it('expands an event once, however often it runs', async () => {
    await rig.start();
    const relay = relayWith();

    await relay();
    await relay();

    assert.equal(await pending(), 4);
    assert.deepEqual(await rig.store.outbox.unexpanded(10), []);
  });

  it('adds nothing when its mark was not written the first time', async () => {
    await rig.start();
    const outbox = { ...rig.store.outbox, markExpanded: () => Promise.resolve() };

    await relayWith({ outbox })();
    await relayWith()();

    assert.equal(await pending(), 4);
    assert.deepEqual(await rig.store.outbox.unexpanded(10), []);
  });

  it('goes on with the others when one cannot be expanded, and says so once a minute', async () => {
    await rig.start({ transitionId: 'poison', tenant: { tenantId: 'tenant-1', domain: 'one.example' } });
    await rig.start({ transitionId: 'good', tenant: { tenantId: 'tenant-2', domain: 'two.example' } });
    const deliveries: Store['deliveries'] = {
      ...rig.store.deliveries,
      async add(added) {
        if (added.some(({ transitionId }) => transitionId === 'poison')) throw new Error('no');
        await rig.store.deliveries.add(added);
      },
    };
    const relay = relayWith({ deliveries });

    await relay();
    await relay();
    const saidAtOnce = rig.tools.lines.length;
    rig.clock.advance(60_000);
    await relay();

    assert.equal(await pending(), 4);
    assert.deepEqual([saidAtOnce, rig.tools.lines.length], [1, 2]);
    assert.ok(rig.tools.lines.every(({ level }) => level === 'error'));
  });

  it('takes an outage of the store for no fault of a transition, and expands them all once it is over', async () => {
    await rig.start({ transitionId: 'first', tenant: { tenantId: 'tenant-1', domain: 'one.example' } });
    await rig.start({ transitionId: 'second', tenant: { tenantId: 'tenant-2', domain: 'two.example' } });
    const outage = new AppError('STORE_UNAVAILABLE');
    let isOut = true;
    let asked = 0;
    const deliveries: Store['deliveries'] = {
      ...rig.store.deliveries,
      async add(added) {
        asked += 1;
        if (isOut) throw outage;
        await rig.store.deliveries.add(added);
      },
    };
    const relay = relayWith({ deliveries });

    await assert.rejects(relay(), outage);
    const askedInVain = asked;
    isOut = false;
    await relay();

    assert.equal(askedInVain, 1);
    assert.equal(await pending(), 8);
    assert.deepEqual(rig.tools.lines, []);
  });

  it('lets those that cannot be expanded starve nobody, however many they are', async () => {
    const count = 120;
    for (let number = 1; number <= count; number += 1) {
      const transitionId = `poison-${String(number)}`;
      await rig.start({ transitionId, tenant: { tenantId: transitionId, domain: 'one.example' } });
    }
    rig.clock.advance(1);
    await rig.start({ transitionId: 'good', tenant: { tenantId: 'tenant-2', domain: 'two.example' } });
    const deliveries: Store['deliveries'] = {
      ...rig.store.deliveries,
      async add(added) {
        if (added.some(({ transitionId }) => transitionId.startsWith('poison'))) throw new Error('no');
        await rig.store.deliveries.add(added);
      },
    };
    const relay = relayWith({ deliveries });

    await relay();
    await relay();

    assert.equal(await pending(), 4);
    assert.equal(rig.tools.lines.length, count);
  });
});

import { createClaimLoop, type ClaimLoop } from '../claim-loop/claim-loop.ts';
import type { LoopTools } from '../claim-loop/options.ts';
import type { Delivery } from '../core/delivery.ts';
import { afterBug } from './after-send.ts';
import { createPerformDelivery, type PerformDeps } from './perform-delivery.ts';
import { placeOf } from './place.ts';
import { createRelay, type RelayDeps } from './relay.ts';

export interface DeliveryDeps extends PerformDeps, RelayDeps, LoopTools {}

/** What was promised to people reaches them. Before each claim, new events become deliveries. */
export function createDeliveryLoop(deps: DeliveryDeps): ClaimLoop {
  const { deliveries } = deps;
  const relay = createRelay(deps);

  return createClaimLoop<Delivery, Delivery>(
    {
      name: 'delivery',
      async claim(claim) {
        await relay();
        return deliveries.claimDeliveries(claim);
      },
      renew: (claimed, until) => deliveries.renewDelivery(claimed, until),
      perform: createPerformDelivery(deps),
      recover: (delivery) => afterBug(delivery, { now: deps.clock.now(), random: deps.random }),
      settle: (claimed, delivery) => deliveries.settleDelivery(claimed, delivery),
      laneOf: (delivery) => placeOf(delivery.recipient),
      describe: ({ organisationId, transitionId, deliveryId }) => ({ organisationId, transitionId, deliveryId }),
      concurrency: 16,
      leaseMs: 60_000,
      pollIntervalMs: 1_000,
    },
    deps,
  );
}

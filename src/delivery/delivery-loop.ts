import { createClaimLoop, type ClaimLoop } from '../claim-loop/claim-loop.ts';
import type { LoopTools } from '../claim-loop/options.ts';
import type { Delivery } from '../core/delivery.ts';
import type { PersonalDataStore } from '../core/ports/store/personal-data-store.ts';
import { createPerformDelivery, leaseMs, type PerformDeps } from './perform-delivery.ts';
import { placeOf } from './place.ts';
import { createRelay, type RelayDeps } from './relay.ts';

export interface DeliveryDeps extends PerformDeps, RelayDeps, LoopTools {
  personalData: Pick<PersonalDataStore, 'removeDeliveries'>;
}

/** What was promised to people reaches them. Before each claim, new events become deliveries. */
export function createDeliveryLoop(deps: DeliveryDeps): ClaimLoop {
  const { deliveries } = deps;
  const { perform, recover } = createPerformDelivery(deps);

  return createClaimLoop<Delivery, Delivery | undefined>(
    {
      name: 'delivery',
      prepare: createRelay(deps),
      claim: (claim) => deliveries.claimDeliveries(claim),
      renew: (claimed, until) => deliveries.renewDelivery(claimed, until),
      perform,
      recover,
      settle: (claimed, delivery) =>
        delivery ? deliveries.settleDelivery(claimed, delivery) : removeAll(deps, claimed.item),
      laneOf: (delivery) => placeOf(delivery.recipient),
      describe: ({ organisationId, transitionId, deliveryId }) => ({ organisationId, transitionId, deliveryId }),
      concurrency: 16,
      leaseMs,
      pollIntervalMs: 1_000,
    },
    deps,
  );
}

/**
 * A relay that had read the transition when it was forgotten has written names and addresses after the sweep: whoever
 * comes across one of those removes them all.
 */
async function removeAll({ personalData, log }: DeliveryDeps, { organisationId, transitionId }: Delivery) {
  const count = await personalData.removeDeliveries(organisationId, transitionId);
  log.info({ organisationId, transitionId, count }, 'delivery: the transition was forgotten');
  return true;
}

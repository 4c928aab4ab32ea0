import type { Delivery } from '../../delivery.ts';
import type { Claim, Claimed } from './claim.ts';

export interface DeliveryStore {
  /** Adds those whose id is not known yet; leaves the others as they are. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  get(deliveryId: string): Promise<Delivery | undefined>;
  /** Due `pending` ones, and `sending` ones whose lease has run out: their outcome is unknown. */
  claimDeliveries(claim: Claim): Promise<readonly Claimed<Delivery>[]>;
  renewDelivery(claimed: Claimed<Delivery>, until: Date): Promise<boolean>;
  /**
   * Written before the call, so that a crash in the call is known to have an unknown outcome. Renews the lease too: who
   * calls knows when others may take over. False: lease lost.
   */
  markSending(claimed: Claimed<Delivery>, until: Date): Promise<boolean>;
  /** Ends the lease with the delivery as given (state, dueAt, attempts, activityId, failure). False: lease lost. */
  settleDelivery(claimed: Claimed<Delivery>, delivery: Delivery): Promise<boolean>;
  /** Of what is not sent: a number that does not grow with the years, and is as quick after them. */
  countByState(organisationId: string): Promise<Record<Exclude<Delivery['state'], 'sent'>, number>>;
  /**
   * Removes what is sent and was due before then, in small batches; answers how many. Those that posted a card
   * (`livingCard`, `shareCard`) stay: their activity ids say where the cards are.
   */
  deleteSentBefore(before: Date): Promise<number>;
}

import type { LoopTools } from '../claim-loop/options.ts';
import { isEdit, type Delivery, type SendOutcome } from '../core/delivery.ts';
import type { Clock, HashOf } from '../core/ports/runtime.ts';
import type { PostSender } from '../core/ports/sender.ts';
import type { Claimed } from '../core/ports/store/claim.ts';
import type { DeliveryStore } from '../core/ports/store/delivery-store.ts';
import { afterInterruption } from './after-send.ts';

interface Needed {
  deliveries: Pick<DeliveryStore, 'get' | 'add' | 'renewDelivery'>;
  senders: { teams: PostSender };
  hashOf: HashOf;
  clock: Clock;
  log: LoopTools['log'];
}

interface Late {
  claimed: Claimed<Delivery>;
  outcome: SendOutcome;
  /** It is ours until then where nobody has taken it over. */
  until: Date;
}

/**
 * It was answered so late that others may have taken it over, and have sent it too or will: then an edit may have covered
 * theirs, and a post is one too many. Who has it is asked, for clocks differ.
 */
export async function mendLateSend(deps: Needed, { claimed, outcome, until }: Late): Promise<void> {
  const mayHaveArrived = outcome.kind === 'sent' || (outcome.kind === 'failed' && outcome.maybeSent);
  if (!mayHaveArrived) return;
  try {
    if (await deps.deliveries.renewDelivery(claimed, until)) return;
    if (isEdit(claimed.item.content)) await editAgain(deps, claimed);
    else if (outcome.kind === 'sent') await takeBackSurplus(deps, claimed.item, outcome.activityId);
  } catch (err) {
    // What was sent is to be noted all the same, where it is still ours.
    deps.log.warn({ ...about(claimed.item), err }, 'delivery: what was sent late could not be mended');
  }
}

/** Counted as an attempt, so that it is done although the newest version is known as shown. */
async function editAgain({ deliveries, hashOf, clock }: Needed, { item, token }: Claimed<Delivery>): Promise<void> {
  const deliveryId = hashOf('shown late', item.deliveryId, token);
  await deliveries.add([{ ...afterInterruption(item, clock.now()), deliveryId }]);
}

/** Nobody would ever edit it. Where the other one has no name yet, both stay: one is better than none. */
async function takeBackSurplus(deps: Needed, delivery: Delivery, activityId: string | undefined): Promise<void> {
  const theirs = await deps.deliveries.get(delivery.deliveryId);
  if (activityId === undefined || theirs?.activityId === undefined || theirs.activityId === activityId) return;
  const outcome = await deps.senders.teams.takeBack({ ...delivery, activityId });
  const line = { ...about(delivery), outcome: outcome.kind };
  if (outcome.kind === 'sent') deps.log.info(line, 'delivery: a second copy was taken back');
  else deps.log.warn(line, 'delivery: a second copy could not be taken back');
}

function about({ organisationId, transitionId, deliveryId, content }: Delivery): object {
  return { organisationId, transitionId, deliveryId, content: content.kind };
}

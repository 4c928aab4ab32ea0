import type { LoopTools } from '../claim-loop/options.ts';
import { isEdit, type Delivery, type SendOutcome } from '../core/delivery.ts';
import type { Outgoing, PostSender, Sender } from '../core/ports/sender.ts';
import type { Claimed } from '../core/ports/store/claim.ts';
import type { TransitionStore } from '../core/ports/store/transition-store.ts';
import { afterAbsence, afterBug, afterInterruption, afterSend } from './after-send.ts';
import { beforeSend } from './before-send.ts';
import { mendLateSend } from './late-send.ts';
import { createPace } from './pace.ts';
import { placeOf } from './place.ts';
import { cardOfContent, findPostedCard, rememberReplacement } from './posted-cards.ts';
import { handleRecipientGone, type RecipientGoneDeps } from './recipient-gone.ts';
import { createShownVersions } from './shown-versions.ts';

export interface PerformDeps extends RecipientGoneDeps, Pick<LoopTools, 'random'> {
  transitions: TransitionStore;
  /** Conversations and people are reached through Teams, mailboxes by mail. */
  senders: { teams: PostSender; mail: Sender };
}

export const leaseMs = 60 * 1000;
/** Half a lease: the clocks of those who may take over do not agree with ours to the second. */
const sendWithinMs = leaseMs / 2;

/** A failure that is repeated this soon holds back what comes after it in the same place, so that order is kept. */
const orderKeptMs = 15 * 1000;

interface PerformDelivery {
  /**
   * Does one delivery and answers what it has become; the caller settles it, under the lease it was claimed with.
   * Undefined: its transition was forgotten.
   */
  perform: (claimed: Claimed<Delivery>) => Promise<Delivery | undefined>;
  /** What it has become when `perform` threw. */
  recover: (delivery: Delivery) => Delivery;
}

export function createPerformDelivery(deps: PerformDeps): PerformDelivery {
  const { clock, deliveries, transitions } = deps;
  const pace = createPace();
  const shown = createShownVersions();
  const called = new WeakSet<Delivery>();

  const send = async (claimed: Claimed<Delivery>, outgoing: Outgoing): Promise<Delivery> => {
    const { delivery, transition } = outgoing;
    const place = placeOf(delivery.recipient);
    const turn = pace.waitUntil(place, clock.now());
    if (turn) return { ...delivery, dueAt: turn };
    const begunAt = clock.now();
    const isLate = () => clock.now().getTime() - begunAt.getTime() >= sendWithinMs;
    // When the lease is lost, so is the settling; what is answered here goes nowhere.
    if (!(await deliveries.markSending(claimed, leaseFrom(begunAt))) || isLate()) return delivery;
    called.add(claimed.item);
    const sender = delivery.recipient.kind === 'mailbox' ? deps.senders.mail : deps.senders.teams;
    const outcome = await sender.send({ ...outgoing, isLate });
    if (isLate()) await mendLateSend(deps, { claimed, outcome, until: leaseFrom(clock.now()) });
    const after = afterSend(delivery, outcome, { now: clock.now(), random: deps.random });
    reportOutcome(deps, after, outcome);
    if (outcome.kind === 'recipientGone') await handleRecipientGone(deps, delivery, transition);
    if (isHeldBack(after, outcome, clock.now())) pace.pause(place, after.dueAt);
    return outcome.kind === 'sent' ? afterShowing(after, outgoing) : after;
  };

  const afterShowing = async (sent: Delivery, { transition, cardActivityId }: Outgoing): Promise<Delivery> => {
    const { kind } = sent.content;
    const isPost = kind === 'livingCard' || kind === 'shareCard';
    if (!isPost && !isEdit(sent.content)) return sent;
    shown.set(transition.transitionId, cardOfContent(sent.content), transition.version);
    if (isPost) return sent;
    if (sent.activityId !== undefined && cardActivityId !== undefined && sent.activityId !== cardActivityId) {
      await rememberReplacement(deps, sent, { replacedActivityId: cardActivityId, transition });
    }
    // Another process may have shown a newer version while this one was on its way: then ours has covered it.
    const latest = await transitions.get(sent.organisationId, sent.transitionId);
    const isCurrent = latest?.version === transition.version;
    return isCurrent ? sent : { ...sent, state: 'pending', dueAt: clock.now() };
  };

  const perform = async (claimed: Claimed<Delivery>): Promise<Delivery | undefined> => {
    const delivery = claimed.item;
    const { organisationId, transitionId } = delivery;
    if (delivery.state === 'sending') return reported(deps, afterInterruption(delivery, clock.now()));
    const transition = await transitions.get(organisationId, transitionId);
    if (!transition) return afterAbsence(delivery, clock.now());
    const about = cardOfContent(delivery.content);
    const card = await findPostedCard(deps, transition, about);
    const shownVersion = shown.get(transitionId, about);
    const instead = beforeSend(delivery, { transition, card, shownVersion, now: clock.now() });
    if (instead) return instead;
    return send(claimed, {
      delivery,
      transition,
      ...(card?.activityId !== undefined && { cardActivityId: card.activityId }),
    });
  };
  return {
    perform,
    recover: (delivery) =>
      afterBug(delivery, { maybeSent: called.has(delivery) }, { now: clock.now(), random: deps.random }),
  };
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}

function isHeldBack(after: Delivery, outcome: SendOutcome, now: Date): boolean {
  if (after.state !== 'pending') return false;
  return outcome.kind === 'throttled' || after.dueAt.getTime() - now.getTime() <= orderKeptMs;
}

function reported({ log }: PerformDeps, after: Delivery): Delivery {
  if (after.state === 'dead') log.error(lineOf(after), 'delivery: given up');
  else log.warn(lineOf(after), 'delivery: interrupted, sent again');
  return after;
}

/** One line an attempt. Of a recipient that is gone, its own handling tells. */
function reportOutcome({ log }: PerformDeps, after: Delivery, outcome: SendOutcome): void {
  switch (outcome.kind) {
    case 'sent':
      log.info(lineOf(after), 'delivery: sent');
      return;
    case 'throttled':
      log.warn({ ...lineOf(after), retryAfterMs: outcome.retryAfterMs }, 'delivery: throttled');
      return;
    case 'recipientGone':
      return;
    case 'failed': {
      const line = { ...lineOf(after), err: outcome.cause, maybeSent: outcome.maybeSent };
      if (after.state === 'dead') log.error(line, 'delivery: given up');
      else log.warn(line, 'delivery: failed, tried later');
    }
  }
}

function lineOf(delivery: Delivery): object {
  const { organisationId, transitionId, deliveryId, content, recipient, attempts, failure } = delivery;
  const about = { organisationId, transitionId, deliveryId, content: content.kind, recipient: recipient.kind };
  return { ...about, attempts, ...(failure !== undefined && { failure }) };
}

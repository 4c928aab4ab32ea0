import type { Problem } from '../../cards/forms/form.ts';
import { handOverCard } from '../../cards/chat/hand-over-card.ts';
import { handOverInputs } from '../../cards/forms/inputs.ts';
import { receiptCard } from '../../cards/forms/receipt-card.ts';
import { isOpen, type Transition } from '../../core/transition.ts';
import { handOver } from '../../core/use-cases/staff/staff-actions.ts';
import type { Call } from '../bot-parts.ts';
import { readRoster, type RosterMember } from '../people/roster.ts';
import { postCard, say, showCard } from '../turns/speak.ts';

type Colleague = RosterMember & { userId: string };

const mostChoices = 100;

/** Offers the people of this conversation, who are our own. */
export async function askNewOwner(call: Call, { transitionId }: { transitionId: string }): Promise<void> {
  const transition = await openTransition(call, transitionId);
  if (!transition) return;
  const colleagues = await colleaguesHere(call, transition);
  const { turn, parts } = call;
  if (colleagues.length === 0) {
    const { conversationKind: kind } = turn;
    const nobody = kind === 'personal' ? 'bot.handOver.nobodyPersonal' : 'bot.handOver.nobody';
    await say(turn.context, parts.translate(nobody, { domain: transition.tenant.domain, kind }));
  } else await postCard(turn.context, choiceOf(call, transition, { colleagues }));
}

export async function assignOwner(
  call: Call,
  { transitionId }: { transitionId: string },
  inputs: Record<string, string>,
): Promise<void> {
  const transition = await openTransition(call, transitionId);
  if (!transition) return;
  const { turn, parts } = call;
  const { colleague } = handOverInputs(inputs);
  const colleagues = await colleaguesHere(call, transition);
  const chosen = colleagues.find(({ userId }) => userId === colleague);
  const { replyToId } = turn.context.activity;
  if (!chosen) {
    const problem: Problem = { code: colleague === '' ? 'missing' : 'choice' };
    await showCard(turn.context, choiceOf(call, transition, { colleagues, problem }), replyToId);
    return;
  }
  const { transitions } = parts.store;
  const to = parts.staff.asStaff(turn.member.organisationId, chosen);
  const deps = { transitions, clock: parts.clock, policy: parts.policy };
  const outcome = await handOver(deps, { member: turn.member, transitionId, to });
  if (outcome.kind === 'refused') {
    await say(turn.context, parts.translate(`errors.${outcome.code}`, { domain: '' }));
    return;
  }
  parts.wakeDelivery();
  const values = { company: transition.customer.companyName, owner: to.displayName };
  const title = parts.translate('bot.handOver.done', values);
  await showCard(turn.context, receiptCard(parts.translate, { title, facts: [] }), replyToId);
}

async function openTransition({ turn, parts }: Call, transitionId: string): Promise<Transition | undefined> {
  const transition = await parts.store.transitions.get(turn.member.organisationId, transitionId);
  if (transition && isOpen(transition)) return transition;
  await say(turn.context, parts.translate(transition ? 'errors.TRANSITION_CLOSED' : 'errors.TRANSITION_NOT_FOUND'));
  return undefined;
}

async function colleaguesHere({ turn }: Call, transition: Transition): Promise<Colleague[]> {
  const roster = await readRoster(turn.context, turn.member.organisationId);
  return roster
    .filter((member): member is Colleague => member.userId !== undefined && !member.isGuest)
    .filter(({ userId }) => userId !== transition.owner.userId);
}

function choiceOf(
  { parts }: Call,
  { transitionId, customer, tenant }: Transition,
  shown: { colleagues: readonly Colleague[]; problem?: Problem },
) {
  const { colleagues, problem } = shown;
  return handOverCard(parts.translate, {
    transitionId,
    companyName: customer.companyName,
    domain: tenant.domain,
    colleagues: colleagues
      .slice(0, mostChoices)
      .map(({ userId, displayName }) => ({ title: displayName, value: userId })),
    ...(problem && { problem }),
  });
}

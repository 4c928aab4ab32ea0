import type { Transition } from '../../core/transition.ts';
import type { ChangeOutcome } from '../../core/use-cases/change-transition.ts';
import { requestCheck } from '../../core/use-cases/staff/staff-actions.ts';
import type { Call } from '../bot-parts.ts';
import { say } from '../turns/speak.ts';

/** The button and the command. What Microsoft answers comes to the transition's card, by the visit that this asks for. */
export async function checkNow(call: Call, { transitionId }: { transitionId: string }): Promise<void> {
  const outcome = await askFor(call, transitionId);
  wake(call);
  await say(call.turn.context, answerOf(call, outcome));
}

export async function checkAll(call: Call, transitions: readonly Transition[]): Promise<void> {
  for (const { transitionId } of transitions) await askFor(call, transitionId);
  wake(call);
  await say(call.turn.context, call.parts.translate('bot.check.own', { count: transitions.length }));
}

function askFor({ turn, parts }: Call, transitionId: string): Promise<ChangeOutcome> {
  const deps = { transitions: parts.store.transitions, clock: parts.clock, policy: parts.policy };
  return requestCheck(deps, { member: turn.member, transitionId });
}

function wake({ parts }: Call): void {
  parts.wakeWatcher();
  parts.wakeDelivery();
}

function answerOf({ turn, parts }: Call, outcome: ChangeOutcome): string {
  if (outcome.kind === 'refused') return parts.translate(`errors.${outcome.code}`, { domain: '' });
  const { customer, tenant, conversationId } = outcome.transition;
  const values = { company: customer.companyName, domain: tenant.domain };
  if (outcome.kind === 'unchanged') return parts.translate('bot.check.justAsked', values);
  return parts.translate(conversationId === turn.conversationId ? 'bot.check.one' : 'bot.check.elsewhere', values);
}

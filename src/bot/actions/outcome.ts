import type { Transition } from '../../core/transition.ts';
import type { ChangeOutcome } from '../../core/use-cases/change-transition.ts';
import type { TextKey } from '../../text/translate.ts';
import type { Call } from '../bot-parts.ts';
import { say } from '../turns/speak.ts';

/** The transition that a button is about; undefined when there is none any more, and the person has been told. */
export async function transitionOf({ turn, parts }: Call, transitionId: string): Promise<Transition | undefined> {
  const transition = await parts.store.transitions.get(turn.member.organisationId, transitionId);
  if (!transition) await say(turn.context, parts.translate('errors.TRANSITION_NOT_FOUND'));
  return transition;
}

export function outcomeText(
  { parts, turn }: Pick<Call, 'parts' | 'turn'>,
  outcome: ChangeOutcome,
  done: TextKey,
): string {
  if (outcome.kind === 'refused') return parts.translate(`errors.${outcome.code}`, { domain: '' });
  const company = outcome.transition.customer.companyName;
  const who = turn.member.displayName;
  return parts.translate(outcome.kind === 'changed' ? done : 'bot.action.alreadyDone', { company, who });
}

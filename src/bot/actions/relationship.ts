// Microsoft does what these buttons ask for while the person waits, and may take longer than they can.
import type { TransitionKey } from '../../core/use-cases/change-transition.ts';
import {
  approveRelationship,
  extendRelationship,
  type RelationshipOutcome,
} from '../../core/use-cases/staff/relationship-actions.ts';
import type { StaffAction } from '../../core/use-cases/staff/staff-actions.ts';
import type { BotParts, Call } from '../bot-parts.ts';
import { say } from '../turns/speak.ts';
import { outcomeText, transitionOf } from './outcome.ts';

interface About {
  transitionId: string;
}

export async function extend(call: Call, about: About): Promise<void> {
  const { translate } = call.parts;
  await atMicrosoft(call, about, {
    name: 'extend',
    useCase: extendRelationship,
    sentence: (outcome) =>
      outcome.kind === 'impossible'
        ? translate('bot.action.cannotExtend', { company: outcome.transition.customer.companyName })
        : outcomeText(call, outcome, 'bot.action.extended'),
  });
}

export async function approve(call: Call, about: About): Promise<void> {
  await atMicrosoft(call, about, {
    name: 'approve',
    useCase: approveRelationship,
    sentence: (outcome) => outcomeText(call, outcome, 'bot.action.approved'),
  });
}

interface Deed<Outcome> {
  name: string;
  useCase: (deps: ReturnType<typeof depsOf>, action: StaffAction) => Promise<Outcome>;
  sentence: (outcome: Outcome) => string;
}

function depsOf({ store, clock, partner }: BotParts) {
  return { transitions: store.transitions, clock, partner };
}

/** Microsoft hardly ever takes so long. */
const lookAfterMs = 2 * 60 * 1000;

async function atMicrosoft<Outcome extends RelationshipOutcome>(
  call: Call,
  { transitionId }: About,
  { name, useCase, sentence }: Deed<Outcome>,
): Promise<void> {
  const { turn, parts } = call;
  const transition = await transitionOf(call, transitionId);
  if (!transition) return;
  const { organisationId } = turn.member;
  await parts.lateAnswers.answer(turn, {
    key: JSON.stringify([name, organisationId, transitionId]),
    goesOn: parts.translate('bot.action.goesOn', { company: transition.customer.companyName }),
    isBeingDone: parts.translate('bot.action.isBeingDone'),
    beforeGoesOn: () => lookSoon(parts, { organisationId, transitionId }),
    async run() {
      try {
        const outcome = await useCase(depsOf(parts), { member: turn.member, transitionId });
        return (context) => say(context, sentence(outcome));
      } finally {
        parts.wakeDelivery();
        parts.wakeWatcher();
      }
    },
  });
}

/** Should this process end before Microsoft answers, what Microsoft has done is found and shown all the same. */
async function lookSoon({ store, clock }: BotParts, { organisationId, transitionId }: TransitionKey): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + lookAfterMs);
  const planned = await store.visits.nextVisitAt(organisationId, transitionId);
  if (!planned || planned > dueAt) await store.visits.makeDue(organisationId, transitionId, dueAt);
}

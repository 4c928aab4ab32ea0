import type { CardAction } from '../../cards/actions.ts';
import { submitButton } from '../../cards/buttons.ts';
import { fact } from '../../cards/facts.ts';
import { receiptCard } from '../../cards/forms/receipt-card.ts';
import { switchTenantCard } from '../../cards/chat/switch-tenant-card.ts';
import { linkEndsAt, type Transition } from '../../core/transition.ts';
import {
  lookAtOtherTenant,
  switchTenant,
  type LookOutcome,
  type SwitchOutcome,
} from '../../core/use-cases/staff/switch-tenant.ts';
import type { Call } from '../bot-parts.ts';
import { existingTransition } from '../forms/existing-transition.ts';
import { postCard, say, showCard } from '../turns/speak.ts';

type TenantAction = Extract<CardAction, { fromTenantId: string }>;

/** Whose tenant it is that somebody came from, and whether it shall be taken. */
export async function askForSwitch(call: Call, action: TenantAction): Promise<void> {
  const { turn, parts } = call;
  const { fromTenantId, tenantId, transitionId } = action;
  const outcome = await lookAtOtherTenant(depsOf(call), { member: turn.member, fromTenantId, tenantId, transitionId });
  if (outcome.kind !== 'possible') {
    await say(turn.context, sentenceFor(call, outcome));
    return;
  }
  const { transition, tenant, other, lines } = outcome;
  const question = { transitionId, companyName: transition.customer.companyName, from: transition.tenant, to: tenant };
  await postCard(turn.context, switchTenantCard(parts.translate, { ...question, account: other.account, lines }));
}

export async function takeTenant(call: Call, action: TenantAction): Promise<void> {
  const { turn, parts } = call;
  const { fromTenantId, tenantId, transitionId } = action;
  const { replyToId } = turn.context.activity;
  await parts.lateAnswers.answer(turn, {
    key: JSON.stringify(['switchTenant', turn.member.organisationId, transitionId]),
    goesOn: parts.translate('bot.tenant.goesOn'),
    isBeingDone: parts.translate('bot.action.isBeingDone'),
    async run() {
      const outcome = await switchTenant(depsOf(call), { member: turn.member, fromTenantId, tenantId, transitionId });
      if (outcome.kind !== 'switched') return (context) => say(context, sentenceFor(call, outcome));
      parts.wakeDelivery();
      const receipt = receiptFor(call, outcome.transition);
      return async (context) => {
        await showCard(context, receipt, replyToId);
      };
    },
  });
}

function receiptFor(call: Call, transition: Transition) {
  const { turn, parts } = call;
  const { translate } = parts;
  const { customer, tenant } = transition;
  const { domain, displayName = domain } = tenant;
  const title = translate('cards.switch.done', { company: customer.companyName, who: turn.member.displayName });
  return receiptCard(translate, {
    title,
    facts: [
      fact(translate('cards.tenant.nameFact'), displayName),
      fact(translate('cards.switch.tenantId'), tenant.tenantId),
    ],
    ...whatFollows(call, transition),
  });
}

/** Nothing is mailed of a link that has ended, and the earlier tenant's people may be why it was revoked. */
function whatFollows({ parts: { translate, clock } }: Call, { transitionId, tenant, link }: Transition) {
  const { domain } = tenant;
  if (linkEndsAt(link) > clock.now()) return { note: translate('cards.switch.doneNote', { domain }) };
  const newLink = { action: 'reissueLink', transitionId, linkVersion: link.version } as const;
  return {
    note: translate('cards.switch.doneLinkEnded', { domain }),
    actions: [submitButton(translate('cards.action.reissueLink'), newLink)],
  };
}

function depsOf({ parts }: Call) {
  const { store, directory, policy, partner, clock, within } = parts;
  return { transitions: store.transitions, directory, policy, partner, clock, within };
}

type Refusal = Exclude<LookOutcome | SwitchOutcome, { kind: 'possible' }>;

function sentenceFor({ parts: { translate } }: Call, outcome: Refusal): string {
  if (outcome.kind === 'refused') return translate(`errors.${outcome.code}`, { domain: outcome.domain });
  if (outcome.kind === 'taken') return existingTransition(translate, outcome.transition).text;
  const { customer, owner } = outcome.transition;
  const values = { company: customer.companyName, owner: owner.displayName };
  switch (outcome.kind) {
    case 'switched':
    case 'unchanged':
      return translate('bot.action.alreadyDone', values);
    case 'notTheirs':
    case 'stale':
    case 'unproven':
      return translate(`bot.tenant.${outcome.kind}`, values);
  }
}

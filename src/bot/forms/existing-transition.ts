import { hasDecayed, type Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';

/** Says which transition has the tenant, and how it stands; a button of the card shows it. */
export function existingTransition(translate: Translate, transition: Transition) {
  const { transitionId, customer, tenant, owner, verifiedAt } = transition;
  const values = { company: customer.companyName, domain: tenant.domain, owner: owner.displayName };
  const existing = { existingTransitionId: transitionId };
  if (!verifiedAt) return { ...existing, text: translate('bot.start.alreadyOpen', values) };
  const key = hasDecayed(transition) ? 'bot.start.normalDecayed' : 'bot.start.alreadyNormal';
  return { ...existing, text: translate(key, { ...values, since: verifiedAt }) };
}

import type { Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';

/** Says which transition has the tenant, and how to see it. */
export function alreadyOpen(translate: Translate, { customer, tenant, owner }: Transition): string {
  const { companyName } = customer;
  const { domain } = tenant;
  return translate('bot.start.alreadyOpen', { company: companyName, domain, owner: owner.displayName });
}

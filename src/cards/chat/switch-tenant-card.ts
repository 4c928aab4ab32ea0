import type { PreFlightLine } from '../../core/pre-flight.ts';
import type { Tenant } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import { fact } from '../facts.ts';
import { fallbackOf } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { preFlightParts } from '../forms/pre-flight.ts';
import { renderCard } from '../render.ts';

export interface TenantQuestion {
  transitionId: string;
  companyName: string;
  from: Tenant;
  to: Tenant;
  /** Who signed in, masked. */
  account: string;
  /** What is to be known of the other tenant. */
  lines: readonly PreFlightLine[];
}

/** Asks whether the tenant of the account that came is the right one. Of what was looked at, only what is to be known. */
export function switchTenantCard(t: Translate, question: TenantQuestion): CardAttachment {
  const { transitionId, companyName, from, to, account, lines } = question;
  const ids = { transitionId, fromTenantId: from.tenantId, tenantId: to.tenantId };
  const yes = submitButton(t('cards.switch.yes'), { action: 'switchTenant', ...ids }, { style: 'positive' });
  return renderCard(t, 'switch-tenant', {
    fallbackText: fallbackOf(t, t('cards.switch.title')),
    what: plain(t('cards.switch.what', { company: companyName })),
    facts: [
      fact(t('cards.switch.from'), described(from)),
      fact(t('cards.switch.to'), described(to)),
      fact(t('cards.switch.tenantId'), to.tenantId),
      fact(t('cards.switch.account'), account),
    ],
    notes: preFlightParts(t, lines).flatMap(({ notes }) => notes),
    actions: [yes, submitButton(t('cards.action.keep'), { action: 'dismiss' })],
  });
}

function described({ displayName, domain }: Tenant): string {
  return displayName === undefined ? domain : `${displayName}, ${domain}`;
}

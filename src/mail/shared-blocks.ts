import { companiesOf, sellsThroughProvider, type CompanyNames } from '../core/companies.ts';
import { linkEndsAt, type Transition } from '../core/transition.ts';
import type { TextValues, Translate } from '../text/translate.ts';
import { oneLine, type Block } from './content.ts';

/** Everything that a mail is written from. */
export interface MailSource extends CompanyNames {
  translate: Translate;
  transition: Transition;
  linkUrl: string;
  /** An address, a number or a sentence: where customers may ask. */
  supportContact?: string;
}

/** Names stand in subjects and headings. */
const longestName = 80;

/** The names that the sentences have places for. */
export function namesOf(source: MailSource) {
  const { organisationId, customer, tenant, owner } = source.transition;
  return {
    ...companiesOf(source, organisationId),
    staff: oneLine(owner.displayName, longestName),
    company: oneLine(customer.companyName, longestName),
    domain: tenant.domain,
  } satisfies TextValues;
}

export function actionBlock({ translate, transition, linkUrl }: MailSource): Block {
  return {
    kind: 'action',
    label: translate('mail.action'),
    hint: translate('mail.copy'),
    url: linkUrl,
    note: translate('mail.expires', { expires: linkEndsAt(transition.link) }),
  };
}

export function stepsBlock(source: MailSource): Block {
  const { translate } = source;
  const names = namesOf(source);
  const isForTwo = sellsThroughProvider(names);
  const steps = ['signIn', 'directoryConnection', 'tenantConfirmed', 'delegatedAdmin', 'csp'] as const;
  return {
    kind: 'steps',
    items: steps.map((step) => ({
      title: translate(`mail.steps.${step}`),
      text: translate(step === 'csp' && isForTwo ? 'mail.steps.cspWhatBoth' : `mail.steps.${step}What`, names),
    })),
  };
}

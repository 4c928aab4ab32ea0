import type { Address } from '../core/customer.ts';
import type { Translate } from '../text/translate.ts';
import { oneLine, type MailContent } from './content.ts';
import { actionBlock, namesOf, stepsBlock, type MailSource } from './shared-blocks.ts';

/** To the member of staff who looks after the transition: the same link, to forward, and what was entered. */
export function staffInstructions(source: MailSource): MailContent {
  const { translate: t, transition } = source;
  const names = namesOf(source);
  const { contact } = transition.customer;
  return {
    subject: t('mail.staff.subject', names),
    preview: t('mail.staff.preview'),
    title: t('mail.staff.title', names),
    blocks: [
      { kind: 'paragraph', text: t('mail.hello', { name: names.staff }) },
      {
        kind: 'paragraph',
        text: t('mail.staff.lead', { contact: nameOf(contact), email: oneLine(contact.email) }),
      },
      actionBlock(source),
      { kind: 'paragraph', text: t('mail.staff.onBehalf') },
      { kind: 'paragraph', text: t('mail.staff.told') },
      { kind: 'heading', text: t('mail.staff.stepsHeading') },
      stepsBlock(source),
      { kind: 'heading', text: t('mail.staff.reviewHeading') },
      { kind: 'facts', items: facts(source) },
      { kind: 'paragraph', text: t('mail.staff.wrong') },
    ],
    reason: t('mail.staff.reason', names),
  };
}

function facts({ translate: t, transition, showPhone }: MailSource): { label: string; value: string }[] {
  const { customer, tenant, category, licenceSource, licencesWanted } = transition;
  const { contact } = customer;
  const tenantName = tenant.displayName === undefined ? '' : ` (${oneLine(tenant.displayName)})`;
  const licences = licencesWanted.map(({ product, quantity }) =>
    t('mail.fact.licence', { quantity, product: oneLine(product) }),
  );
  const rows = [
    ['mail.fact.company', oneLine(customer.companyName)],
    ['mail.fact.number', oneLine(customer.registrationNumber ?? '')],
    ['mail.fact.contact', nameOf(contact)],
    ['mail.fact.email', oneLine(contact.email)],
    ['mail.fact.phone', oneLine(showPhone(contact.phone ?? ''))],
    ['mail.fact.address', addressLine(customer.address, t)],
    ['mail.fact.tenant', `${tenant.domain}${tenantName}`],
    ['mail.fact.category', t(`common.category.${category}`)],
    ['mail.fact.licenceSource', t(`common.licenceSource.${licenceSource}`)],
    ['mail.fact.licencesWanted', licences.join(', ')],
  ] as const;
  return rows.filter(([, value]) => value !== '').map(([key, value]) => ({ label: t(key), value }));
}

function nameOf(contact: { givenName: string; familyName: string }): string {
  return oneLine(`${contact.givenName} ${contact.familyName}`);
}

/** For checking, not for an envelope: the order of parts is the same for every country. */
function addressLine(address: Address, { language }: Translate): string {
  const { line1, line2, city, state, postalCode, country } = address;
  const place = [city, state, postalCode].filter((part) => part !== undefined).join(' ');
  const countryName = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(country) ?? country;
  return [line1, line2, place, countryName]
    .filter((part) => part !== undefined)
    .map((part) => oneLine(part))
    .join(', ');
}

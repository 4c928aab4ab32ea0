import type { Address, Contact, LicenceSource, LicenceWanted, TenantCategory } from '../core/customer.ts';
import type { Translate } from '../text/translate.ts';
import { plain } from './plain.ts';

/** A line of a card that says something: the label is ours, the value may have been typed. */
export interface Fact {
  label: string;
  value: string;
}

/** How the address's codes are called, for people. */
export interface PlaceNames {
  countryName?: string;
  stateName?: string;
}

export function fact(label: string, value: string): Fact {
  return { label, value: plain(value) };
}

/** A number is kept as E.164, and read in groups. */
export type ShowPhone = (e164: string) => string;

export function factsOfCustomer(
  t: Translate,
  customer: { companyName: string; registrationNumber?: string; contact: Contact },
  showPhone: ShowPhone = (e164) => e164,
): Fact[] {
  const { companyName, registrationNumber, contact } = customer;
  return [
    fact(t('cards.customer.companyName'), companyName),
    ...(registrationNumber === undefined ? [] : [fact(t('cards.customer.number'), registrationNumber)]),
    fact(t('cards.customer.contact'), `${contact.givenName} ${contact.familyName}`),
    fact(t('cards.customer.email'), contact.email),
    ...(contact.phone === undefined ? [] : [fact(t('cards.customer.phoneFact'), showPhone(contact.phone))]),
  ];
}

export function factsOfAddress(t: Translate, address: Address, names: PlaceNames): Fact[] {
  const { line1, line2, city, state, postalCode, country } = address;
  // A name in full would run into the city’s: New York New York.
  const place = names.stateName === undefined ? [city, state] : [`${city}, ${names.stateName}`];
  const town = [...place, postalCode].filter(Boolean).join(' ');
  return [
    fact(t('cards.address.street'), [line1, line2].filter(Boolean).join(', ')),
    fact(t('cards.address.town'), town),
    fact(t('cards.customer.country'), names.countryName ?? country),
  ];
}

export interface TenantDetails {
  tenant: { domain: string; displayName?: string };
  category: TenantCategory;
  licenceSource: LicenceSource;
}

export function factsOfTenant(t: Translate, details: TenantDetails): Fact[] {
  return [
    fact(t('cards.tenant.domainFact'), details.tenant.domain),
    ...nameAndCategory(t, details),
    fact(t('cards.tenant.licenceSourceFact'), sourceOf(t, details)),
  ];
}

/** Under a heading that has the domain. Of the licences it is what staff answered: the tenant may show others by now. */
export function factsOfTenantLater(t: Translate, details: TenantDetails): Fact[] {
  const isKnown = details.licenceSource === 'unknown' ? 'no' : 'yes';
  const source = t('cards.transition.licenceSource', { source: sourceOf(t, details), isKnown });
  return [...nameAndCategory(t, details), fact(t('cards.transition.licenceSourceFact'), source)];
}

function nameAndCategory(t: Translate, { tenant, category }: TenantDetails): Fact[] {
  const { displayName } = tenant;
  return [
    ...(displayName === undefined ? [] : [fact(t('cards.tenant.nameFact'), displayName)]),
    fact(t('cards.tenant.category'), t(`common.category.${category}`)),
  ];
}

function sourceOf(t: Translate, { licenceSource }: TenantDetails): string {
  return t(`common.licenceSource.${licenceSource}`);
}

export function factsOfLicences(t: Translate, wanted: readonly LicenceWanted[]): Fact[] {
  if (wanted.length === 0) return [fact(t('cards.licences.section'), t('cards.licences.none'))];
  return wanted.map(({ product, quantity }) => fact(t('cards.licences.count', { quantity }), product));
}

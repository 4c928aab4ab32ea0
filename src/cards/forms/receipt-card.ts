import type { Address, Contact, LicenceWanted } from '../../core/customer.ts';
import type { Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import type { Button } from '../buttons.ts';
import {
  fact,
  factsOfAddress,
  factsOfCustomer,
  factsOfLicences,
  factsOfTenant,
  type Fact,
  type PlaceNames,
  type ShowPhone,
  type TenantDetails,
} from '../facts.ts';
import { optional } from './form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

/** What takes the place of a form once it is answered: it says what was understood. */
export interface Receipt {
  title: string;
  facts: readonly Fact[];
  note?: string;
  /** Only where what was done is not enough by itself. */
  actions?: readonly Button[];
}

export function receiptCard(t: Translate, { title, facts, note, actions = [] }: Receipt): CardAttachment {
  return renderCard(t, 'receipt', {
    fallbackText: plain(title),
    title: plain(title),
    facts: facts.map(({ label, value }) => fact(label, value)),
    note: optional(note === undefined ? undefined : { text: plain(note) }),
    actions,
  });
}

export function receiptOfCustomer(
  t: Translate,
  customer: { companyName: string; contact: Contact },
  showPhone?: ShowPhone,
): Receipt {
  return { title: t('cards.customer.accepted'), facts: factsOfCustomer(t, customer, showPhone) };
}

export function receiptOfAddress(t: Translate, address: Address, names: PlaceNames = {}): Receipt {
  return { title: t('cards.address.accepted'), facts: factsOfAddress(t, address, names) };
}

export function receiptOfTenant(t: Translate, details: TenantDetails): Receipt {
  return { title: t('cards.tenant.accepted'), facts: factsOfTenant(t, details) };
}

export function receiptOfLicences(t: Translate, wanted: readonly LicenceWanted[]): Receipt {
  return { title: t('cards.licences.accepted'), facts: factsOfLicences(t, wanted) };
}

export function receiptOfReview(t: Translate, { customer, tenant }: Pick<Transition, 'customer' | 'tenant'>): Receipt {
  return {
    title: t('cards.review.accepted'),
    facts: [
      fact(t('cards.customer.companyName'), customer.companyName),
      fact(t('cards.tenant.domainFact'), tenant.domain),
    ],
    note: t('cards.review.acceptedNote'),
  };
}

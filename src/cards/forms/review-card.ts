import type { Customer, LicenceSource, LicenceWanted, TenantCategory } from '../../core/customer.ts';
import type { PreFlightLine } from '../../core/pre-flight.ts';
import type { Translate } from '../../text/translate.ts';
import type { ReviewSection } from '../actions.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import {
  factsOfAddress,
  factsOfCustomer,
  factsOfLicences,
  factsOfTenant,
  type Fact,
  type ShowPhone,
} from '../facts.ts';
import { formParts, wayOut, type FormFrame } from './form.ts';
import { plain } from '../plain.ts';
import { preFlightParts } from './pre-flight.ts';
import { renderCard } from '../render.ts';

export interface Review {
  frame: FormFrame;
  customer: Customer;
  tenant: { domain: string; displayName?: string };
  category: TenantCategory;
  licenceSource: LicenceSource;
  licencesWanted: readonly LicenceWanted[];
  /** What was found out about the customer before a link is made. */
  preFlight: readonly PreFlightLine[];
  countryName: string;
  stateName?: string;
  showPhone?: ShowPhone;
  /** The title of a second button, where the link would be read by guests: starts, with the link elsewhere. */
  privately?: string;
}

export function reviewCard(t: Translate, review: Review): CardAttachment {
  const { frame, customer, licencesWanted } = review;
  const { nonce } = frame;
  const section = (name: ReviewSection, facts: readonly Fact[]) => {
    const title = t(`cards.${name}.section`);
    const tooltip = t('cards.action.editSection', { section: title });
    const edit = submitButton(t('cards.action.edit'), { action: 'editSection', nonce, section: name }, { tooltip });
    return { title, facts, actions: [edit] };
  };
  const submit = submitButton(t('cards.action.submit'), { action: 'submit', nonce }, { style: 'positive' });
  const privately =
    review.privately === undefined ? [] : [submitButton(review.privately, { action: 'submitPrivately', nonce })];
  return renderCard(t, 'review', {
    ...formParts(t, frame, t('cards.review.title')),
    preFlight: preFlightParts(t, review.preFlight),
    sections: [
      section('customer', factsOfCustomer(t, customer, review.showPhone)),
      section('address', factsOfAddress(t, customer.address, review)),
      section('tenant', factsOfTenant(t, review)),
      section('licences', factsOfLicences(t, licencesWanted)),
    ],
    what: plain(t('cards.review.what', { email: customer.contact.email })),
    actions: [submit, ...privately, ...wayOut(t, frame)],
  });
}

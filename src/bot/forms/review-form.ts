import { registrationNumberDigits } from '../../address/check-registration-number.ts';
import { showPhone } from '../../address/show-phone.ts';
import { reviewCard } from '../../cards/forms/review-card.ts';
import { customerLines, type PreFlightLine } from '../../core/pre-flight.ts';
import type { Policy } from '../../core/policy.ts';
import type { Translate } from '../../text/translate.ts';
import type { CompleteDraft } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { namesOf } from './address-form.ts';

export interface AboutReview {
  draft: CompleteDraft;
  /** Others than our own people read here, so the link can go to a personal chat instead. */
  offersPrivate: boolean;
}

export interface ReviewAnswer {
  draft: CompleteDraft;
  privately: boolean;
  /** The card said that guests read here, and offered the other way. */
  isToldOfGuests: boolean;
}

export interface ReviewFormDeps {
  translate: Translate;
  policy: Policy;
}

/** Shows all sections. Nothing is typed here; what was accepted before is what is started. */
export function createReviewForm({ translate, policy }: ReviewFormDeps): Form<AboutReview, object, ReviewAnswer> {
  return {
    read: () => ({}),
    render: ({ frame, about: { draft, offersPrivate } }) => {
      const { tenant, licencesWanted } = draft;
      const customer = customerOf(draft);
      return reviewCard(translate, {
        frame,
        customer,
        tenant: tenant.tenant,
        category: tenant.category,
        licenceSource: tenant.licenceSource,
        licencesWanted,
        preFlight: linesOf(draft, policy),
        showPhone,
        ...namesOf(customer.address, translate.language),
        ...(offersPrivate && { privately: translate('bot.guests.privately') }),
      });
    },
    check: (_turn, { about, pressed }) => {
      const privately = about.offersPrivate && pressed === 'submitPrivately';
      return Promise.resolve({
        kind: 'accepted',
        answer: { draft: about.draft, privately, isToldOfGuests: about.offersPrivate },
      });
    },
  };
}

export function customerOf({ customer, address: { address, registrationNumber } }: CompleteDraft) {
  const { companyName, contact } = customer;
  return { companyName, contact, address, ...(registrationNumber !== undefined && { registrationNumber }) };
}

function linesOf(
  { tenant, address: { address, standing, registrationNumber } }: CompleteDraft,
  policy: Policy,
): PreFlightLine[] {
  const wantsNumber = registrationNumberDigits(address.country) !== undefined;
  const lacksNumber = wantsNumber && registrationNumber === undefined;
  return [...tenant.preFlight.lines, ...customerLines({ country: address.country, standing, lacksNumber }, policy)];
}

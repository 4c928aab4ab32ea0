import { reviewCard } from '../../cards/review-card.ts';
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
}

/** Shows all sections. Nothing is typed here; what was accepted before is what is started. */
export function createReviewForm(translate: Translate): Form<AboutReview, object, ReviewAnswer> {
  return {
    read: () => ({}),
    render: ({ frame, about: { draft, offersPrivate } }) => {
      const { customer, address, tenant, licencesWanted } = draft;
      return reviewCard(translate, {
        frame,
        customer: { companyName: customer.companyName, contact: customer.contact, address },
        tenant: tenant.tenant,
        category: tenant.category,
        licenceSource: tenant.licenceSource,
        licencesWanted,
        ...namesOf(address, translate.language),
        ...(offersPrivate && { privately: translate('bot.guests.privately') }),
      });
    },
    check: (_turn, { about, pressed }) => {
      const privately = about.offersPrivate && pressed === 'submitPrivately';
      return Promise.resolve({ kind: 'accepted', answer: { draft: about.draft, privately } });
    },
  };
}

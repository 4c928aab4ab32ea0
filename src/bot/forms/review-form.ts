import { reviewCard } from '../../cards/review-card.ts';
import type { Translate } from '../../text/translate.ts';
import type { CompleteDraft } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { namesOf } from './address-form.ts';

/** Shows all sections. Nothing is typed here; what was accepted before is what is started. */
export function createReviewForm(translate: Translate): Form<CompleteDraft, object, CompleteDraft> {
  return {
    read: () => ({}),
    render: ({ frame, about }) => {
      const { customer, address, tenant, licencesWanted } = about;
      return reviewCard(translate, {
        frame,
        customer: { companyName: customer.companyName, contact: customer.contact, address },
        tenant: tenant.tenant,
        category: tenant.category,
        licenceSource: tenant.licenceSource,
        licencesWanted,
        ...namesOf(address, translate.language),
      });
    },
    check: (_turn, { about }) => Promise.resolve({ kind: 'accepted', answer: about }),
  };
}

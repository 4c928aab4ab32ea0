import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { formParts, sentences, type Choice, type FormFrame, type Problems } from './form.ts';
import { customerInputs, type CustomerField, type CustomerInputs } from './inputs.ts';
import { renderCard } from '../render.ts';

export interface CustomerForm {
  frame: FormFrame;
  values: CustomerInputs;
  problems: Problems<CustomerField>;
  countries: readonly Choice[];
}

export function customerFormCard(t: Translate, { frame, values, problems, countries }: CustomerForm): CardAttachment {
  const heading = t(frame.purpose === 'edit' ? 'cards.customer.editTitle' : 'cards.customer.title');
  return renderCard(t, 'customer-form', {
    ...formParts(t, frame, heading),
    values: customerInputs(values),
    problems: sentences(t, values, problems),
    countries,
  });
}

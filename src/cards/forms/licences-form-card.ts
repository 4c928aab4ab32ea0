import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import { formParts, sentenceOf, type FormFrame, type Problems } from './form.ts';
import { licenceRows, licencesInputs, type LicenceField, type LicencesInputs } from './inputs.ts';
import { renderCard } from '../render.ts';

export interface LicencesForm {
  frame: FormFrame;
  values: LicencesInputs;
  problems: Problems<LicenceField>;
}

export function licencesFormCard(t: Translate, data: LicencesForm): CardAttachment {
  const { frame, problems } = data;
  const values = licencesInputs(data.values);
  const field = (id: LicenceField, label: string) => ({
    id,
    label,
    value: values[id],
    problem: sentenceOf(t, problems[id]),
  });
  const parts = formParts(t, frame, t('cards.licences.title'));
  const [next, ...wayOut] = parts.actions;
  const skip = submitButton(t('cards.action.skip'), { action: 'skip', nonce: frame.nonce }, { skipsInputs: true });
  return renderCard(t, 'licences-form', {
    ...parts,
    actions: [next, skip, ...wayOut],
    rows: licenceRows.map((row) => ({
      product: field(`product${row}`, t('cards.licences.product', { row })),
      quantity: field(`quantity${row}`, t('cards.licences.quantity', { row })),
    })),
  });
}

import { checkText } from '../../address/check-text.ts';
import { licencesFormCard } from '../../cards/forms/licences-form-card.ts';
import { licencesInputs, type LicencesInputs } from '../../cards/forms/inputs.ts';
import type { Problem, Problems } from '../../cards/forms/form.ts';
import { receiptOfLicences } from '../../cards/forms/receipt-card.ts';
import type { LicenceWanted } from '../../core/customer.ts';
import type { Translate } from '../../text/translate.ts';
import type { Form } from '../dialogs/form.ts';

const rows = [1, 2, 3, 4, 5] as const;
const mostSeats = 100_000;
const longestProduct = 100;

export function createLicencesForm(translate: Translate): Form<object, LicencesInputs, readonly LicenceWanted[]> {
  return {
    read: licencesInputs,
    render: ({ frame, values, problems }) => licencesFormCard(translate, { frame, values, problems }),
    async check(_turn, { values }) {
      const checked = rows.map((row) => checkRow(row, values));
      const problems: Problems<keyof LicencesInputs> = Object.assign(
        {},
        ...checked.map((row) => row.problems),
      ) as Problems<keyof LicencesInputs>;
      if (Object.keys(problems).length > 0) return { kind: 'wrong', problems };
      const answer = checked.flatMap(({ wanted }) => wanted ?? []);
      return { kind: 'accepted', answer, receipt: receiptOfLicences(translate, answer) };
    },
  };
}

interface CheckedRow {
  wanted?: LicenceWanted;
  problems: Problems<keyof LicencesInputs>;
}

function checkRow(row: (typeof rows)[number], values: LicencesInputs): CheckedRow {
  const product = checkText(values[`product${row}`], { max: longestProduct, required: false });
  const typedQuantity = values[`quantity${row}`];
  if (product.kind === 'wrong') return { problems: { [`product${row}`]: product.problem } };
  if (product.value === '') {
    return typedQuantity === '' ? { problems: {} } : { problems: { [`product${row}`]: { code: 'product' } } };
  }
  const quantity = /^\d{1,6}$/.test(typedQuantity) ? Number(typedQuantity) : 0;
  if (quantity >= 1 && quantity <= mostSeats) return { wanted: { product: product.value, quantity }, problems: {} };
  const problem: Problem = { code: 'quantity', values: { max: mostSeats } };
  return { problems: { [`quantity${row}`]: problem } };
}

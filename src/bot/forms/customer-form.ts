import { checkCompanyAndContact } from '../../address/check-company-and-contact.ts';
import { countries, isCountry } from '../../address/countries.ts';
import { showPhone } from '../../address/show-phone.ts';
import { customerFormCard } from '../../cards/forms/customer-form-card.ts';
import { customerInputs, type CustomerInputs } from '../../cards/forms/inputs.ts';
import { receiptOfCustomer } from '../../cards/forms/receipt-card.ts';
import type { Customer } from '../../core/customer.ts';
import type { CompanyAndContact } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { countryRules, type AddressFormDeps } from './address-form.ts';

/** Company, contact and country; the country decides how the address is asked. */
export function createCustomerForm(deps: AddressFormDeps): Form<object, CustomerInputs, CompanyAndContact> {
  const { translate } = deps;
  const choices = countries(translate.language).map(({ code, name }) => ({ title: name, value: code }));
  return {
    read: customerInputs,
    render: ({ frame, values, problems }) =>
      customerFormCard(translate, { frame, values, problems, countries: choices }),
    async check(_turn, { values }) {
      const rules = isCountry(values.country) ? await countryRules(deps, values.country) : undefined;
      const outcome = checkCompanyAndContact(values, rules);
      if (outcome.kind === 'wrong') return { kind: 'wrong', problems: outcome.fields };
      const { companyName, contact, country } = outcome;
      const answer = { companyName, contact, country };
      return { kind: 'accepted', answer, receipt: receiptOfCustomer(translate, answer, showPhone) };
    },
  };
}

export function customerInputsOf({ companyName, contact, address }: Customer): CustomerInputs {
  return customerInputs({ companyName, ...contact, country: address.country });
}

import { addressFormShape, stateName } from '../../address/address-form.ts';
import { checkAddress } from '../../address/check-address.ts';
import { countryName } from '../../address/countries.ts';
import { addressFormCard } from '../../cards/address-form-card.ts';
import { addressInputs, type AddressInputs } from '../../cards/inputs.ts';
import { receiptOfAddress } from '../../cards/receipt-card.ts';
import type { Address } from '../../core/customer.ts';
import type { Translate } from '../../text/translate.ts';
import type { Form } from '../dialogs/form.ts';

export interface AboutAddress {
  country: string;
}

export function createAddressForm(translate: Translate): Form<AboutAddress, AddressInputs, Address> {
  const { language } = translate;
  return {
    read: addressInputs,
    render: ({ frame, about: { country }, values, problems }) =>
      addressFormCard(translate, {
        frame,
        values,
        problems,
        countryName: countryName(country, language),
        form: addressFormShape(country, language),
      }),
    async check(_turn, { about: { country }, values }) {
      const outcome = checkAddress({ ...values, country });
      if (outcome.kind === 'wrong') return { kind: 'wrong', problems: outcome.fields };
      const { address } = outcome;
      return {
        kind: 'accepted',
        answer: address,
        receipt: receiptOfAddress(translate, address, namesOf(address, language)),
      };
    },
  };
}

/** What people call the places that an address keeps as codes. */
export function namesOf({ country, state }: Address, language: string): { countryName: string; stateName?: string } {
  return {
    countryName: countryName(country, language),
    ...(state !== undefined && { stateName: stateName(country, state) }),
  };
}

export function addressInputsOf({ country: _country, ...lines }: Address): AddressInputs {
  return addressInputs({ ...lines });
}

import { addressFormShape, stateName } from '../../address/address-form.ts';
import { checkAddress, type AddressOutcome } from '../../address/check-address.ts';
import { checkRegistrationNumber, registrationNumberDigits } from '../../address/check-registration-number.ts';
import { countryName } from '../../address/countries.ts';
import { addressFormCard } from '../../cards/forms/address-form-card.ts';
import type { Problems } from '../../cards/forms/form.ts';
import { addressInputs, type AddressInputs } from '../../cards/forms/inputs.ts';
import { receiptOfAddress } from '../../cards/forms/receipt-card.ts';
import type { Address, Customer } from '../../core/customer.ts';
import type { AddressAsks, AddressDirectory, AddressVerdict, CountryRules } from '../../core/ports/addresses.ts';
import type { Within } from '../../core/ports/runtime.ts';
import type { AddressStanding } from '../../core/pre-flight.ts';
import type { Translate } from '../../text/translate.ts';
import type { AddressAnswer } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { answerOfPick, pickCard, type AddressPick } from './address-pick.ts';

export interface AboutAddress {
  country: string;
  /** What Microsoft asks for there; absent where it could not be asked. */
  asks?: AddressAsks;
  /** Microsoft does not know what was typed: the card asks which address it shall be. */
  pick?: AddressPick;
}

export interface AddressFormDeps {
  translate: Translate;
  addresses: AddressDirectory;
  within: Within;
}

/** A person waits for the card. */
const rulesMs = 3000;
const verdictMs = 5000;

type Checked = Awaited<ReturnType<Form<AboutAddress, AddressInputs, AddressAnswer>['check']>>;

/** One country's address, held against its rules here and at Microsoft; at the end Microsoft says whether it knows it. */
export function createAddressForm(deps: AddressFormDeps): Form<AboutAddress, AddressInputs, AddressAnswer> {
  const { translate } = deps;
  const { language } = translate;
  return {
    read: addressInputs,
    render: ({ frame, about, values, problems }) => {
      const { country, asks, pick } = about;
      if (pick) return pickCard(translate, { frame, pick, problems });
      const digits = registrationNumberDigits(country);
      return addressFormCard(translate, {
        frame,
        values,
        problems,
        countryName: countryName(country, language),
        form: addressFormShape(country, language, asks),
        ...(digits && { registrationNumberDigits: digits }),
      });
    },
    check: async (_turn, { about, values }) =>
      about.pick ? takePick(deps, { ...about, pick: about.pick }, values) : checkTyped(deps, about, values),
  };
}

async function checkTyped(deps: AddressFormDeps, about: AboutAddress, values: AddressInputs): Promise<Checked> {
  const { country } = about;
  const rules = await countryRules(deps, country);
  const typed = checkAddress({ ...values, country }, rules);
  const number = checkRegistrationNumber(values.registrationNumber, country);
  if (typed.kind === 'wrong' || number.kind === 'wrong') return { kind: 'wrong', problems: problemsOf(typed, number) };
  const { address } = typed;
  const numbered = number.value === '' ? {} : { registrationNumber: number.value };
  const verdict = await verdictOn(deps, address);
  if (verdict?.kind !== 'unknown') {
    const standing: AddressStanding = verdict?.kind === 'known' ? 'known' : 'notChecked';
    return accepted(deps, { address, standing, ...numbered });
  }
  const suggestions = usable(verdict.suggestions, address, rules);
  return { kind: 'wrong', problems: {}, about: { ...about, pick: { typed: address, suggestions, ...numbered } } };
}

function problemsOf(
  typed: AddressOutcome,
  number: ReturnType<typeof checkRegistrationNumber>,
): Problems<keyof AddressInputs> {
  return {
    ...(typed.kind === 'wrong' && typed.fields),
    ...(number.kind === 'wrong' && { registrationNumber: number.problem }),
  };
}

function takePick(
  deps: AddressFormDeps,
  { pick, ...form }: AboutAddress & { pick: AddressPick },
  values: AddressInputs,
): Checked {
  const picked = answerOfPick(pick, values.pick);
  switch (picked.kind) {
    case 'answer':
      return accepted(deps, picked.answer, addressInputsOf(picked.answer));
    case 'correct':
      return { kind: 'wrong', problems: {}, about: form, values: addressInputsOf({ ...pick, address: pick.typed }) };
    case 'none':
      return { kind: 'wrong', problems: { pick: { code: 'choice' } } };
  }
}

function accepted({ translate }: AddressFormDeps, answer: AddressAnswer, values?: AddressInputs): Checked {
  const { address } = answer;
  const receipt = receiptOfAddress(translate, address, namesOf(address, translate.language));
  return { kind: 'accepted', answer, receipt, ...(values && { values }) };
}

/** Undefined when Microsoft does not say, or not soon enough: then our own rules stand alone. */
export async function countryRules(
  { addresses, within }: Pick<AddressFormDeps, 'addresses' | 'within'>,
  country: string,
): Promise<CountryRules | undefined> {
  return within(rulesMs, addresses.countryRules(country));
}

/** What the form is made from: asked once, before the card is shown. */
export async function aboutAddress(deps: AddressFormDeps, country: string): Promise<AboutAddress> {
  const rules = await countryRules(deps, country);
  if (!rules) return { country };
  const { stateRequired, states, postalCodeRequired } = rules;
  return { country, asks: { stateRequired, states, postalCodeRequired } };
}

async function verdictOn(
  { addresses, within }: AddressFormDeps,
  address: Address,
): Promise<AddressVerdict | undefined> {
  const reading = await within(verdictMs, addresses.judge(address));
  return reading?.kind === 'read' ? reading.value : undefined;
}

/** What Microsoft suggests goes through the same rules as what a person types. */
function usable(suggestions: readonly Address[], typed: Address, rules: CountryRules | undefined): Address[] {
  const inCountry = suggestions.filter(({ country }) => country === typed.country);
  const checked = inCountry.flatMap((suggestion) => {
    const outcome = checkAddress({ line2: '', state: '', postalCode: '', ...suggestion }, rules);
    return outcome.kind === 'ok' ? [outcome.address] : [];
  });
  const known = new Set([JSON.stringify(typed)]);
  return checked.filter((address) => {
    const key = JSON.stringify(address);
    return !known.has(key) && known.add(key);
  });
}

/** What people call the places that an address keeps as codes. */
export function namesOf({ country, state }: Address, language: string): { countryName: string; stateName?: string } {
  return {
    countryName: countryName(country, language),
    ...(state !== undefined && { stateName: stateName(country, state) }),
  };
}

export function addressInputsOf({
  address: { country: _country, ...lines },
  registrationNumber = '',
}: Pick<Customer, 'address' | 'registrationNumber'>): AddressInputs {
  return addressInputs({ ...lines, registrationNumber });
}

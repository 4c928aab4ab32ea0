import type { AddressInputs, CustomerInputs, LicencesInputs, TenantInputs } from '../../cards/forms/inputs.ts';
import type { Address, Contact, LicenceSource, LicenceWanted, TenantCategory } from '../../core/customer.ts';
import type { AddressStanding, PreFlight } from '../../core/pre-flight.ts';
import type { Tenant } from '../../core/transition.ts';
import type { FormResult } from './form.ts';

export const sections = ['customer', 'address', 'tenant', 'licences', 'review'] as const;
export type Section = (typeof sections)[number];

export interface CompanyAndContact {
  companyName: string;
  contact: Contact;
  country: string;
}

export interface AddressAnswer {
  address: Address;
  standing: AddressStanding;
  registrationNumber?: string;
}

export interface TenantAnswer {
  tenant: Tenant;
  category: TenantCategory;
  licenceSource: LicenceSource;
  /** Kept, so that a card can be drawn again without asking Microsoft again. */
  preFlight: PreFlight;
}

/** What one section gave: as it was typed, to show it again, and as it was understood. */
interface Given<Values, Answer> {
  values: Values;
  answer: Answer;
}

/** Everything that the waterfall has gathered. Plain JSON. */
export interface Draft {
  customer?: Given<CustomerInputs, CompanyAndContact>;
  address?: Given<AddressInputs, AddressAnswer>;
  tenant?: Given<TenantInputs, TenantAnswer>;
  licences?: Given<LicencesInputs, readonly LicenceWanted[]>;
}

export interface Progress {
  at: Section;
  draft: Draft;
  /** An edit from the review card goes straight back to it. */
  returning?: boolean;
  /** A sentence for the next card. */
  notice?: string;
  existingTransitionId?: string;
  /** The card that the next one replaces, where a person moved without giving an answer. */
  inPlaceOf?: string;
}

export interface CompleteDraft {
  customer: CompanyAndContact;
  address: AddressAnswer;
  tenant: TenantAnswer;
  licencesWanted: readonly LicenceWanted[];
}

/** Undefined while something is missing, or the address is not one of the customer's country. */
export function completed(draft: Draft): CompleteDraft | undefined {
  const { customer, address, tenant, licences } = draft;
  if (!customer || !address || !tenant || countryOf(customer) !== countryOf(address)) return undefined;
  return {
    customer: customer.answer,
    address: address.answer,
    tenant: tenant.answer,
    licencesWanted: licences?.answer ?? [],
  };
}

type Answered = NonNullable<Draft['customer'] | Draft['address']>;

function countryOf({ answer }: Answered): string {
  return 'address' in answer ? answer.address.country : answer.country;
}

/** Where a person goes to fill in what is missing before the review. */
export function firstMissing({ customer, address }: Draft): Section {
  if (!customer) return 'customer';
  return address && countryOf(address) === countryOf(customer) ? 'tenant' : 'address';
}

/** Where a person goes from a card, with what they leave behind. Undefined: they cancelled. */
export function advance(progress: Progress, result: FormResult): Progress | undefined {
  const { at, draft } = progress;
  const moved = result.cardActivityId === undefined ? {} : { inPlaceOf: result.cardActivityId };
  switch (result.kind) {
    case 'cancelled':
      return undefined;
    case 'restart':
      return { at: 'customer', draft: {}, ...moved };
    case 'back':
      return { at: neighbour(at, -1), draft, ...moved };
    case 'edit':
      return { at: result.section, draft, returning: true, ...moved };
    case 'skip': {
      const { licences: _unwanted, ...others } = draft;
      return { at: 'review', draft: others, ...moved };
    }
    case 'answered':
      return afterAnswer(progress, withAnswer(progress, result));
  }
}

function withAnswer({ at, draft }: Progress, { values, answer }: { values: unknown; answer: unknown }): Draft {
  return at === 'review' ? draft : { ...draft, [at]: { values, answer } };
}

function afterAnswer({ at, returning }: Progress, draft: Draft): Progress {
  if (returning && completed(draft)) return { at: 'review', draft };
  return { at: neighbour(at, 1), draft, ...(returning && { returning }) };
}

function neighbour(section: Section, step: 1 | -1): Section {
  return sections[sections.indexOf(section) + step] ?? section;
}

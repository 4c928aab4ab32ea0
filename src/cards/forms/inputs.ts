/** What was typed into a card's inputs, as strings: trimmed, '' for what is absent. The rules are checked elsewhere. */
type Inputs<Field extends string> = Record<Field, string>;

const customerFields = ['companyName', 'givenName', 'familyName', 'email', 'phone', 'country'] as const;
export type CustomerField = (typeof customerFields)[number];
export type CustomerInputs = Inputs<CustomerField>;

/** `pick` stands on the card that follows where Microsoft does not know the address. */
const addressFields = ['line1', 'line2', 'city', 'state', 'postalCode', 'registrationNumber', 'pick'] as const;
export type AddressField = (typeof addressFields)[number];
export type AddressInputs = Inputs<AddressField>;

const tenantFields = ['domain', 'category', 'licenceSource'] as const;
export type TenantField = (typeof tenantFields)[number];
export type TenantInputs = Inputs<TenantField>;

export const licenceRows = [1, 2, 3, 4, 5] as const;
type LicenceRow = (typeof licenceRows)[number];
export type LicenceField = `product${LicenceRow}` | `quantity${LicenceRow}`;
export type LicencesInputs = Inputs<LicenceField>;
const licenceFields = licenceRows.flatMap((row) => [`product${row}`, `quantity${row}`] as const);

/** Longer than any field may be, so that "too long" is still seen, and short enough to be shown again on the card. */
const longestInput = 400;

export function asTyped(text: string): string {
  return text
    .slice(0, 4 * longestInput)
    .trim()
    .slice(0, longestInput)
    .toWellFormed();
}

export type TypedInputs = Readonly<Record<string, string>>;

export function customerInputs(typed: TypedInputs): CustomerInputs {
  return pick(customerFields, typed);
}

export function addressInputs(typed: TypedInputs): AddressInputs {
  return pick(addressFields, typed);
}

export function tenantInputs(typed: TypedInputs): TenantInputs {
  return pick(tenantFields, typed);
}

export function licencesInputs(typed: TypedInputs): LicencesInputs {
  return pick(licenceFields, typed);
}

export function handOverInputs(typed: TypedInputs): { colleague: string } {
  return pick(['colleague'], typed);
}

function pick<Field extends string>(fields: readonly Field[], typed: TypedInputs): Inputs<Field> {
  const entries = fields.map((field) => [field, Object.hasOwn(typed, field) ? asTyped(typed[field] ?? '') : '']);
  return Object.fromEntries(entries) as Inputs<Field>;
}

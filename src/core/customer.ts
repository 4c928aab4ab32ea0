/** In the seed's words; the list can grow (a non-profit category is the next candidate). */
export const tenantCategories = ['corporate', 'academic', 'government'] as const;
export type TenantCategory = (typeof tenantCategories)[number];

/** Where the licences are bought today decides what must be done with the old supplier afterwards. */
export const licenceSources = ['none', 'open', 'webDirect', 'otherPartner', 'sameProvider', 'unknown'] as const;
export type LicenceSource = (typeof licenceSources)[number];

export interface Contact {
  givenName: string;
  familyName: string;
  email: string;
  /** E.164, for example +61291234567. */
  phone?: string;
}

export interface Address {
  /** ISO 3166-1 alpha-2, upper case. */
  country: string;
  line1: string;
  line2?: string;
  city: string;
  /** ISO 3166-2 without the country prefix (`NSW`), where the country has states that addresses need. */
  state?: string;
  postalCode?: string;
}

export interface Customer {
  companyName: string;
  /** The company's own number in its country's register, where Microsoft wants it for orders. */
  registrationNumber?: string;
  contact: Contact;
  address: Address;
}

/** Wanted, not ordered: shown to whoever orders, once the tenant is Normal. */
export interface LicenceWanted {
  product: string;
  quantity: number;
}

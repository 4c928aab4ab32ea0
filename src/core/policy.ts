import type { CloudName } from './ports/microsoft.ts';

/** What the partner decided once, by configuration. */
export interface Policy {
  /** Tenants of the partner (and of the provider): never a customer, and their people never the customer's admin. */
  ownTenantIds: readonly string[];
  cloud: CloudName;
  linkLifetimeMs: number;
  /** Whether customers who do not follow their link are sent the instructions again by themselves. */
  remindsCustomer: boolean;
  /** The countries of our CSP region, ISO 3166-1 alpha-2; absent: not told, so nobody is said to be outside it. */
  regionCountries?: readonly string[];
  /** Our organisations are companies that compete: none learns from our Partner Center who the customers of another are. */
  keepsCustomersApart?: true;
}

/** As configured. In the provider's model each organisation is a reseller's. */
export interface CompanyNames {
  partnerName: string;
  /** The indirect provider through whom the partner sells, where there is one. */
  providerName?: string;
  resellerNames?: Readonly<Record<string, string>>;
}

/** The companies as the customers of one organisation meet them; two of them, or all three, may be one. */
export interface Companies {
  /** Whose staff asks them, and whom they may ask. */
  partner: string;
  /** Through whom that company sells. */
  provider: string;
  /** Whose application they consent to and who is given delegated admin: the one that runs this service. */
  host: string;
}

/** Where no organisation is known yet, the customer meets the company that runs the service. */
export function companiesOf(names: CompanyNames, organisationId: string | undefined): Companies {
  const { partnerName, providerName = partnerName, resellerNames } = names;
  const reseller = organisationId === undefined ? undefined : resellerNames?.[organisationId];
  if (reseller !== undefined) return { partner: reseller, provider: partnerName, host: partnerName };
  return { partner: partnerName, provider: providerName, host: partnerName };
}

export function sellsThroughProvider({ partner, provider }: Companies): boolean {
  return partner !== provider;
}

/** Undefined where the company that asks sells by itself. */
export function providerNameOf(names: CompanyNames, organisationId: string): string | undefined {
  const companies = companiesOf(names, organisationId);
  return sellsThroughProvider(companies) ? companies.provider : undefined;
}

import { z } from 'zod';
import { isCustomerInvitation } from '../customer-invitation.ts';
import { isWeb, list, notWeb, tenantEntryOf } from './values.ts';

// Who must be authorised as Cloud Solution Provider, in each of the three models.

const partnerModels = ['direct', 'reseller', 'provider'] as const;
type PartnerModel = (typeof partnerModels)[number];

const notForCustomers = 'must be an invitation for customers: an address that says invType=ResellerRelationship';

const invitationUrl = z
  .string()
  .trim()
  .refine(isWeb, { error: notWeb, abort: true })
  .refine(isCustomerInvitation, notForCustomers);

/** `<organisation tenant id>=<address>`, separated by commas; addresses of invitations have none. */
const invitationUrls = list.pipe(
  z.array(
    tenantEntryOf('must be a list of <organisation tenant id>=<address>')
      .transform(({ organisationId, text }) => ({ organisationId, url: text }))
      .refine(({ url }) => isCustomerInvitation(url), notForCustomers),
  ),
);

const notCountries = 'must be two-letter country codes such as AU';
// No country at all would say that every customer is outside our region.
const countries = list.pipe(z.array(z.string().regex(/^[A-Z]{2}$/, notCountries)).min(1, notCountries));

/** Beside the names and tenants of partner and provider. */
export const cspKeys = {
  PARTNER_MODEL: z.enum(partnerModels, 'must be direct, reseller or provider').optional(),
  PARTNER_REGION_COUNTRIES: countries.optional(),
  PROVIDER_INVITATION_URL: invitationUrl.optional(),
  RESELLER_INVITATION_URL: invitationUrl.optional(),
  RESELLER_INVITATION_URLS: invitationUrls.optional(),
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What one key demands of another, from the raw values. */
export function cspProblems(present: Environment): string[] {
  const { PARTNER_MODEL: model, PROVIDER_TENANT_ID: provider } = present;
  if (model === 'provider') return providerProblems(present);
  if (model === 'direct') return provider === undefined ? [] : ['PROVIDER_TENANT_ID belongs to PARTNER_MODEL=reseller'];
  if (model !== 'reseller' && provider === undefined) return [];
  return missing(present, ['PROVIDER_TENANT_ID', 'PROVIDER_NAME', 'PROVIDER_INVITATION_URL']);
}

function providerProblems(present: Environment): string[] {
  const others = ['PROVIDER_TENANT_ID', 'PROVIDER_NAME', 'PROVIDER_INVITATION_URL'].filter((key) => present[key]);
  const linked = (present['RESELLER_INVITATION_URLS'] ?? '').toLowerCase();
  const organisations = (present['ORGANISATIONS'] ?? '').split(',').map((entry) => entry.trim().slice(0, 36));
  const isLacking = organisations.some((id) => id !== '' && !linked.includes(`${id.toLowerCase()}=`));
  return [
    ...others.map((key) => `${key} belongs to PARTNER_MODEL=reseller: as the provider you are the partner`),
    ...(isLacking ? ['RESELLER_INVITATION_URLS must name every organisation'] : []),
  ];
}

function missing(present: Environment, keys: readonly string[]): string[] {
  return keys.filter((key) => present[key] === undefined).map((key) => `${key} is missing`);
}

interface Company {
  tenantId: string;
  name: string;
  invitationUrl?: string;
}

export interface CspSettings {
  PARTNER_MODEL?: PartnerModel | undefined;
  PARTNER_NAME: string;
  PARTNER_TENANT_ID: string;
  PROVIDER_NAME?: string | undefined;
  PROVIDER_TENANT_ID?: string | undefined;
  PROVIDER_INVITATION_URL?: string | undefined;
  RESELLER_INVITATION_URLS?: readonly { organisationId: string; url: string }[] | undefined;
  ORGANISATIONS: readonly { organisationId: string; name: string }[];
}

export interface Csp {
  partnerModel: PartnerModel;
  /** Ours, and our provider's. */
  partners: readonly Company[];
  provider?: Company;
  /** In the provider's model: each organisation is a reseller, and its tenant the one that customers authorise. */
  resellers?: Record<string, Company>;
  /** Never a customer. */
  ownTenantIds: readonly string[];
}

export function cspOf(settings: CspSettings): Csp {
  const partner: Company = { tenantId: settings.PARTNER_TENANT_ID, name: settings.PARTNER_NAME };
  if (settings.PARTNER_MODEL === 'provider') {
    const resellers = resellersOf(settings);
    const ownTenantIds = [partner.tenantId, ...Object.keys(resellers)];
    return { partnerModel: 'provider', partners: [partner], resellers, ownTenantIds };
  }
  const { PROVIDER_TENANT_ID: tenantId, PROVIDER_NAME: name, PROVIDER_INVITATION_URL: url } = settings;
  if (tenantId === undefined) return { partnerModel: 'direct', partners: [partner], ownTenantIds: [partner.tenantId] };
  const provider = { tenantId, name: name ?? tenantId, ...(url !== undefined && { invitationUrl: url }) };
  const ownTenantIds = [partner.tenantId, tenantId];
  return { partnerModel: 'reseller', partners: [provider, partner], provider, ownTenantIds };
}

/** How customers are told who asks them. */
export function companyNamesOf(settings: CspSettings) {
  const { provider, resellers } = cspOf(settings);
  const names = Object.entries(resellers ?? {}).map(([organisationId, { name }]) => [organisationId, name] as const);
  return {
    partnerName: settings.PARTNER_NAME,
    ...(provider && { providerName: provider.name }),
    ...(resellers && { resellerNames: Object.fromEntries(names) }),
  };
}

function resellersOf({ ORGANISATIONS, RESELLER_INVITATION_URLS = [] }: CspSettings): Record<string, Company> {
  const linkOf = new Map(RESELLER_INVITATION_URLS.map(({ organisationId, url }) => [organisationId, url]));
  return Object.fromEntries(
    ORGANISATIONS.map(({ organisationId, name }) => {
      const url = linkOf.get(organisationId);
      return [organisationId, { tenantId: organisationId, name, ...(url !== undefined && { invitationUrl: url }) }];
    }),
  );
}

// Customers as the partner sees them: only once the invitation was accepted and Partner Center has caught up.

import { z } from 'zod';

import { companyById, companyByIdOrDomain, sampleTenantById, sandboxPartner, type Company } from '../directory.ts';
import { sampleTenants, type SampleTenant } from '../sample-tenants.ts';
import { empty, headerOf, json, param, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { viewOf, visibleReseller } from '../world/customers.ts';
import type { World } from '../world/world.ts';
import type { PartnerCenterCall, PartnerCenterRoute } from './edge.ts';

function link(uri: string): Record<string, unknown> {
  return { self: { uri, method: 'GET', headers: [] } };
}

/** Tenant not found and "not ours" are two different answers; a customer that has just accepted is still the second. */
export function customerOf({ world, request }: PartnerCenterCall): SampleTenant {
  const tenantId = param(request, 'customerId').toLowerCase();
  if (companyById(tenantId) === undefined) {
    throw new Refusal(404, '60003', `Tenant ${tenantId.slice(0, 100)} not found.`);
  }
  const tenant = sampleTenants.find((candidate) => candidate.tenantId === tenantId);
  if (tenant === undefined || visibleReseller(world, tenantId) === undefined) {
    const text = `The partner id ${sandboxPartner.tenantId} has no commerce relationship with the customer id ${tenantId}.`;
    throw new Refusal(403, '20002', text);
  }
  const { accountReview } = world.behaviourOf(tenantId);
  if (accountReview !== undefined) throw new Refusal(403, String(accountReview), 'The account is under review.');
  return tenant;
}

/** Another kind of partner owns the relationship: Partner Center shows the tenant, and nothing below it. */
function isSyndicated(world: World, tenantId: string): boolean {
  return world.behaviourOf(tenantId).invitation === 'syndication';
}

function hasDelegatedAccess(world: World, tenant: Company): boolean {
  return world.state.relationships.some(
    (relationship) =>
      relationship.customer?.tenantId === tenant.tenantId && viewOf(world, relationship).status === 'active',
  );
}

function listItem(tenant: SampleTenant): Record<string, unknown> {
  return {
    id: tenant.tenantId,
    companyProfile: {
      tenantId: tenant.tenantId,
      domain: tenant.domain,
      companyName: tenant.displayName,
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: 'reseller',
    attributes: { objectType: 'Customer' },
  };
}

function billingProfile(tenant: SampleTenant): Record<string, unknown> {
  const [firstName = '', lastName = ''] = (tenant.people.admin ?? tenant.people.eligible).split(' ');
  return {
    id: `90000000-0000-4000-8000-${tenant.tenantId.slice(-12)}`,
    firstName,
    lastName,
    email: `admin@${tenant.domain}`,
    culture: tenant.country === 'DE' ? 'de-DE' : 'en-US',
    language: tenant.country === 'DE' ? 'de' : 'en',
    companyName: tenant.displayName,
    defaultAddress: {
      country: tenant.country,
      city: tenant.city,
      state: tenant.state,
      addressLine1: tenant.street,
      postalCode: tenant.postalCode,
      firstName,
      lastName,
      phoneNumber: tenant.phone,
    },
    links: link(`/customers/${tenant.tenantId}/profiles/billing`),
    attributes: { etag: '-4242348048554929329', objectType: 'CustomerBillingProfile' },
  };
}

/** Without delegated access Microsoft leaves out what it knows from the customer's own directory. */
function customerWire(tenant: SampleTenant, isDelegated: boolean): Record<string, unknown> {
  const { country, state, city, street, postalCode, phone, domain } = tenant;
  const address = { country, region: state, city, addressLine1: street, postalCode, phoneNumber: phone };
  return {
    id: tenant.tenantId,
    commerceId: `91000000-0000-4000-8000-${tenant.tenantId.slice(-12)}`,
    companyProfile: {
      tenantId: tenant.tenantId,
      domain,
      companyName: tenant.displayName,
      ...(isDelegated ? { address, email: `admin@${domain}` } : {}),
      links: link(`/customers/${tenant.tenantId}/profiles/company`),
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    billingProfile: billingProfile(tenant),
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: isDelegated,
    ...(isDelegated ? { customDomains: [domain] } : {}),
    links: link(`/customers/${tenant.tenantId}`),
    attributes: { objectType: 'Customer' },
  };
}

function readCustomer(call: PartnerCenterCall): SandboxResponse {
  const syndicated = sampleTenantById(param(call.request, 'customerId').toLowerCase());
  if (syndicated !== undefined && isSyndicated(call.world, syndicated.tenantId)) {
    return json(200, { ...customerWire(syndicated, false), relationshipToPartner: 'syndication' });
  }
  const tenant = customerOf(call);
  return json(200, customerWire(tenant, hasDelegatedAccess(call.world, tenant)));
}

const Filter = z.object({
  Field: z.enum(['CompanyName', 'Domain']),
  Value: z.string(),
  Operator: z.literal('starts_with'),
});

function matches(filter: string | null): (tenant: SampleTenant) => boolean {
  if (filter === null || filter === '') return () => true;
  let parsed: z.infer<typeof Filter>;
  try {
    parsed = Filter.parse(JSON.parse(filter));
  } catch {
    throw new Refusal(400, '800002', 'Invalid request input');
  }
  const wanted = parsed.Value.toLowerCase();
  return (tenant) => (parsed.Field === 'Domain' ? tenant.domain : tenant.displayName).toLowerCase().startsWith(wanted);
}

function firstOf(request: SandboxRequest): number {
  const token = headerOf(request, 'ms-continuationtoken');
  if (token === undefined) return 0;
  const first = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^\d{1,6}$/.test(first)) throw new Refusal(400, '800002', 'Invalid request input');
  return Number(first);
}

/** The real service begins some bodies with one. */
function withByteOrderMark(response: SandboxResponse): SandboxResponse {
  return { ...response, body: `\uFEFF${response.body}` };
}

function listCustomers({ world, request }: PartnerCenterCall): SandboxResponse {
  const { searchParams, search } = request.url;
  const size = Number(searchParams.get('size') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 500) throw new Refusal(400, '800002', 'Invalid request input');
  const isWanted = matches(searchParams.get('filter'));
  const all = sampleTenants.filter(
    (tenant) => visibleReseller(world, tenant.tenantId) !== undefined && isWanted(tenant),
  );
  const first = firstOf(request);
  const items = all.slice(first, first + size).map(listItem);
  const token = Buffer.from(String(first + size)).toString('base64url');
  const next = {
    uri: `/customers?size=${String(size)}&seekOperation=Next`,
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value: token }],
  };
  const hasMore = first + size < all.length;
  return withByteOrderMark(
    json(200, {
      totalCount: items.length,
      items,
      links: { ...link(`/customers${search}`), ...(hasMore ? { next } : {}) },
      attributes: { objectType: 'Collection' },
    }),
  );
}

/** 200 means that the domain is taken, 404 that it is free. */
function headDomain({ request }: PartnerCenterCall): SandboxResponse {
  return empty(companyByIdOrDomain(param(request, 'domain')) === undefined ? 404 : 200);
}

function organizationProfile(): SandboxResponse {
  return withByteOrderMark(
    json(200, {
      id: '92000000-0000-4000-8000-000000000001',
      companyName: sandboxPartner.displayName,
      defaultAddress: {
        country: sandboxPartner.country,
        city: 'Redmond',
        state: 'WA',
        addressLine1: '2 Microsoft Way',
        addressLine2: '',
        postalCode: '98052',
        firstName: 'Robin',
        lastName: 'Kline',
        phoneNumber: '4255550142',
      },
      tenantId: sandboxPartner.tenantId,
      domain: sandboxPartner.domain,
      email: sandboxPartner.senderMailbox,
      language: 'en',
      culture: 'en-US',
      profileType: 'OrganizationProfile',
      links: link('/profiles/organization'),
      attributes: { etag: '-1', objectType: 'OrganizationProfile' },
    }),
  );
}

export const customerRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/customers', caller: 'any', handle: listCustomers },
  { method: 'GET', path: '/customers/:customerId', caller: 'any', handle: readCustomer },
  { method: 'HEAD', path: '/domains/:domain', caller: 'any', handle: headDomain },
  { method: 'GET', path: '/profiles/organization', caller: 'appAndUser', handle: organizationProfile },
];

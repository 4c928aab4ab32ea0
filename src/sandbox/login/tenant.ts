// The first path segment of every sign-in address: a tenant's id or domain, or one of the shared names.

import { companyByIdOrDomain, sampleTenantById, type Company } from '../directory.ts';
import { EntraError } from './errors.ts';

export type Authority =
  | { readonly kind: 'tenant'; readonly company: Company }
  | { readonly kind: 'organizations' }
  | { readonly kind: 'common' };

const tenantPattern =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+)$/i;

export function authorityOf(segment: string): Authority {
  const name = segment.toLowerCase();
  if (name === 'organizations' || name === 'common') return { kind: name };
  if (!tenantPattern.test(name)) throw new EntraError(900023, segment.slice(0, 200));
  const company = companyByIdOrDomain(name);
  if (company === undefined) throw new EntraError(90002, segment.slice(0, 200));
  return { kind: 'tenant', company };
}

export function isOtherCloud(company: Company): boolean {
  return sampleTenantById(company.tenantId)?.cloud === 'gccHigh';
}

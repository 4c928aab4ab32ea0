// What our app registration may do, in the partner's own tenant and in a customer's.

import { sandboxApp, sandboxPartner, type Company } from '../directory.ts';
import { consentHasPropagated, consentOf } from '../world/customers.ts';
import type { World } from '../world/world.ts';
import { EntraError } from './errors.ts';
import { graphResource, partnerCenterResource, resources } from './token-issuer.ts';

const partnerGraphPermissions = [
  'Application.Read.All',
  'CrossTenantInformation.ReadBasic.All',
  'DelegatedAdminRelationship.ReadWrite.All',
  'GroupMember.Read.All',
  'Mail.Send',
  'Organization.Read.All',
  'User.ReadBasic.All',
];
const partnerDelegatedScopes: Readonly<Record<string, readonly string[]>> = {
  [graphResource]: [...partnerGraphPermissions, 'User.Read'],
  [partnerCenterResource]: ['user_impersonation'],
};

const sharedScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** The one resource a scope parameter names; OpenID's own words are left aside. */
export function resourceOf(scope: string, tenantName: string): { resource: string; names: readonly string[] } {
  const named = scope.split(' ').filter((part) => part !== '' && !sharedScopes.includes(part));
  const found = new Set<string>();
  const names: string[] = [];
  for (const part of named) {
    const slash = part.lastIndexOf('/');
    const resource = part.includes('://') ? part.slice(0, slash) : graphResource;
    if (!resources.includes(resource)) throw new EntraError(500011, resource.slice(0, 200), tenantName);
    found.add(resource);
    names.push(part.includes('://') ? part.slice(slash + 1) : part);
  }
  if (found.size > 1) throw new EntraError(70011, scope.slice(0, 200));
  return { resource: [...found][0] ?? graphResource, names };
}

/** What the token service says while it has not heard of a consent yet: nobody promises which of these it is. */
function unheardOf(world: World, company: Company): EntraError | undefined {
  const { consentLagError = 7000229 } = world.behaviourOf(company.tenantId);
  switch (consentLagError) {
    case 'noRoles':
      return undefined;
    case 65001:
      return new EntraError(65001, sandboxApp.clientId);
    case 700016:
      return new EntraError(700016, sandboxApp.clientId, company.displayName);
    case 7000229:
      return new EntraError(7000229, sandboxApp.clientId, company.tenantId);
  }
}

/** The roles an app-only token carries in that tenant; throws when the tenant does not know our app. */
export function applicationRoles(world: World, company: Company, resource: string): readonly string[] {
  if (company.tenantId === sandboxPartner.tenantId) {
    const { appAbsent, missingPermissions: missing = [] } = world.state.troubles;
    if (appAbsent === true) throw new EntraError(7000229, sandboxApp.clientId, company.tenantId);
    return resource === graphResource ? partnerGraphPermissions.filter((name) => !missing.includes(name)) : [];
  }
  const consent = consentOf(world, company.tenantId);
  if (consent === undefined) throw new EntraError(7000229, sandboxApp.clientId, company.tenantId);
  if (consentHasPropagated(world, consent)) return resource === graphResource ? consent.permissions : [];
  const error = unheardOf(world, company);
  if (error !== undefined) throw error;
  return [];
}

/** What the app may do for the partner's own people; throws where their administrator has not permitted it. */
export function delegatedScopes(world: World, resource: string): readonly string[] {
  const { appAbsent, notPermitted = [] } = world.state.troubles;
  if (appAbsent === true) throw new EntraError(700016, sandboxApp.clientId, sandboxPartner.displayName);
  const service = resource === partnerCenterResource ? 'partnerCenter' : 'graph';
  if (notPermitted.includes(service)) throw new EntraError(65001, sandboxApp.clientId);
  return partnerDelegatedScopes[resource] ?? [];
}

import type { StaffMember } from '../../src/core/people.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { VerifiedIdentity } from '../../src/core/ports/microsoft.ts';
import type { Within } from '../../src/core/ports/runtime.ts';
import type { Transition } from '../../src/core/transition.ts';
import { createSignText, hashOf } from '../../src/runtime.ts';
import { createFakeClock } from './fake-clock.ts';
import { createMemoryTransitionStore } from './memory-transition-store.ts';
import { testOrganisationId } from './records.ts';

export const dayMs = 24 * 60 * 60 * 1000;
export const testPolicy: Policy = {
  ownTenantIds: ['tenant-partner'],
  cloud: 'global',
  linkLifetimeMs: 14 * dayMs,
  remindsCustomer: true,
};
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

/** For those who never give up. */
const within: Within = (_ms, work) => work;

/** What core's use cases need, over the transitions given. */
export function coreDeps(...transitions: readonly Transition[]) {
  return {
    transitions: createMemoryTransitionStore(...transitions),
    clock: createFakeClock(),
    hashOf,
    sign: createSignText(['a key of the tests that is long enough']),
    policy: testPolicy,
    within,
    stillOurs: () => Promise.resolve(true),
  };
}

export function aMember(overrides: Partial<StaffMember> = {}): StaffMember {
  return {
    organisationId: testOrganisationId,
    userId: 'user-megan',
    displayName: 'Megan Bowen',
    email: 'megan@northwindtraders.example',
    role: 'staff',
    ...overrides,
  };
}

/** The customer's Global Administrator, as the verified id token tells. */
export function anIdentity(overrides: Partial<VerifiedIdentity> = {}): VerifiedIdentity {
  return {
    tenantId: 'tenant-contoso',
    objectId: 'object-admin',
    userName: 'admin@contoso.example',
    isGuest: false,
    roleTemplateIds: [globalAdministrator],
    ...overrides,
  };
}

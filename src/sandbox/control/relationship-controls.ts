// Delegated admin relationships that somebody else's tool, the customer or a provider made before a test begins; and
// reseller relationships that a partner's people end.

import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { accountsOf, companyByIdOrDomain, sandboxPartner, sandboxProvider, type Company } from '../directory.ts';
import { empty, json, param, type Route } from '../server/message.ts';
import { endReseller, resellerOf } from '../world/customers.ts';
import type { Relationship } from '../world/state.ts';
import { secondsAfter } from '../world/timing.ts';
import type { World } from '../world/world.ts';
import { controlRoute } from './control-routes.ts';
import { UnknownTenant } from './controls.ts';

const licenceRoles = [
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
];
const secondsPerDay = 24 * 60 * 60;

const NewRelationship = z.strictObject({
  displayName: z.string().min(1).max(50).default('Made elsewhere'),
  duration: z.string().default('P730D'),
  autoExtendDuration: z.enum(['PT0S', 'P180D']).default('PT0S'),
  roleIds: z.array(z.guid()).default(licenceRoles),
  /** By the indirect provider on the partner's behalf: it waits for the partner first. */
  byProvider: z.boolean().default(false),
  /** When the customer approved it; absent while it waits for that. */
  approvedDaysAgo: z.number().min(0).max(2000).optional(),
});
type NewRelationship = z.input<typeof NewRelationship>;

export interface RelationshipControls {
  /** Answers the id. */
  readonly add: (tenantIdOrDomain: string, relationship?: NewRelationship) => string;
  /** Somebody of that partner's does it on Partner Center's pages. Quiet where there is none. */
  readonly endReseller: (tenantIdOrDomain: string, partnerIdOrDomain: string) => void;
}

function companyOf(idOrDomain: string): Company {
  const company = companyByIdOrDomain(idOrDomain);
  if (company === undefined) throw new UnknownTenant(idOrDomain);
  return company;
}

export function createRelationshipControls(world: World): RelationshipControls {
  return {
    add: (tenantIdOrDomain, relationship = {}) => {
      const company = companyOf(tenantIdOrDomain);
      const { byProvider, approvedDaysAgo, ...terms } = NewRelationship.parse(relationship);
      const at = secondsAfter(world.now(), -(approvedDaysAgo ?? 0) * secondsPerDay).toISOString();
      const made: Relationship = {
        ...terms,
        relationshipId: `${randomUUID()}-${randomUUID()}`,
        partnerTenantId: sandboxPartner.tenantId,
        customer: { tenantId: company.tenantId, displayName: company.displayName },
        createdAt: at,
        editedAt: at,
        lockedAt: at,
        ...(approvedDaysAgo !== undefined && { approvedAt: at, approvedBy: `admin@${company.domain}` }),
        ...(byProvider && { provider: { tenantId: sandboxProvider.tenantId } }),
        requests: [],
        assignments: [],
        operations: [],
      };
      world.change((state) => state.relationships.push(made));
      return made.relationshipId;
    },
    endReseller: (tenantIdOrDomain, partnerIdOrDomain) => {
      const { tenantId } = companyOf(partnerIdOrDomain);
      const reseller = resellerOf(world, companyOf(tenantIdOrDomain).tenantId, tenantId);
      if (reseller !== undefined) endReseller(world, reseller, accountsOf(tenantId)[0]?.userName ?? '');
    },
  };
}

export function relationshipControlRoutes(controls: RelationshipControls): readonly Route[] {
  return [
    controlRoute('POST', '/tenants/:tenant/relationships', (request, body) =>
      json(201, { id: controls.add(param(request, 'tenant'), NewRelationship.parse(body)) }),
    ),
    controlRoute('DELETE', '/tenants/:tenant/resellers/:partner', (request) => {
      controls.endReseller(param(request, 'tenant'), param(request, 'partner'));
      return empty(204);
    }),
  ];
}

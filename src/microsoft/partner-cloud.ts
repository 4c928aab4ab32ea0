import type { PartnerCloud } from '../core/ports/microsoft.ts';
import type { Clock, Ids, Timers } from '../core/ports/runtime.ts';
import { ensureAccessAssignments } from './graph/delegated-admin/access-assignments.ts';
import { createDelegatedAdmin } from './graph/delegated-admin/delegated-admin.ts';
import type { Graph } from './graph/graph.ts';
import { createRelationshipCalls } from './graph/delegated-admin/relationship-calls.ts';
import { relationshipPages } from './graph/delegated-admin/relationship-pages.ts';
import { createSharedReads } from './lists/shared-reads.ts';
import type { MicrosoftConfig } from './microsoft-config.ts';
import { createCommerce } from './partner-center/commerce.ts';
import type { PartnerCenter, PartnerCenterWrites } from './partner-center/partner-center.ts';
import { asReading, type Log } from './reading.ts';
import { readEnd, type EndDeps } from './relationship-end.ts';

export interface PartnerCloudDeps extends EndDeps {
  /** With the token that relationships are made with. */
  graph: Graph;
  /** As the service itself, in the partner's own tenant. */
  partnerGraph: Graph;
  partnerCenter: PartnerCenter & PartnerCenterWrites;
  clock: Clock;
  ids: Ids;
  timers: Timers;
  log: Log;
}

/** What the partner has with a customer, put together from Graph and Partner Center. */
export function createPartnerCloud(config: MicrosoftConfig, deps: PartnerCloudDeps): PartnerCloud {
  const { graph, partnerGraph, partnerCenter, clock, ids, timers, log } = deps;
  const calls = createRelationshipCalls(graph, {
    roleIds: config.delegatedAdminRoleIds,
    duration: config.relationshipDuration,
    autoExtendDuration: config.autoExtendDuration,
  });
  const { delegatedAdminRoleIds: roleIds, retryDelayMs } = config;
  const delegatedAdmin = createDelegatedAdmin({ calls, ids, timers, roleIds, retryDelayMs });
  const relationships = createSharedReads({
    name: 'delegated admin relationships',
    one: async (relationshipId) => delegatedAdmin.read(relationshipId),
    pages: () => relationshipPages(graph),
    clock,
    log,
  });

  return {
    ...createCommerce(config, { partnerCenter, clock, log }),
    ensureRelationship: async (request) =>
      asReading(log, 'ensure relationship', async () => delegatedAdmin.ensure(request)),
    readRelationship: async (relationshipId, options) =>
      asReading(log, 'read relationship', async () => relationships.read(relationshipId, options)),
    existingRelationships: async (tenantId) =>
      asReading(log, 'read existing relationships', async () => delegatedAdmin.existing(tenantId)),
    extendRelationship: async (relationshipId) =>
      asReading(log, 'extend relationship', async () => delegatedAdmin.extend(relationshipId)),
    approveRelationship: async (relationshipId) =>
      asReading(log, 'approve relationship', async () => delegatedAdmin.approve(relationshipId)),
    readEnd: async (ended) => asReading(log, 'read end of relationship', async () => readEnd(config, deps, ended)),
    ensureAccessAssignments: async (relationshipId) =>
      asReading(log, 'ensure access assignments', async () =>
        ensureAccessAssignments({ graph, partnerGraph, calls, groups: config.accessAssignmentGroups }, relationshipId),
      ),
    approvalUrl: (relationshipId) =>
      config.approvalUrlTemplate.replace('{relationshipId}', () => encodeURIComponent(relationshipId)),
  };
}

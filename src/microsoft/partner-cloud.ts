import type { PartnerCloud } from '../core/ports/microsoft.ts';
import type { Clock, Ids } from '../core/ports/runtime.ts';
import { ensureAccessAssignments } from './graph/access-assignments.ts';
import { createDelegatedAdmin } from './graph/delegated-admin.ts';
import type { Graph } from './graph/graph.ts';
import { createRelationshipCalls } from './graph/relationship-calls.ts';
import type { MicrosoftConfig } from './microsoft-config.ts';
import type { Timers } from './outbound/timers.ts';
import { readAgreement } from './partner-center/customer-agreement.ts';
import { readCustomerState } from './partner-center/customer-state.ts';
import type { PartnerCenter, PartnerCenterWrites } from './partner-center/partner-center.ts';
import { readQualifications, requestQualification } from './partner-center/qualifications.ts';
import { createResellerInvitation } from './partner-center/reseller-invitation.ts';
import { readResellerRelationship } from './partner-center/reseller-relationship.ts';
import { asReading, type Log } from './reading.ts';

export interface PartnerCloudDeps {
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
  const invitation = createResellerInvitation({ partnerCenter, clock, log, pastedUrl: config.resellerInvitationUrl });

  return {
    ensureRelationship: async (request) =>
      asReading(log, 'ensure relationship', async () => delegatedAdmin.ensure(request)),
    readRelationship: async (relationshipId) =>
      asReading(log, 'read relationship', async () => delegatedAdmin.read(relationshipId)),
    existingRelationships: async (tenantId) =>
      asReading(log, 'read existing relationships', async () => delegatedAdmin.existing(tenantId)),
    extendRelationship: async (relationshipId) =>
      asReading(log, 'extend relationship', async () => delegatedAdmin.extend(relationshipId)),
    approveRelationship: async (relationshipId) =>
      asReading(log, 'approve relationship', async () => delegatedAdmin.approve(relationshipId)),
    ensureAccessAssignments: async (relationshipId) =>
      asReading(log, 'ensure access assignments', async () =>
        ensureAccessAssignments({ graph, partnerGraph, calls, groups: config.accessAssignmentGroups }, relationshipId),
      ),
    readResellerRelationship: async (tenantId) =>
      asReading(log, 'read reseller relationship', async () =>
        readResellerRelationship(partnerCenter, config, tenantId),
      ),
    readAgreement: async (tenantId) =>
      asReading(log, 'read agreement', async () => readAgreement(partnerCenter, config.partnerModel, tenantId)),
    readQualifications: async (tenantId) =>
      asReading(log, 'read qualifications', async () => readQualifications(partnerCenter, tenantId)),
    requestQualification: async (request) =>
      asReading(log, 'request qualification', async () => requestQualification(partnerCenter, request)),
    approvalUrl: (relationshipId) =>
      config.approvalUrlTemplate.replace('{relationshipId}', () => encodeURIComponent(relationshipId)),
    resellerInvitationUrl: async () => asReading(log, 'read reseller invitation', invitation),
    customerState: async (tenantId) =>
      asReading(log, 'read customer state', async () => readCustomerState(partnerCenter, tenantId)),
  };
}

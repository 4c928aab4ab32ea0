// GDAP records as Graph writes them.

import { createHash } from 'node:crypto';

import { Refusal } from '../server/refusal.ts';
import { momentFor, viewOf } from '../world/customers.ts';
import { assignmentStatus } from '../world/relationship-status.ts';
import type { AccessAssignment, Relationship, RelationshipOperation, RelationshipRequest } from '../world/state.ts';
import { graphInstant, secondsAfter, timingFor } from '../world/timing.ts';
import type { World } from '../world/world.ts';

/** The tag changes with whatever a reader could see, including what Microsoft changed by itself. */
function etagOf(visible: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(visible)).digest('hex');
  const version = `'"${digest.slice(0, 8)}-0000-0200-0000-${digest.slice(8, 20)}"'`;
  return `W/"${Buffer.from(version).toString('base64')}"`;
}

function rolesWire(roleIds: readonly string[]): Record<string, unknown> {
  return { unifiedRoles: roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) };
}

export function relationshipWire(world: World, relationship: Relationship): Record<string, unknown> {
  const view = viewOf(world, relationship);
  const visible = {
    id: relationship.relationshipId,
    displayName: relationship.displayName,
    duration: relationship.duration,
    customer: relationship.customer ?? null,
    accessDetails: rolesWire(relationship.roleIds),
    status: view.status,
    autoExtendDuration: relationship.autoExtendDuration,
    createdDateTime: graphInstant(relationship.createdAt),
    lastModifiedDateTime: graphInstant(view.changedAt),
    activatedDateTime: view.activatedAt === undefined ? null : graphInstant(view.activatedAt),
    endDateTime: graphInstant(view.endsAt),
    ...providerWire(relationship),
  };
  const type =
    relationship.provider === undefined ? 'delegatedAdminRelationship' : 'resellerDelegatedAdminRelationship';
  return { '@odata.type': `#microsoft.graph.${type}`, '@odata.etag': etagOf(visible), ...visible };
}

/** What the sub-type for relationships made by an indirect provider has besides. */
function providerWire({ provider }: Relationship): Record<string, unknown> {
  if (provider === undefined) return {};
  return { indirectProviderTenantId: provider.tenantId, isPartnerConsentPending: provider.answer === undefined };
}

export function assignmentWire(
  world: World,
  relationship: Relationship,
  assignment: AccessAssignment,
): Record<string, unknown> {
  const moment = momentFor(world, relationship.customer?.tenantId);
  const visible = {
    id: assignment.assignmentId,
    status: assignmentStatus(assignment, relationship, moment),
    createdDateTime: graphInstant(assignment.createdAt),
    lastModifiedDateTime: graphInstant(assignment.deletedAt ?? assignment.changedAt),
    accessContainer: { accessContainerId: assignment.groupId, accessContainerType: 'securityGroup' },
    accessDetails: rolesWire(assignment.roleIds),
  };
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminAccessAssignment',
    '@odata.etag': etagOf(visible),
    ...visible,
  };
}

function isSettled(world: World, createdAt: string): boolean {
  return secondsAfter(createdAt, timingFor(world.normalAfterSeconds).assignmentSeconds) <= world.now();
}

/** Words that came after the first ones; a caller who does not ask for them gets a placeholder. */
const laterActions: readonly string[] = ['approve', 'reject'];

export function requestWire(
  world: World,
  request: RelationshipRequest,
  { knowsLaterWords }: { knowsLaterWords: boolean },
): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationshipRequest',
    id: request.requestId,
    action: laterActions.includes(request.action) && !knowsLaterWords ? 'unknownFutureValue' : request.action,
    status: isSettled(world, request.createdAt) ? 'succeeded' : 'created',
    createdDateTime: graphInstant(request.createdAt),
    lastModifiedDateTime: graphInstant(request.createdAt),
  };
}

export function operationWire(world: World, operation: RelationshipOperation): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationshipOperation',
    id: operation.operationId,
    operationType: 'delegatedAdminAccessAssignmentUpdate',
    status: isSettled(world, operation.createdAt) ? 'succeeded' : 'running',
    data: operation.assignmentId ?? '',
    createdDateTime: graphInstant(operation.createdAt),
    lastModifiedDateTime: graphInstant(operation.createdAt),
  };
}

/** PATCH and DELETE must name the version they were decided on. */
export function checkIfMatch(ifMatch: string | undefined, current: Record<string, unknown>): void {
  if (ifMatch === undefined) {
    throw new Refusal(400, 'badRequest', 'The If-Match header is required for this operation.');
  }
  if (ifMatch !== '*' && ifMatch !== current['@odata.etag']) {
    throw new Refusal(412, 'preconditionFailed', 'The condition specified in the If-Match header was not met.');
  }
}

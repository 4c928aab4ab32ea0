// Access assignments: which partner group holds which roles of a relationship. And the customers they add up to.

import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { sandboxPartner } from '../directory.ts';
import { empty, headerOf, json, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { viewOf } from '../world/customers.ts';
import type { AccessAssignment, Relationship } from '../world/state.ts';
import { contextUrl, graphBase, parsedBody, type GraphCall, type GraphRoute } from './edge.ts';
import { pageOf } from './paging.ts';
import { AccessDetails, badRequest, parse, roleIdsOf } from './relationship-rules.ts';
import { assignmentWire, checkIfMatch } from './relationship-wire.ts';
import { readGdap, relationshipOf, writeGdap } from './relationships.ts';

const NewAssignment = z.object({
  accessContainer: z.object({ accessContainerId: z.string(), accessContainerType: z.literal('securityGroup') }),
  accessDetails: AccessDetails,
});
const AssignmentEdit = z.object({ accessDetails: AccessDetails });

const groupIds: readonly string[] = Object.values(sandboxPartner.groups);

function checkRoles(relationship: Relationship, roleIds: readonly string[]): void {
  const isSubset = roleIds.every((roleId) => relationship.roleIds.includes(roleId));
  if (!isSubset) {
    throw badRequest('The roles of an access assignment must be a subset of the roles of the relationship.');
  }
}

function isGone({ world }: GraphCall, groupId: string): boolean {
  return world.state.troubles.deletedGroups?.includes(groupId) === true;
}

function isLive(assignment: AccessAssignment): boolean {
  return assignment.deletedAt === undefined;
}

function assignmentOf(call: GraphCall, relationship: Relationship): AccessAssignment {
  const assignmentId = param(call.request, 'assignmentId');
  const found = relationship.assignments.find((candidate) => candidate.assignmentId === assignmentId);
  if (found === undefined) throw new Refusal(404, 'notFound', 'The access assignment was not found.');
  return found;
}

function create(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  const body = parse(NewAssignment, parsedBody(request));
  const { status } = viewOf(world, relationship);
  if (status !== 'active') throw badRequest(`Access cannot be assigned in the status '${status}' of the relationship.`);
  const groupId = body.accessContainer.accessContainerId.toLowerCase();
  if (!groupIds.includes(groupId) || isGone(call, groupId)) {
    throw badRequest('The access container does not exist in the partner tenant.');
  }
  const isTaken = relationship.assignments.some((assignment) => isLive(assignment) && assignment.groupId === groupId);
  if (isTaken) throw new Refusal(409, 'conflict', 'An access assignment for this access container already exists.');
  const roleIds = roleIdsOf(body.accessDetails);
  checkRoles(relationship, roleIds);
  const at = world.nowText();
  const made: AccessAssignment = { assignmentId: randomUUID(), groupId, roleIds, createdAt: at, changedAt: at };
  world.change(() => relationship.assignments.push(made));
  const location = `${world.publicUrl}${graphBase}/tenantRelationships/delegatedAdminRelationships/${relationship.relationshipId}/accessAssignments/${made.assignmentId}`;
  const wire = assignmentWire(world, relationship, made);
  return json(201, { '@odata.context': contextUrl(world, 'accessAssignments'), ...wire }, { location });
}

function list(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  const items = relationship.assignments
    .map((assignment) => assignmentWire(world, relationship, assignment))
    .filter((item) => item['status'] !== 'deleted');
  return json(200, { '@odata.context': contextUrl(world, 'accessAssignments'), ...pageOf(request, items) });
}

function read(call: GraphCall): SandboxResponse {
  const relationship = relationshipOf(call);
  const wire = assignmentWire(call.world, relationship, assignmentOf(call, relationship));
  return json(200, { '@odata.context': contextUrl(call.world, 'accessAssignments/$entity'), ...wire });
}

function recordOperation(call: GraphCall, relationship: Relationship, assignmentId: string): string {
  const operationId = randomUUID();
  relationship.operations.push({ operationId, createdAt: call.world.nowText(), assignmentId });
  return `${call.world.publicUrl}${graphBase}/tenantRelationships/delegatedAdminRelationships/${relationship.relationshipId}/operations/${operationId}`;
}

function update(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  const assignment = assignmentOf(call, relationship);
  checkIfMatch(headerOf(request, 'if-match'), assignmentWire(world, relationship, assignment));
  const roleIds = roleIdsOf(parse(AssignmentEdit, parsedBody(request)).accessDetails);
  checkRoles(relationship, roleIds);
  const location = world.change(() => {
    assignment.roleIds = roleIds;
    assignment.changedAt = world.nowText();
    return recordOperation(call, relationship, assignment.assignmentId);
  });
  return json(202, {}, { location, 'retry-after': '10' });
}

function remove(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  const assignment = assignmentOf(call, relationship);
  checkIfMatch(headerOf(request, 'if-match'), assignmentWire(world, relationship, assignment));
  world.change(() => {
    assignment.deletedAt ??= world.nowText();
  });
  return empty(204);
}

function customerWire(relationship: Relationship): Record<string, unknown> | undefined {
  if (relationship.customer === undefined) return undefined;
  const { tenantId, displayName } = relationship.customer;
  return { '@odata.type': '#microsoft.graph.delegatedAdminCustomer', id: tenantId, tenantId, displayName };
}

/** Every customer with an active relationship, once. */
function customersOf({ world, caller }: GraphCall): Record<string, unknown>[] {
  const active = world.state.relationships.filter(
    (relationship) =>
      relationship.partnerTenantId === caller.tenantId && viewOf(world, relationship).status === 'active',
  );
  const byTenant = new Map(active.map((relationship) => [relationship.customer?.tenantId, customerWire(relationship)]));
  return [...byTenant.values()].filter((customer) => customer !== undefined);
}

function listCustomers(call: GraphCall): SandboxResponse {
  const context = contextUrl(call.world, 'delegatedAdminCustomers');
  return json(200, { '@odata.context': context, ...pageOf(call.request, customersOf(call)) });
}

function readCustomer(call: GraphCall): SandboxResponse {
  const customerId = param(call.request, 'customerId').toLowerCase();
  const found = customersOf(call).find((customer) => customer['id'] === customerId);
  if (found === undefined) throw new Refusal(404, 'notFound', 'The delegated admin customer was not found.');
  return json(200, { '@odata.context': contextUrl(call.world, 'delegatedAdminCustomers/$entity'), ...found });
}

const collection = '/tenantRelationships/delegatedAdminRelationships/:relationshipId/accessAssignments';
const one = `${collection}/:assignmentId`;
const customers = '/tenantRelationships/delegatedAdminCustomers';

export const assignmentGraphRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: collection, permissions: writeGdap, isForPartner: true, handle: create },
  { method: 'GET', path: collection, permissions: readGdap, isForPartner: true, handle: list },
  { method: 'GET', path: one, permissions: readGdap, isForPartner: true, handle: read },
  { method: 'PATCH', path: one, permissions: writeGdap, isForPartner: true, handle: update },
  { method: 'DELETE', path: one, permissions: writeGdap, isForPartner: true, handle: remove },
  { method: 'GET', path: customers, permissions: readGdap, isForPartner: true, handle: listCustomers },
  { method: 'GET', path: `${customers}/:customerId`, permissions: readGdap, isForPartner: true, handle: readCustomer },
];

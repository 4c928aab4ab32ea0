// Delegated admin relationships (GDAP) and the actions on them.

import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { companyById, globalAdministratorRoleId } from '../directory.ts';
import { empty, headerOf, json, param, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { viewOf } from '../world/customers.ts';
import type { Relationship } from '../world/state.ts';
import { contextUrl, graphBase, parsedBody, type GraphCall, type GraphRoute } from './edge.ts';
import { pageOf } from './paging.ts';
import {
  badRequest,
  checkDraft,
  NewRelationship,
  parse,
  RelationshipEdit,
  roleIdsOf,
  type Draft,
} from './relationship-rules.ts';
import { checkIfMatch, operationWire, relationshipWire, requestWire } from './relationship-wire.ts';

const base = '/tenantRelationships/delegatedAdminRelationships';
export const readGdap = ['DelegatedAdminRelationship.Read.All', 'DelegatedAdminRelationship.ReadWrite.All'];
export const writeGdap = ['DelegatedAdminRelationship.ReadWrite.All'];

export function relationshipOf({ world, request, caller }: GraphCall): Relationship {
  const relationshipId = param(request, 'relationshipId').toLowerCase();
  const found = world.state.relationships.find((candidate) => candidate.relationshipId === relationshipId);
  if (found?.partnerTenantId !== caller.tenantId) {
    throw new Refusal(
      404,
      'notFound',
      `The delegated admin relationship '${relationshipId.slice(0, 100)}' was not found.`,
    );
  }
  return found;
}

function customerFrom(customer: RelationshipEdit['customer']): Relationship['customer'] {
  if (customer === null || customer === undefined) return undefined;
  const company = companyById(customer.tenantId);
  if (company === undefined) throw badRequest("Invalid value for property 'customer.tenantId': no such tenant.");
  return { tenantId: company.tenantId, displayName: customer.displayName ?? company.displayName };
}

function withCustomer<T extends object>(
  target: T,
  customer: Relationship['customer'],
): T & Pick<Relationship, 'customer'> {
  return customer === undefined ? target : { ...target, customer };
}

function create(call: GraphCall): SandboxResponse {
  const { world, request, caller } = call;
  const body = parse(NewRelationship, parsedBody(request));
  const draft: Draft = withCustomer(
    {
      displayName: body.displayName,
      duration: body.duration,
      autoExtendDuration: body.autoExtendDuration ?? 'PT0S',
      roleIds: roleIdsOf(body.accessDetails),
    },
    customerFrom(body.customer),
  );
  checkDraft(world, draft);
  const at = world.nowText();
  const relationship: Relationship = {
    ...draft,
    relationshipId: `${randomUUID()}-${randomUUID()}`,
    partnerTenantId: caller.tenantId,
    createdAt: at,
    editedAt: at,
    requests: [],
    assignments: [],
    operations: [],
  };
  world.change((state) => state.relationships.push(relationship));
  const context = { '@odata.context': contextUrl(world, 'delegatedAdminRelationships') };
  // Microsoft's example of this one answer has an empty string where later reads have null.
  const answer = { ...context, ...relationshipWire(world, relationship), activatedDateTime: '' };
  return json(201, answer, { location: `${world.publicUrl}${graphBase}${base}/${relationship.relationshipId}` });
}

const filterPattern = /^(status|customer\/tenantId|displayName)\s+eq\s+'((?:[^']|'')*)'$/i;

function matchesFilter(item: Record<string, unknown>, filter: string | null): boolean {
  if (filter === null || filter.trim() === '') return true;
  return filter.split(/\s+and\s+/i).every((clause) => {
    const [, property, quoted] = filterPattern.exec(clause.trim().replace(/^\((.*)\)$/, '$1')) ?? [];
    if (property === undefined || quoted === undefined) {
      throw badRequest(`Invalid filter clause: ${clause.slice(0, 100)}.`);
    }
    const wanted = quoted.replaceAll("''", "'").toLowerCase();
    const customer = item['customer'] as Relationship['customer'] | null;
    const value = property.toLowerCase() === 'customer/tenantid' ? customer?.tenantId : item[property];
    return typeof value === 'string' && value.toLowerCase() === wanted;
  });
}

function list(call: GraphCall): SandboxResponse {
  const { world, request, caller } = call;
  const { searchParams } = request.url;
  const own = world.state.relationships.filter((relationship) => relationship.partnerTenantId === caller.tenantId);
  const items = own
    .map((relationship) => relationshipWire(world, relationship))
    .filter((item) => matchesFilter(item, searchParams.get('$filter')));
  if (searchParams.get('$orderby')?.toLowerCase().startsWith('status') === true) {
    items.sort((left, right) => String(left['status']).localeCompare(String(right['status'])));
  }
  return json(200, { '@odata.context': contextUrl(world, 'delegatedAdminRelationships'), ...pageOf(request, items) });
}

function read(call: GraphCall): SandboxResponse {
  const context = contextUrl(call.world, 'delegatedAdminRelationships/$entity');
  const wire = relationshipWire(call.world, relationshipOf(call));
  return json(200, { '@odata.context': context, ...wire }, { etag: String(wire['@odata.etag']) });
}

function editActive(relationship: Relationship, edit: RelationshipEdit): void {
  const { autoExtendDuration, accessDetails, ...others } = edit;
  if (Object.keys(others).length > 0) {
    throw badRequest('This property cannot be changed in the current status of the relationship.');
  }
  if (accessDetails !== undefined) {
    const remaining = relationship.roleIds.filter((roleId) => roleId !== globalAdministratorRoleId);
    const wanted = roleIdsOf(accessDetails);
    const isRemovalOfOne = wanted.length === remaining.length && wanted.every((roleId) => remaining.includes(roleId));
    if (!isRemovalOfOne) {
      throw badRequest('Only the Global Administrator role can be removed from an active relationship.');
    }
    relationship.roleIds = remaining;
  }
  if (autoExtendDuration === 'P180D' && relationship.roleIds.includes(globalAdministratorRoleId)) {
    throw badRequest('A relationship that contains the Global Administrator role cannot be auto-extended.');
  }
  relationship.autoExtendDuration = autoExtendDuration ?? relationship.autoExtendDuration;
}

function editCreated({ world }: GraphCall, relationship: Relationship, edit: RelationshipEdit): void {
  const draft: Draft = withCustomer(
    {
      displayName: edit.displayName ?? relationship.displayName,
      duration: edit.duration ?? relationship.duration,
      autoExtendDuration: edit.autoExtendDuration ?? relationship.autoExtendDuration,
      roleIds: edit.accessDetails === undefined ? relationship.roleIds : roleIdsOf(edit.accessDetails),
    },
    edit.customer === undefined ? relationship.customer : customerFrom(edit.customer),
  );
  checkDraft(world, draft, relationship.relationshipId);
  Object.assign(relationship, draft);
}

function update(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  checkIfMatch(headerOf(request, 'if-match'), relationshipWire(world, relationship));
  const edit = parse(RelationshipEdit, parsedBody(request));
  const { status } = viewOf(world, relationship);
  if (status !== 'created' && status !== 'active') {
    throw badRequest(`The relationship cannot be updated in the status '${status}'.`);
  }
  world.change(() => {
    if (status === 'created') editCreated(call, relationship, edit);
    else editActive(relationship, edit);
    relationship.editedAt = world.nowText();
  });
  return read(call);
}

function remove(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const relationship = relationshipOf(call);
  checkIfMatch(headerOf(request, 'if-match'), relationshipWire(world, relationship));
  const { status } = viewOf(world, relationship);
  if (status !== 'created') throw badRequest(`The relationship cannot be deleted in the status '${status}'.`);
  world.change((state) => {
    state.relationships = state.relationships.filter((candidate) => candidate !== relationship);
  });
  return empty(204);
}

const RequestBody = z.object({ action: z.enum(['lockForApproval', 'terminate', 'approve', 'reject']) });
type Action = z.infer<typeof RequestBody>['action'];

function knowsLaterWords(request: SandboxRequest): boolean {
  return headerOf(request, 'prefer')?.toLowerCase().includes('include-unknown-enum-members') === true;
}

function isAllowed(action: Action, relationship: Relationship, status: string): boolean {
  switch (action) {
    case 'lockForApproval':
      return status === 'created' && relationship.lockedAt === undefined && relationship.provider === undefined;
    case 'terminate':
      return status === 'active';
    case 'approve':
    case 'reject':
      return relationship.provider !== undefined && relationship.provider.answer === undefined;
  }
}

function carryOut(
  action: Action,
  relationship: Relationship,
  { at, by }: { at: string; by: string | undefined },
): void {
  switch (action) {
    case 'lockForApproval':
      relationship.lockedAt = at;
      break;
    case 'terminate':
      end(relationship, { at, by });
      break;
    case 'approve':
    case 'reject':
      if (relationship.provider !== undefined) relationship.provider.answer = action;
      if (action === 'reject') end(relationship, { at, by });
  }
}

function end(relationship: Relationship, { at, by }: { at: string; by: string | undefined }): void {
  relationship.terminationRequestedAt = at;
  if (by !== undefined) relationship.terminatedBy = by;
}

function requestAction(call: GraphCall): SandboxResponse {
  const { world, request, caller } = call;
  const relationship = relationshipOf(call);
  const { action } = parse(RequestBody, parsedBody(request));
  const { status } = viewOf(world, relationship);
  if (!isAllowed(action, relationship, status)) {
    throw badRequest(`The action '${action}' is not allowed in the status '${status}' of the relationship.`);
  }
  const made = { requestId: randomUUID(), action, createdAt: world.nowText() };
  world.change(() => {
    carryOut(action, relationship, { at: made.createdAt, by: caller.userName });
    relationship.requests.push(made);
  });
  const location = `${world.publicUrl}${graphBase}${base}/${relationship.relationshipId}/requests/${made.requestId}`;
  const words = { knowsLaterWords: knowsLaterWords(request) };
  const wire = { ...requestWire(world, made, words), status: 'created' };
  return json(201, { '@odata.context': contextUrl(world, 'requests'), ...wire }, { location });
}

function listRequests(call: GraphCall): SandboxResponse {
  const words = { knowsLaterWords: knowsLaterWords(call.request) };
  const value = relationshipOf(call).requests.map((request) => requestWire(call.world, request, words));
  return json(200, { '@odata.context': contextUrl(call.world, 'requests'), value });
}

function readRequest(call: GraphCall): SandboxResponse {
  const requestId = param(call.request, 'requestId');
  const found = relationshipOf(call).requests.find((request) => request.requestId === requestId);
  if (found === undefined) throw new Refusal(404, 'notFound', 'The request was not found.');
  return json(200, requestWire(call.world, found, { knowsLaterWords: knowsLaterWords(call.request) }));
}

function listOperations(call: GraphCall): SandboxResponse {
  const value = relationshipOf(call).operations.map((operation) => operationWire(call.world, operation));
  return json(200, { '@odata.context': contextUrl(call.world, 'operations'), value });
}

const one = `${base}/:relationshipId`;

export const relationshipGraphRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: base, permissions: writeGdap, isForPartner: true, handle: create },
  { method: 'GET', path: base, permissions: readGdap, isForPartner: true, handle: list },
  { method: 'GET', path: one, permissions: readGdap, isForPartner: true, handle: read },
  { method: 'PATCH', path: one, permissions: writeGdap, isForPartner: true, handle: update },
  { method: 'DELETE', path: one, permissions: writeGdap, isForPartner: true, handle: remove },
  { method: 'POST', path: `${one}/requests`, permissions: writeGdap, isForPartner: true, handle: requestAction },
  { method: 'GET', path: `${one}/requests`, permissions: readGdap, isForPartner: true, handle: listRequests },
  { method: 'GET', path: `${one}/requests/:requestId`, permissions: readGdap, isForPartner: true, handle: readRequest },
  { method: 'GET', path: `${one}/operations`, permissions: readGdap, isForPartner: true, handle: listOperations },
];

import type * as microsoft from '@microsoft/microsoft-graph-types';
import { AppError } from '../../../core/errors.ts';
import type { AssignmentState } from '../../../core/ports/microsoft.ts';
import { bodyOf, type ApiAnswer } from '../../api-client.ts';
import type { GroupRoles } from '../../microsoft-config.ts';
import type { Graph } from '../graph.ts';
import { DelegatedAdminAccessAssignment, type DelegatedAdminRelationship } from '../graph-wire.ts';
import { refusedToPartner } from '../partner-refusal.ts';
import { ifMatch, type RelationshipCalls } from './relationship-calls.ts';

export interface AccessAssignmentsDeps {
  /** With the token that relationships are made with. */
  graph: Graph;
  /** Knows the partner's own groups. */
  partnerGraph: Graph;
  calls: Pick<RelationshipCalls, 'get'>;
  groups: readonly GroupRoles[];
}

type Assignment = DelegatedAdminAccessAssignment;

/**
 * Gives each configured group its roles under an active relationship, as far as the relationship has them. Lists before
 * it writes, so it can be repeated. A group that has fewer roles than configured gets the others too; what it has beyond
 * that, and what other groups have, is left alone.
 */
export async function ensureAccessAssignments(
  deps: AccessAssignmentsDeps,
  relationshipId: string,
): Promise<AssignmentState> {
  const { graph, calls, groups } = deps;
  const path = `/tenantRelationships/delegatedAdminRelationships/${encodeURIComponent(relationshipId)}/accessAssignments`;
  const existing = await graph.list({ call: 'listAccessAssignments', path }, DelegatedAdminAccessAssignment);
  let reading: ReturnType<typeof calls.get> | undefined;
  const grantable: Grantable = async (group) => {
    reading ??= calls.get(relationshipId);
    return rolesThatCanBeGiven(await reading, group);
  };

  const states: AssignmentState[] = [];
  for (const group of groups) {
    const known = existing.find((one) => isFor(one, group) && one.status !== 'deleted');
    states.push(await ensureOne({ ...deps, path, grantable }, group, known));
  }
  return worstOf(states);
}

type Grantable = (group: GroupRoles) => Promise<string[]>;

interface Task extends AccessAssignmentsDeps {
  path: string;
  grantable: Grantable;
}

/** An older relationship may lack a role that was configured later: it cannot be given under it, and is not missed. */
function rolesThatCanBeGiven(relationship: DelegatedAdminRelationship | undefined, { roleIds }: GroupRoles): string[] {
  const wanted = roleIds.map((roleId) => roleId.toLowerCase());
  if (!relationship) return wanted;
  const granted = new Set(relationship.accessDetails.unifiedRoles.map((role) => role.roleDefinitionId));
  return wanted.filter((roleId) => granted.has(roleId));
}

async function ensureOne(task: Task, group: GroupRoles, known: Assignment | undefined): Promise<AssignmentState> {
  if (known?.status === 'error') return retry(task, group, known);
  if (known && known.status !== 'active') return 'pending';
  if (known && missingIn(known, group.roleIds).length === 0) return 'active';
  const grantable = await task.grantable(group);
  if (!known) return grantable.length === 0 ? 'active' : create(task, group, grantable);
  return missingIn(known, grantable).length === 0 ? 'active' : add(task, group, known);
}

async function create(task: Task, group: GroupRoles, roleIds: readonly string[]): Promise<AssignmentState> {
  const { graph, path } = task;
  const answer = await graph.send({
    call: 'createAccessAssignment',
    method: 'POST',
    path,
    body: {
      accessContainer: { accessContainerId: group.groupId, accessContainerType: 'securityGroup' },
      accessDetails: detailsOf(roleIds),
    } satisfies microsoft.DelegatedAdminAccessAssignment,
  });
  // Made meanwhile by another run of ours.
  if (answer.status === 409) return 'pending';
  if (isUnacceptable(answer)) return whyRefused(task, group);
  if (answer.status !== 201) throw refusedToPartner(graph, answer);
  return stateOf(bodyOf(answer, DelegatedAdminAccessAssignment));
}

/** The same roles once more: Microsoft's trouble may have passed, and what was configured wrongly may be corrected. */
async function retry(task: Task, group: GroupRoles, known: Assignment): Promise<AssignmentState> {
  const why = await whyRefused(task, group);
  if (typeof why === 'object') return why;
  return (await setRoles(task, group, known)) === 'refused' ? 'failed' : 'retried';
}

async function add(task: Task, group: GroupRoles, known: Assignment): Promise<AssignmentState> {
  const answer = await setRoles(task, group, known);
  if (answer === 'accepted') return 'pending';
  // It was so already.
  return answer === 'refused' ? whyRefused(task, group) : stateOf(answer);
}

/** One more where somebody changed it between our look and our change. */
const mostTries = 2;

/** The whole set replaces the old one, so what is there already is sent with it. */
async function setRoles(
  task: Task,
  group: GroupRoles,
  first: Assignment,
): Promise<'accepted' | 'refused' | Assignment> {
  const { graph } = task;
  const path = `${task.path}/${encodeURIComponent(first.id)}`;
  let known = first;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const roleIds = [...rolesOf(known), ...missingIn(known, await task.grantable(group))];
    const body = { accessDetails: detailsOf(roleIds) } satisfies microsoft.DelegatedAdminAccessAssignment;
    const headers = ifMatch(known['@odata.etag']);
    const answer = await graph.send({ call: 'changeAccessAssignment', method: 'PATCH', path, headers, body });
    if (answer.status === 202) return 'accepted';
    if (answer.status === 200) return bodyOf(answer, DelegatedAdminAccessAssignment);
    if (isUnacceptable(answer)) return 'refused';
    if (answer.status !== 412) throw refusedToPartner(graph, answer);
    const now = await graph.send({ call: 'readAccessAssignment', method: 'GET', path });
    if (now.status !== 200) throw refusedToPartner(graph, now);
    known = bodyOf(now, DelegatedAdminAccessAssignment);
  }
  throw new AppError('UPSTREAM_UNEXPECTED', { status: '412', reason: 'changed under our hands' });
}

/** The group is gone, or a role is not part of the relationship: trying again would not help. */
function isUnacceptable(answer: ApiAnswer): boolean {
  return answer.status === 400 || answer.status === 404;
}

/** Microsoft says in words alone that the group does not exist, so the group itself is looked for. */
async function whyRefused({ partnerGraph }: AccessAssignmentsDeps, { groupId }: GroupRoles): Promise<AssignmentState> {
  const path = `/groups/${encodeURIComponent(groupId)}?$select=id`;
  const answer = await partnerGraph.send({ call: 'readGroup', method: 'GET', path });
  return answer.status === 404 ? { goneGroupId: groupId.toLowerCase() } : 'failed';
}

function worstOf(states: readonly AssignmentState[]): AssignmentState {
  const gone = states.find((state) => typeof state === 'object');
  if (gone) return gone;
  const trouble = (['failed', 'retried'] as const).find((state) => states.includes(state));
  if (trouble) return trouble;
  return states.includes('pending') ? 'pending' : 'active';
}

function stateOf({ status }: Assignment): AssignmentState {
  return status === 'active' ? 'active' : 'pending';
}

function isFor(assignment: Assignment, group: GroupRoles): boolean {
  return assignment.accessContainer.accessContainerId === group.groupId.toLowerCase();
}

function rolesOf({ accessDetails }: Assignment): string[] {
  return accessDetails.unifiedRoles.map((role) => role.roleDefinitionId);
}

function missingIn(assignment: Assignment, roleIds: readonly string[]): string[] {
  const given = new Set(rolesOf(assignment));
  return roleIds.filter((roleId) => !given.has(roleId.toLowerCase()));
}

function detailsOf(roleIds: readonly string[]) {
  return { unifiedRoles: roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) };
}

import { bodyOf } from '../api-client.ts';
import type { GroupRoles } from '../microsoft-config.ts';
import type { Graph } from './graph.ts';
import { DelegatedAdminAccessAssignment } from './graph-wire.ts';

export type AssignmentState = 'pending' | 'active' | 'failed';

/**
 * Gives each configured group its roles under an active relationship. Lists before it creates, so it can be repeated;
 * an assignment that somebody cut down by hand is reported, not overwritten.
 */
export async function ensureAccessAssignments(
  graph: Graph,
  groups: readonly GroupRoles[],
  relationshipId: string,
): Promise<AssignmentState> {
  const path = `/tenantRelationships/delegatedAdminRelationships/${encodeURIComponent(relationshipId)}/accessAssignments`;
  const existing = await graph.list(path, DelegatedAdminAccessAssignment);

  async function stateFor(group: GroupRoles): Promise<AssignmentState> {
    const found = existing.find((one) => isFor(one, group) && one.status !== 'deleted');
    return found ? stateOf(found, group) : create(group);
  }

  async function create(group: GroupRoles): Promise<AssignmentState> {
    const answer = await graph.send({
      method: 'POST',
      path,
      body: {
        accessContainer: { accessContainerId: group.groupId, accessContainerType: 'securityGroup' },
        accessDetails: { unifiedRoles: group.roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) },
      },
    });
    // Made meanwhile by another run of ours.
    if (answer.status === 409) return 'pending';
    // The group is gone, or a role is not part of the relationship: trying again would not help.
    if (answer.status === 400 || answer.status === 404) return 'failed';
    if (answer.status !== 201) throw graph.refused(answer);
    return stateOf(bodyOf(answer, DelegatedAdminAccessAssignment), group);
  }

  const states: AssignmentState[] = [];
  for (const group of groups) states.push(await stateFor(group));
  if (states.includes('failed')) return 'failed';
  return states.includes('pending') ? 'pending' : 'active';
}

function isFor(assignment: DelegatedAdminAccessAssignment, group: GroupRoles): boolean {
  return assignment.accessContainer.accessContainerId === group.groupId.toLowerCase();
}

function stateOf(assignment: DelegatedAdminAccessAssignment, group: GroupRoles): AssignmentState {
  if (assignment.status === 'error') return 'failed';
  const given = new Set(assignment.accessDetails.unifiedRoles.map((role) => role.roleDefinitionId));
  if (!group.roleIds.every((roleId) => given.has(roleId.toLowerCase()))) return 'failed';
  return assignment.status === 'active' ? 'active' : 'pending';
}

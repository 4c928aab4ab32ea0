import type { RelationshipStatus } from '../../../core/ports/microsoft.ts';
import type { DelegatedAdminRelationship } from '../graph-wire.ts';

/** Best first: what needs the least of the customer. One that is running out is not built upon. */
const reusableInOrder: readonly RelationshipStatus[] = [
  'active',
  'activating',
  'approved',
  'approvalPending',
  'created',
];
const over: readonly RelationshipStatus[] = ['expired', 'terminationRequested', 'terminating', 'terminated'];

/** Microsoft-led transition: read-only leftovers of the old delegated administration. */
const microsoftLedPrefix = 'MLT_';

/** Of use to us now, or it may still become so. */
export function isAlive(relationship: DelegatedAdminRelationship): boolean {
  return !over.includes(relationship.status);
}

/** A pending request cannot be withdrawn, so the one that is there is used rather than a second one made. */
export function bestReusable(
  relationships: readonly DelegatedAdminRelationship[],
  roleIds: readonly string[],
): DelegatedAdminRelationship | undefined {
  const usable = relationships.filter(
    (relationship) =>
      !isMicrosoftLed(relationship) && relationship.isPartnerConsentPending !== true && covers(relationship, roleIds),
  );
  return reusableInOrder
    .map((status) => usable.find((relationship) => relationship.status === status))
    .find((relationship) => relationship !== undefined);
}

/** What our indirect provider asked on our behalf: a second request of our own would ask the customer for it twice. */
export function awaitingOurApproval(
  relationships: readonly DelegatedAdminRelationship[],
  roleIds: readonly string[],
): DelegatedAdminRelationship | undefined {
  return relationships.find(
    (relationship) =>
      relationship.isPartnerConsentPending === true && isAlive(relationship) && covers(relationship, roleIds),
  );
}

export function isMicrosoftLed(relationship: DelegatedAdminRelationship): boolean {
  return relationship.displayName.startsWith(microsoftLedPrefix);
}

/** It may hold other roles besides. */
export function covers(relationship: DelegatedAdminRelationship, roleIds: readonly string[]): boolean {
  const granted = new Set(relationship.accessDetails.unifiedRoles.map((role) => role.roleDefinitionId));
  return roleIds.every((roleId) => granted.has(roleId.toLowerCase()));
}

import type { ExistingRelationship, Relationship } from '../../../core/ports/microsoft.ts';
import { isTermination } from '../../../core/relationship-replaced.ts';
import type { DelegatedAdminRelationship } from '../graph-wire.ts';
import { canExtend } from './relationship-calls.ts';
import { covers, isAlive, isMicrosoftLed } from './reusable-relationship.ts';

type Wire = DelegatedAdminRelationship;

/** What the rest of the service knows of a relationship. */
export function asRelationship(wire: Wire): Relationship {
  // Before activation the end is a guess of Microsoft's.
  const endsAt = wire.activatedDateTime && wire.endDateTime;
  const endedAt = isTermination(wire.status) ? wire.lastModifiedDateTime : undefined;
  return {
    relationshipId: wire.id,
    status: wire.status,
    ...(endsAt && { endsAt }),
    ...(endedAt && { endedAt }),
    ...(extendsItself(wire) && { extendsItself: true }),
    ...(!canExtend(wire) && { cannotExtend: true }),
    ...(wire.isPartnerConsentPending === true && isAlive(wire) && { needsOurApproval: true }),
  };
}

/** One that is there already, held against the roles that we would ask for. */
export function asExisting(wire: Wire, roleIds: readonly string[]): ExistingRelationship {
  const { relationshipId, status, endsAt } = asRelationship(wire);
  return {
    relationshipId,
    status,
    displayName: wire.displayName,
    ...(endsAt && { endsAt }),
    covers: covers(wire, roleIds),
    isMicrosoftLed: isMicrosoftLed(wire),
  };
}

/** Graph takes two values: P180D, and PT0S for never. */
export function extendsItself({ autoExtendDuration }: Wire): boolean {
  return autoExtendDuration === 'P180D';
}

// What the customer has accepted, and from when the partner can see it.

import { sandboxPartner } from '../directory.ts';
import { viewRelationship, type Moment, type RelationshipView } from './relationship-status.ts';
import type { Agreement, Consent, Relationship, ResellerRelationship } from './state.ts';
import { secondsAfter, timingFor } from './timing.ts';
import type { World } from './world.ts';

export function momentFor(world: World, tenantId: string | undefined): Moment {
  return { now: world.now(), timing: timingFor(world.normalAfterSeconds), behaviour: world.behaviourOf(tenantId) };
}

export function viewOf(world: World, relationship: Relationship): RelationshipView {
  return viewRelationship(relationship, momentFor(world, relationship.customer?.tenantId));
}

export function resellerOf(
  world: World,
  customerTenantId: string,
  partnerTenantId: string = sandboxPartner.tenantId,
): ResellerRelationship | undefined {
  return world.state.resellers.find(
    (reseller) =>
      reseller.customerTenantId === customerTenantId &&
      reseller.partnerTenantId === partnerTenantId &&
      reseller.ended === undefined,
  );
}

/** Seen at once. The partner alone can do it: customers take roles away, and no more. */
export function endReseller(world: World, reseller: ResellerRelationship, by: string): void {
  world.change(() => {
    reseller.ended = { at: world.nowText(), by };
  });
}

/** Partner Center shows a customer only some time after the invitation was accepted. */
export function visibleReseller(
  world: World,
  customerTenantId: string,
  partnerTenantId: string = sandboxPartner.tenantId,
): ResellerRelationship | undefined {
  const reseller = resellerOf(world, customerTenantId, partnerTenantId);
  if (reseller === undefined) return undefined;
  const { behaviour, timing, now } = momentFor(world, customerTenantId);
  const visibleAt = secondsAfter(reseller.acceptedAt, behaviour.visibleAfterSeconds ?? timing.everythingSeconds);
  return visibleAt <= now ? reseller : undefined;
}

export function agreementOf(world: World, tenantId: string): Agreement | undefined {
  return world.state.agreements.find((agreement) => agreement.tenantId === tenantId);
}

/** The consent as the directory knows it: given, and not removed since. */
export function consentOf(world: World, tenantId: string): Consent | undefined {
  const consent = world.state.consents.findLast((candidate) => candidate.tenantId === tenantId);
  if (consent === undefined || consent.removedAt !== undefined) return undefined;
  const { consentRemovedAfterSeconds } = world.behaviourOf(tenantId);
  if (consentRemovedAfterSeconds === undefined) return consent;
  return secondsAfter(consent.grantedAt, consentRemovedAfterSeconds) > world.now() ? consent : undefined;
}

/** The token service learns of a consent later than the directory. */
export function consentHasPropagated(world: World, consent: Consent): boolean {
  const { behaviour, timing, now } = momentFor(world, consent.tenantId);
  return secondsAfter(consent.grantedAt, behaviour.consentLagSeconds ?? timing.consentSeconds) <= now;
}

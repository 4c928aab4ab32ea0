// What has happened that Partner Center tells of, computed from the state: events are sent of it, audit records list it.

import { sandboxPartner } from '../directory.ts';
import { momentFor, viewOf } from '../world/customers.ts';
import { assignmentSettlesAt, assignmentStatus } from '../world/relationship-status.ts';
import type { Relationship } from '../world/state.ts';
import { secondsAfter } from '../world/timing.ts';
import type { World } from '../world/world.ts';

export interface Happening {
  readonly eventName: string;
  readonly resourceName: string;
  /** Below the version. */
  readonly path: string;
  readonly at: Date;
  readonly customerTenantId: string;
  readonly relationshipId?: string;
  readonly by: string;
}

function acceptances(world: World): Happening[] {
  return world.state.resellers
    .filter(({ partnerTenantId }) => partnerTenantId === sandboxPartner.tenantId)
    .map(({ customerTenantId, acceptedAt, acceptedBy }) => {
      const { behaviour, timing } = momentFor(world, customerTenantId);
      return {
        eventName: 'reseller-relationship-accepted-by-customer',
        resourceName: 'Customer',
        path: `/customers/${customerTenantId}`,
        // Told when Partner Center shows it, which is some time after the click.
        at: secondsAfter(acceptedAt, behaviour.visibleAfterSeconds ?? timing.everythingSeconds),
        customerTenantId,
        by: acceptedBy,
      };
    });
}

/** Of this there is a record, and no event. */
function removals(world: World): Happening[] {
  return world.state.resellers.flatMap(({ customerTenantId, partnerTenantId, ended }) =>
    ended === undefined || partnerTenantId !== sandboxPartner.tenantId
      ? []
      : {
          eventName: 'remove-partner-customer-relationship',
          resourceName: 'partner_customer_relationship',
          path: `/customers/${customerTenantId}`,
          at: new Date(ended.at),
          customerTenantId,
          by: ended.by,
        },
  );
}

function ofRelationship(world: World, relationship: Relationship): Happening[] {
  const { approvedAt, approvedBy = '', terminatedBy = '', customer, relationshipId } = relationship;
  if (customer === undefined || approvedAt === undefined) return [];
  const view = viewOf(world, relationship);
  const path = `/granularAdminRelationships/${relationshipId}`;
  const about = { customerTenantId: customer.tenantId, relationshipId, by: approvedBy };
  const event = (name: string, at: Date, by = approvedBy): Happening => ({
    ...about,
    by,
    eventName: `granular-admin-relationship-${name}`,
    resourceName: 'GranularAdminRelationship',
    path,
    at,
  });
  const moment = momentFor(world, customer.tenantId);
  const assignments = relationship.assignments
    .filter((assignment) => assignmentStatus(assignment, relationship, moment) === 'active')
    .map((assignment): Happening => ({
      ...about,
      eventName: 'granular-admin-access-assignment-activated',
      resourceName: 'GranularAdminAccessAssignment',
      path: `${path}/accessAssignments/${assignment.assignmentId}`,
      at: assignmentSettlesAt(assignment, relationship, moment.timing),
    }));
  return [
    event('approved', new Date(approvedAt)),
    ...(view.activatedAt === undefined ? [] : [event('activated', view.activatedAt)]),
    ...(view.status === 'expired' || view.status === 'terminated'
      ? [event(view.status, view.changedAt, terminatedBy)]
      : []),
    ...assignments,
  ];
}

/** Until now, oldest first. */
export function happeningsOf(world: World): Happening[] {
  const own = world.state.relationships.filter((one) => one.partnerTenantId === sandboxPartner.tenantId);
  return [
    ...acceptances(world),
    ...removals(world),
    ...own.flatMap((relationship) => ofRelationship(world, relationship)),
  ]
    .filter(({ at }) => at <= world.now())
    .sort((left, right) => left.at.getTime() - right.at.getTime());
}

// Where a delegated admin relationship and its access assignments stand at an instant: computed, never stored.

import type { Behaviour } from '../sample-tenants.ts';
import type { AccessAssignment, Relationship } from './state.ts';
import { daysOf, secondsAfter, type Timing } from './timing.ts';

type RelationshipStatus =
  | 'created'
  | 'approvalPending'
  | 'approved'
  | 'activating'
  | 'active'
  | 'expiring'
  | 'expired'
  | 'terminationRequested'
  | 'terminating'
  | 'terminated';

export interface RelationshipView {
  readonly status: RelationshipStatus;
  readonly activatedAt: Date | undefined;
  readonly endsAt: Date;
  readonly changedAt: Date;
}

export interface Moment {
  readonly now: Date;
  readonly timing: Timing;
  readonly behaviour: Behaviour;
}

const daySeconds = 24 * 60 * 60;
const unansweredDays = 90;
const autoExtendDays = 180;

type Mark = readonly [Date, RelationshipStatus];

/** The last mark that has come to pass; marks are in order of the lifecycle. */
function latest(marks: readonly Mark[], now: Date): Mark {
  const passed = marks.filter(([at]) => at <= now);
  const last = passed.at(-1) ?? marks[0];
  if (last === undefined) throw new Error('a lifecycle needs at least one mark');
  return last;
}

function endOf(relationship: Relationship, from: Date, now: Date): Date {
  const days = daysOf(relationship.duration) ?? 0;
  let end = secondsAfter(from, days * daySeconds);
  while (relationship.autoExtendDuration === 'P180D' && end <= now) {
    end = secondsAfter(end, autoExtendDays * daySeconds);
  }
  return end;
}

export function viewRelationship(relationship: Relationship, { now, timing, behaviour }: Moment): RelationshipView {
  const created = new Date(relationship.createdAt);
  const marks: Mark[] = [[new Date(relationship.editedAt), 'created']];
  let activatedAt: Date | undefined;
  if (relationship.lockedAt !== undefined) {
    marks.push([secondsAfter(relationship.lockedAt, timing.lockSeconds), 'approvalPending']);
  }
  if (relationship.approvedAt === undefined) {
    marks.push([secondsAfter(created, unansweredDays * daySeconds), 'expired']);
  } else {
    const active = secondsAfter(relationship.approvedAt, timing.activeSeconds);
    marks.push([new Date(relationship.approvedAt), 'approved']);
    marks.push([secondsAfter(relationship.approvedAt, timing.approvedSeconds), 'activating']);
    if (behaviour.gdapActivation !== 'stuck') {
      activatedAt = active <= now ? active : undefined;
      const end = endOf(relationship, active, now);
      marks.push([active, 'active'], [end, 'expiring'], [secondsAfter(end, timing.terminatingSeconds), 'expired']);
    }
  }
  const [changedAt, status] =
    relationship.terminationRequestedAt === undefined
      ? latest(marks, now)
      : ending(relationship.terminationRequestedAt, now, timing);
  return {
    status,
    activatedAt,
    endsAt: endOf(relationship, activatedAt ?? created, now),
    changedAt: later(changedAt, relationship.editedAt),
  };
}

function ending(requestedAt: string, now: Date, timing: Timing): Mark {
  const marks: Mark[] = [
    [new Date(requestedAt), 'terminationRequested'],
    [secondsAfter(requestedAt, timing.terminatingSeconds), 'terminating'],
    [secondsAfter(requestedAt, timing.terminatingSeconds * 2), 'terminated'],
  ];
  return latest(marks, now);
}

function later(left: Date, right: string): Date {
  const other = new Date(right);
  return left > other ? left : other;
}

export type AssignmentStatus = 'pending' | 'active' | 'deleting' | 'deleted' | 'error';

/**
 * Assignments wait for the whole of the configured time after the approval, so that "everything is active" happens at
 * one foreseeable moment whenever the partner was quick to ask for them.
 */
export function assignmentStatus(
  assignment: AccessAssignment,
  relationship: Relationship,
  moment: Moment,
): AssignmentStatus {
  const { now, timing, behaviour } = moment;
  if (assignment.deletedAt !== undefined) {
    return secondsAfter(assignment.deletedAt, timing.assignmentSeconds) <= now ? 'deleted' : 'deleting';
  }
  if (behaviour.accessAssignments === 'stuck') return 'pending';
  if (assignmentSettlesAt(assignment, relationship, timing) > now) return 'pending';
  return behaviour.accessAssignments === 'error' ? 'error' : 'active';
}

export function assignmentSettlesAt(assignment: AccessAssignment, relationship: Relationship, timing: Timing): Date {
  const applied = secondsAfter(assignment.changedAt, timing.assignmentSeconds);
  const whole = secondsAfter(relationship.approvedAt ?? assignment.createdAt, timing.everythingSeconds);
  return applied > whole ? applied : whole;
}

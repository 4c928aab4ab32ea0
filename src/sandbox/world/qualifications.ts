// What customers ask to count as, and how Microsoft's vetting of it goes by the clock.

import { momentFor } from './customers.ts';
import type { Qualification } from './state.ts';
import { secondsAfter } from './timing.ts';
import type { World } from './world.ts';

export interface VettedQualification extends Qualification {
  readonly status: 'InReview' | 'Approved' | 'Denied';
  readonly reason?: string | undefined;
}

type QualificationKey = Pick<Qualification, 'tenantId' | 'name'>;

function isOf({ tenantId, name }: QualificationKey): (one: Qualification) => boolean {
  return (one) => one.tenantId === tenantId && one.name === name;
}

function vetted(world: World, one: Qualification): VettedQualification {
  if (one.decision !== undefined) {
    const { isApproved, reason } = one.decision;
    return { ...one, status: isApproved ? 'Approved' : 'Denied', ...(reason === undefined ? {} : { reason }) };
  }
  const { behaviour, timing, now } = momentFor(world, one.tenantId);
  const endsAt = secondsAfter(one.requestedAt, behaviour.vettingAfterSeconds ?? timing.vettingSeconds);
  if (behaviour.vetting === 'stuck' || now < endsAt) return { ...one, status: 'InReview' };
  return behaviour.vetting === 'denied'
    ? { ...one, status: 'Denied', reason: 'Not an Education Customer' }
    : { ...one, status: 'Approved' };
}

export function qualificationsOf(world: World, tenantId: string): readonly VettedQualification[] {
  const all = world.state.qualifications ?? [];
  return all.filter((one) => one.tenantId === tenantId).map((one) => vetted(world, one));
}

/** A new request takes the place of one that was denied. */
export function requestQualification(
  world: World,
  key: QualificationKey & { requestId?: string | undefined },
): VettedQualification {
  const requested: Qualification = { ...key, requestedAt: world.nowText() };
  world.change((state) => {
    state.qualifications = [...(state.qualifications ?? []).filter((one) => !isOf(key)(one)), requested];
  });
  return vetted(world, requested);
}

export function decideQualification(
  world: World,
  key: QualificationKey,
  decision: NonNullable<Qualification['decision']>,
): void {
  if (!(world.state.qualifications ?? []).some(isOf(key))) requestQualification(world, key);
  world.change((state) => {
    for (const one of (state.qualifications ?? []).filter(isOf(key))) one.decision = decision;
  });
}

/** What one of the partner's own people may do; a higher role includes the lower ones. */
export type StaffRole = 'staff' | 'manager' | 'operator';

const rank: Record<StaffRole, number> = { staff: 0, manager: 1, operator: 2 };

export function hasRole(actual: StaffRole, required: StaffRole): boolean {
  return rank[actual] >= rank[required];
}

/** A member of the partner's staff; `userId` is the Entra object id, the only stable key Teams offers. */
export interface StaffMember {
  organisationId: string;
  userId: string;
  displayName: string;
  /** As Teams tells it; absent where it does not. */
  email?: string;
  role: StaffRole;
}

/** Who caused a change. A customer's admin is known by the verified id token, never by what the link says. */
export type Actor =
  | { kind: 'staff'; userId: string; displayName: string }
  | { kind: 'customer'; objectId: string; userName: string }
  | { kind: 'service' };

export const service: Actor = { kind: 'service' };

export function staffActor(member: StaffMember): Actor {
  return { kind: 'staff', userId: member.userId, displayName: member.displayName };
}

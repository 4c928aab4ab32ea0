import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { StaffMember, StaffRole } from '../../core/people.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { BotConfig } from '../bot-config.ts';
import { teamsTenantOf } from './activity-conversation.ts';
import { readMember, type RosterMember } from './roster.ts';

export type Caller =
  | { kind: 'staff'; member: StaffMember; organisationName: string }
  | { kind: 'otherTenant' }
  | { kind: 'guest' }
  /** Teams could not say who this is; nobody is let in on a guess. */
  | { kind: 'unknown'; cause: unknown };

export interface StaffLookup {
  callerOf(context: TurnContext): Promise<Caller>;
  /** A colleague from the conversation's roster, as staff of this organisation. */
  asStaff(organisationId: string, member: RosterMember & { userId: string }): StaffMember;
}

const keptForMs = 60 * 60 * 1000;
const mostKept = 5000;

/** Asks Teams once an hour a person whether they are a guest; the activity itself does not say. */
export function createStaffLookup(deps: { config: BotConfig; clock: Clock }): StaffLookup {
  const { config, clock } = deps;
  const kept = new Map<string, { member: RosterMember; until: number }>();

  async function lookUp(context: TurnContext, organisationId: string): Promise<RosterMember> {
    const { from } = context.activity;
    const key = JSON.stringify([organisationId, from.aadObjectId ?? from.id]);
    const now = clock.now().getTime();
    const known = kept.get(key);
    if (known && known.until > now) return known.member;
    const member = readMember(await TeamsInfo.getMember(context, from.id), organisationId);
    if (!member) throw new Error('Teams answered with no member');
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, { member, until: now + keptForMs });
    return member;
  }

  function asStaff(organisationId: string, member: RosterMember & { userId: string }): StaffMember {
    const { userId, displayName, email } = member;
    return { organisationId, userId, displayName, ...(email !== undefined && { email }), role: roleOf(config, userId) };
  }

  return {
    asStaff,
    async callerOf(context) {
      const tenantId = teamsTenantOf(context.activity);
      const organisation = config.organisations.find(({ organisationId }) => organisationId === tenantId);
      if (!organisation) return { kind: 'otherTenant' };
      const { organisationId, name: organisationName } = organisation;
      try {
        const member = await lookUp(context, organisationId);
        if (member.isGuest) return { kind: 'guest' };
        const { from } = context.activity;
        const userId = from.aadObjectId ?? member.userId;
        if (userId === undefined) return { kind: 'guest' };
        const displayName = member.displayName || from.name.slice(0, 100) || userId;
        return { kind: 'staff', member: asStaff(organisationId, { ...member, userId, displayName }), organisationName };
      } catch (cause) {
        return { kind: 'unknown', cause };
      }
    },
  };
}

function roleOf({ roles }: BotConfig, userId: string): StaffRole {
  const objectId = userId.toLowerCase();
  if (roles.operators.includes(objectId)) return 'operator';
  return roles.managers.includes(objectId) ? 'manager' : 'staff';
}

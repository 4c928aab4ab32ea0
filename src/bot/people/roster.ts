import { TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';

const text = z.string().max(500);

/** Teams' answer about one person, as far as we use it. `objectId` is an older name of `aadObjectId`. */
const teamsMember = z.object({
  id: z.string().max(2000),
  name: text.catch(''),
  aadObjectId: text.optional().catch(undefined),
  objectId: text.optional().catch(undefined),
  email: text.catch(''),
  userPrincipalName: text.catch(''),
  tenantId: text.catch(''),
  userRole: text.catch(''),
});

export interface RosterMember {
  teamsId: string;
  userId?: string;
  displayName: string;
  email?: string;
  isGuest: boolean;
}

/** Undefined when it is no member; `organisationId` in lower case, as everywhere. */
export function readMember(answer: unknown, organisationId: string): RosterMember | undefined {
  const read = teamsMember.safeParse(answer);
  if (!read.success) return undefined;
  const { id, name, aadObjectId, objectId, email, userPrincipalName } = read.data;
  const userId = aadObjectId ?? objectId;
  const address = [email, userPrincipalName].find((known) => known.includes('@'));
  return {
    teamsId: id,
    ...(userId !== undefined && { userId }),
    displayName: name.slice(0, 100),
    ...(address !== undefined && { email: address }),
    isGuest: isGuest(read.data, organisationId),
  };
}

/** Guests are marked by role, by their user name, or by a home tenant that is not the conversation's. */
function isGuest(member: z.infer<typeof teamsMember>, organisationId: string): boolean {
  const { userRole, userPrincipalName, tenantId } = member;
  const isElsewhere = tenantId !== '' && tenantId.toLowerCase() !== organisationId;
  return isElsewhere || userRole === 'guest' || userRole === 'anonymous' || /#ext#/i.test(userPrincipalName);
}

const pageSize = 200;
const mostPages = 10;

/** Everybody in the conversation, up to 2,000. */
export async function readRoster(context: TurnContext, organisationId: string): Promise<RosterMember[]> {
  const members: RosterMember[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await TeamsInfo.getPagedMembers(context, pageSize, token);
    members.push(...answer.members.flatMap((member) => readMember(member, organisationId) ?? []));
    token = answer.continuationToken;
    if (!token) break;
  }
  return members;
}

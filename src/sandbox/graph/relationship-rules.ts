// What a delegated admin relationship may look like (reference: "Create delegatedAdminRelationship").

import { z } from 'zod';

import { globalAdministratorRoleId } from '../directory.ts';
import { Refusal } from '../server/refusal.ts';
import type { Relationship } from '../world/state.ts';
import { daysOf } from '../world/timing.ts';
import type { World } from '../world/world.ts';

const guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);

export const AccessDetails = z.object({
  unifiedRoles: z.array(z.object({ roleDefinitionId: guid })).min(1),
});

export const RelationshipEdit = z.object({
  displayName: z.string().trim().min(1).max(50).optional(),
  duration: z.string().optional(),
  autoExtendDuration: z.enum(['P0D', 'PT0S', 'P180D']).optional(),
  customer: z.object({ tenantId: guid, displayName: z.string().nullish() }).nullish(),
  accessDetails: AccessDetails.optional(),
});
export type RelationshipEdit = z.infer<typeof RelationshipEdit>;

export const NewRelationship = RelationshipEdit.required({ displayName: true, duration: true, accessDetails: true });

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'badRequest', message);
}

/** Parses a body or refuses it the way Graph does: the first problem, named by its property. */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const property = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw badRequest(`Invalid value for property '${property}': ${issue?.message ?? 'not acceptable'}.`);
}

export function roleIdsOf(details: z.infer<typeof AccessDetails>): string[] {
  return [...new Set(details.unifiedRoles.map((role) => role.roleDefinitionId.toLowerCase()))];
}

export type Draft = Pick<Relationship, 'displayName' | 'duration' | 'autoExtendDuration' | 'roleIds' | 'customer'>;

/** The whole of a relationship as it would be after a write, checked; `ownId` is left out of the search for a namesake. */
export function checkDraft(world: World, draft: Draft, ownId?: string): void {
  const days = daysOf(draft.duration);
  if (days === undefined || days < 1 || days > 730) {
    throw badRequest("Invalid value for property 'duration': it must be between P1D and P2Y.");
  }
  if (draft.autoExtendDuration === 'P180D' && draft.roleIds.includes(globalAdministratorRoleId)) {
    throw badRequest('A relationship that contains the Global Administrator role cannot be auto-extended.');
  }
  const namesake = world.state.relationships.find(
    (other) => other.relationshipId !== ownId && other.displayName.toLowerCase() === draft.displayName.toLowerCase(),
  );
  if (namesake !== undefined) {
    throw new Refusal(409, 'conflict', 'A delegated admin relationship with the same display name already exists.');
  }
}

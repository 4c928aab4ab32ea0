import type { ErrorCode } from './errors.ts';
import type { RelationshipEnd } from './ports/microsoft.ts';

/** The steps that somebody can undo at Microsoft, and the code that then stands in the way. */
export const codeOfEnd = {
  delegatedAdmin: 'RELATIONSHIP_TERMINATED',
  resellerRelationship: 'RESELLER_RELATIONSHIP_LOST',
} as const satisfies Record<string, ErrorCode>;

export type EndedStep = keyof typeof codeOfEnd;
export const endedSteps = Object.keys(codeOfEnd) as readonly EndedStep[];

/** Absent for what has not ended, and where it could not be read. */
export type RelationshipEnds = Partial<Record<EndedStep, RelationshipEnd>>;

/** What is known of the end that this code tells of. */
export function endBehind(ends: RelationshipEnds | undefined, code: ErrorCode): RelationshipEnd | undefined {
  const step = endedSteps.find((name) => codeOfEnd[name] === code);
  return step && ends?.[step];
}

export function sameEnds(a: RelationshipEnds = {}, b: RelationshipEnds = {}): boolean {
  return endedSteps.every((step) => sameEnd(a[step], b[step]));
}

function sameEnd(a: RelationshipEnd | undefined, b: RelationshipEnd | undefined): boolean {
  if (!a || !b) return a === b;
  return a.endedBy === b.endedBy && a.userName === b.userName && a.endedAt?.getTime() === b.endedAt?.getTime();
}

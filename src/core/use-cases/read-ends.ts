import type { PartnerCloud, Relationship } from '../ports/microsoft.ts';
import { codeOfEnd, endedSteps, type EndedStep, type RelationshipEnds } from '../relationship-ends.ts';
import { sameStep, type Steps } from '../steps.ts';
import type { Transition } from '../transition.ts';
import { stepsFromFacts, type TenantFacts } from './steps-from-facts.ts';

/** By step: what was asked for, and what came of it; undefined where it could not be read. */
export type EndsRead = ReadonlyMap<EndedStep, RelationshipEnds[EndedStep]>;

const dayMs = 24 * 60 * 60 * 1000;
/** An end is found within a day of it; its record must not be of an earlier one. */
const foundWithinMs = 2 * dayMs;

/**
 * Who ended what has ended, asked once, when the end is first seen. While nobody is known it is asked again only when
 * somebody asks for a look, and when Microsoft has finished what it was still ending: records come late.
 */
export async function readEnds(
  partner: Pick<PartnerCloud, 'readEnd'>,
  { before, facts }: { before: Transition; facts: TenantFacts },
  now: Date,
): Promise<EndsRead> {
  const steps = stepsFromFacts(before, facts, now);
  const relationship = facts.relationship.kind === 'read' ? facts.relationship.value : undefined;
  const asked = endedSteps.filter((step) => isToBeAsked({ before, steps, relationship }, step));
  const answers = asked.map(async (step) => {
    const reading = await partner.readEnd(questionOf(before, step, relationship));
    return [step, reading.kind === 'read' ? reading.value : undefined] as const;
  });
  return new Map(await Promise.all(answers));
}

interface Seen {
  before: Transition;
  steps: Steps;
  relationship: Relationship | undefined;
}

function isToBeAsked({ before, steps, relationship }: Seen, step: EndedStep): boolean {
  if (!isEnded(steps, step)) return false;
  if (!sameStep(before.steps[step], steps[step])) return true;
  const known = before.relationshipEnds?.[step];
  if (known && known.endedBy !== 'unknown') return false;
  return before.checkAskedAt !== undefined || (step === 'delegatedAdmin' && isOverNow(before, relationship));
}

function isEnded(steps: Steps, name: EndedStep): boolean {
  const step = steps[name];
  return step.state === 'blocked' && step.code === codeOfEnd[name];
}

function isOverNow({ relationshipStatus }: Transition, relationship: Relationship | undefined): boolean {
  return relationship?.status === 'terminated' && relationshipStatus !== 'terminated';
}

function questionOf(
  { organisationId, tenant, relationshipId, steps, stepSince }: Transition,
  step: EndedStep,
  relationship: Relationship | undefined,
): Parameters<PartnerCloud['readEnd']>[0] {
  const whose = { organisationId, tenantId: tenant.tenantId };
  if (step === 'delegatedAdmin') {
    const endedAt = relationship?.endedAt;
    return { ...whose, ...(relationshipId !== undefined && { relationshipId }), ...(endedAt && { endedAt }) };
  }
  const changedAt = stepSince[step];
  const slackMs = isEnded(steps, step) ? foundWithinMs : 0;
  return { ...whose, ...(changedAt && { notBefore: new Date(changedAt.getTime() - slackMs) }) };
}

/** With what was read just now, and without what is of an end that has been mended. */
export function withEnds(after: Transition, read: EndsRead): Transition {
  const { relationshipEnds: known, ...rest } = after;
  const ends = endedSteps
    .filter((step) => isEnded(after.steps, step))
    .map((step) => [step, read.has(step) ? read.get(step) : known?.[step]] as const)
    .filter(([, end]) => end !== undefined);
  return ends.length === 0 ? rest : { ...rest, relationshipEnds: Object.fromEntries(ends) };
}

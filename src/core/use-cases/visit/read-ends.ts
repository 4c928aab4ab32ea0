import type { PartnerCloud, Relationship, RelationshipStatus } from '../../ports/microsoft.ts';
import { codeOfEnd, endedSteps, type EndedStep, type RelationshipEnds } from '../../relationship-ends.ts';
import { isTermination, replacedAsRead } from '../../relationship-replaced.ts';
import { sameStep, type Steps } from '../../steps.ts';
import type { Transition } from '../../transition.ts';
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
  const seen = { before, steps: stepsFromFacts(before, facts, now), ended: endedOne(before, facts, now) };
  const asked = endedSteps.filter((step) => isToBeAsked(seen, step));
  const answers = asked.map(async (step) => {
    const reading = await partner.readEnd(questionOf(seen, step));
    return [step, reading.kind === 'read' ? reading.value : undefined] as const;
  });
  return new Map(await Promise.all(answers));
}

/** A relationship of which the code may tell that it has ended, as it is and as it was known. */
interface Ended {
  relationshipId: string | undefined;
  endedAt: Date | undefined;
  status: RelationshipStatus | undefined;
  statusBefore: RelationshipStatus | undefined;
}

interface Seen {
  before: Transition;
  steps: Steps;
  ended: Ended;
}

/** The transition's own, unless that has not ended and the one that it is to follow has. */
function endedOne(before: Transition, { relationship, replaced }: TenantFacts, now: Date): Ended {
  const own = ownOne(before, relationship);
  const { relationshipReplaced: former } = before;
  if (!former || isTermination(own.status)) return own;
  const { status } = replacedAsRead(former, replaced, now);
  if (status === undefined) return own;
  const { relationshipId, status: statusBefore } = former;
  return { relationshipId, endedAt: foundIn(replaced)?.endedAt, status, statusBefore };
}

function ownOne(before: Transition, relationship: TenantFacts['relationship']): Ended {
  const { relationshipId, relationshipStatus: statusBefore } = before;
  const found = foundIn(relationship);
  return { relationshipId, endedAt: found?.endedAt, status: found?.status ?? statusBefore, statusBefore };
}

function foundIn(look: TenantFacts['relationship'] | undefined): Relationship | undefined {
  return look?.kind === 'read' ? look.value : undefined;
}

function isToBeAsked({ before, steps, ended }: Seen, step: EndedStep): boolean {
  if (!isEnded(steps, step)) return false;
  const isOfRelationship = step === 'delegatedAdmin';
  if (!sameStep(before.steps[step], steps[step]) || (isOfRelationship && hasEndedNow(ended))) return true;
  const known = before.relationshipEnds?.[step];
  if (known && known.endedBy !== 'unknown') return false;
  return before.checkAskedAt !== undefined || (isOfRelationship && isOverNow(ended));
}

/** Where the step was blocked before, by the end of another one. */
function hasEndedNow({ status, statusBefore }: Ended): boolean {
  return isTermination(status) && !isTermination(statusBefore);
}

function isOverNow({ status, statusBefore }: Ended): boolean {
  return status === 'terminated' && statusBefore !== 'terminated';
}

function isEnded(steps: Steps, name: EndedStep): boolean {
  const step = steps[name];
  return step.state === 'blocked' && step.code === codeOfEnd[name];
}

function questionOf({ before, ended }: Seen, step: EndedStep): Parameters<PartnerCloud['readEnd']>[0] {
  const { organisationId, tenant, steps, stepSince } = before;
  const whose = { organisationId, tenantId: tenant.tenantId };
  if (step === 'delegatedAdmin') {
    const { relationshipId, endedAt } = ended;
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

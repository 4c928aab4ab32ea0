import type { TenantCategory } from './customer.ts';
import type { ErrorCode } from './errors.ts';
import type { Qualification, QualificationState } from './ports/microsoft.ts';

/** Where the qualification stands that a customer's category needs at Microsoft. Never in the way of Normal. */
export interface QualificationProgress {
  /** `unasked`: nobody has asked for it yet. */
  state: 'unasked' | QualificationState;
  /** Which one Microsoft has, where a category may have one of several. */
  name?: string;
  /** Microsoft's, where it denied. */
  reason?: string;
  readAt: Date;
  /** A manager wants it asked for: Partner Center knows the request by this number, however often it is sent. */
  requestId?: string;
  /** Why the last request was refused. */
  problem?: ErrorCode;
}

/** Since when Microsoft has not let us read it, and why as of the last try. What was read before stands. */
export interface QualificationUnread {
  since: Date;
  code: ErrorCode;
  /** Microsoft wants to be left alone until then. */
  notBefore?: Date;
}

/** Government bodies are of two kinds; which one, Microsoft decides with a code or by itself. */
const namesByCategory: Record<TenantCategory, readonly string[]> = {
  corporate: [],
  academic: ['Education'],
  government: ['GovernmentCommunityCloud', 'StateOwnedEntity'],
};

export function needsQualification(category: TenantCategory): boolean {
  return namesByCategory[category].length > 0;
}

/** The one that can be asked for without a code that Microsoft hands out by itself. */
export function requestableName(category: TenantCategory): string | undefined {
  return category === 'academic' ? 'Education' : undefined;
}

/** What it is called where Microsoft or somebody of ours must act; none while it is being asked for anew. */
export function qualificationProblem({ state, requestId }: QualificationProgress): ErrorCode | undefined {
  if (requestId !== undefined) return undefined;
  if (state === 'inReview') return 'QUALIFICATION_IN_REVIEW';
  return state === 'denied' ? 'QUALIFICATION_DENIED' : undefined;
}

/** What was read, for this category. */
export function progressFrom(
  before: QualificationProgress | undefined,
  { category, found }: { category: TenantCategory; found: readonly Qualification[] },
  now: Date,
): QualificationProgress {
  const known = found.find(({ name }) => namesByCategory[category].includes(name));
  const { requestId, problem } = before ?? {};
  const kept = { ...(requestId !== undefined && { requestId }), ...(problem && { problem }) };
  if (!known) return { state: 'unasked', readAt: now, ...kept };
  const { name, state, reason } = known;
  return {
    state,
    name,
    readAt: now,
    ...(reason !== undefined && { reason }),
    // A denied one can be asked for again.
    ...(state === 'denied' && kept),
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Vetting takes hours to days: once a day is often enough where nobody asks. */
export function isQualificationDue(progress: QualificationProgress | undefined, now: Date): boolean {
  if (!progress || progress.requestId !== undefined) return true;
  return now.getTime() - progress.readAt.getTime() >= dayMs;
}

/** Worth telling: Microsoft has decided, or decided otherwise. */
export function isDecision(before: QualificationProgress | undefined, after: QualificationProgress): boolean {
  const isDecided = after.state === 'approved' || after.state === 'denied';
  // What was there when we first looked is no news.
  return isDecided && before !== undefined && before.state !== after.state;
}

import { nextPartner, type CspParty } from '../../csp-partners.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { assertLinkOpens, linkIdOf } from '../../link.ts';
import { service, type Actor } from '../../people.ts';
import type { Policy } from '../../policy.ts';
import type { ConsentProof, TenantProfile, VerifiedIdentity } from '../../ports/microsoft.ts';
import type { SignText } from '../../ports/runtime.ts';
import { isNextAwaited } from '../../relationship-replaced.ts';
import type { ClaimableStep, Step } from '../../steps.ts';
import type { OtherTenant, Transition } from '../../transition.ts';
import { changeTransition, type ChangeDeps, type ChangeOutcome, type Decision } from '../change-transition.ts';
import { canSwitchTenant, isOffered, otherTenantOf, withOtherTenant } from '../staff/switch-tenant.ts';
import { withProof } from '../visit/with-proof.ts';

export interface CustomerActionDeps extends ChangeDeps {
  policy: Policy;
  sign: SignText;
}

/** Accounts of Microsoft's consumer services live in this tenant. */
const consumerTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';
/** Global Administrator and Privileged Role Administrator: who may consent to application permissions of Graph. */
const consentingRoles = ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814'];
const sameNewsQuietMs = 60 * 60 * 1000;
/** Whoever holds the link can sign in with any account: somebody with many of them cannot flood the conversation. */
const mostTenantsToldAnHour = 3;

/** Reads only: opening a link changes nothing, so previews and scanners may open it. Throws LINK_… or TRANSITION_CLOSED. */
export async function openLink(deps: CustomerActionDeps, token: string): Promise<Transition> {
  const linkId = linkIdOf(token);
  const transition = linkId === undefined ? undefined : await deps.transitions.getByLinkId(linkId);
  if (!transition) throw new AppError('LINK_UNKNOWN');
  const about = { organisationId: transition.organisationId };
  assertLinkOpens(token, transition.link, { sign: deps.sign, now: deps.clock.now(), about });
  if (transition.cancelledAt) throw new AppError('TRANSITION_CLOSED', about);
  return transition;
}

export type SignInVerdict =
  | { kind: 'accepted' }
  /** `canTakeTenant`: the account is of another tenant, and staff can go on with that one. */
  | { kind: 'refused'; code: ErrorCode; canTakeTenant?: true };

/** Judges who signed in, writes the audit line, and tells staff of a refusal: of each once an hour at most. */
export async function recordSignIn(
  deps: CustomerActionDeps,
  transition: Transition,
  identity: VerifiedIdentity,
): Promise<SignInVerdict> {
  const code = refusalOf(deps.policy, transition, identity);
  const { transition: after } = await changeTransition(deps, keyOf(transition, identity), (before, now) =>
    code === undefined
      ? { kind: 'change', after: before, happenings: [{ kind: 'signedIn' }] }
      : refused(
          withTenantOf(before, code, otherTenantOf(identity, now)),
          { code, signedInTenantId: identity.tenantId },
          now,
        ),
  );
  if (code === undefined) return { kind: 'accepted' };
  const canTakeTenant = after !== undefined && isOffered(after, identity.tenantId);
  return { kind: 'refused', code, ...(canTakeTenant && { canTakeTenant }) };
}

/** Refusals on Microsoft's own pages that somebody must remove. What passes, or was the person's will, is not among them. */
const toldRefusals: readonly ErrorCode[] = [
  'SIGN_IN_NEEDS_MFA',
  'SIGN_IN_BLOCKED',
  'CROSS_TENANT_BLOCKED',
  'APP_DISABLED',
  'TENANT_GONE',
  'TENANT_IN_OTHER_CLOUD',
  'WRONG_TENANT',
  'PERSONAL_ACCOUNT',
  'NOT_ADMINISTRATOR',
];

/** Microsoft turned somebody away before we could know who it was: staff are told of it, once an hour at most. */
export async function recordMicrosoftRefusal(
  deps: CustomerActionDeps,
  { organisationId, transitionId }: Transition,
  code: ErrorCode,
): Promise<void> {
  if (!toldRefusals.includes(code)) return;
  const key = { organisationId, transitionId, actor: service };
  await changeTransition(deps, key, (before, now) => refused(before, { code }, now));
}

function refused(before: Transition, refusal: { code: ErrorCode; signedInTenantId?: string }, now: Date): Decision {
  const { code, signedInTenantId: tenantId = before.tenant.tenantId } = refusal;
  const { lastRefusal: last, refusalsBefore = [], ...rest } = before;
  const told = [...(last ? [last] : []), ...refusalsBefore].filter(
    ({ at }) => now.getTime() - at.getTime() < sameNewsQuietMs,
  );
  const alike = told.filter((one) => one.code === code);
  const isRepeated = code === 'WRONG_TENANT' ? alike.some((one) => one.tenantId === tenantId) : alike.length > 0;
  if (isRepeated || alike.length >= mostTenantsToldAnHour) return { kind: 'keep' };
  const after = {
    ...rest,
    lastRefusal: { code, tenantId, at: now },
    ...(told.length > 0 && { refusalsBefore: told }),
  };
  return { kind: 'change', after, happenings: [{ kind: 'signInRefused', ...refusal }] };
}

/** Staff may look at it and take it, as long as nothing was begun in the tenant that they named. */
function withTenantOf(before: Transition, code: ErrorCode, other: OtherTenant | undefined): Transition {
  return code === 'WRONG_TENANT' && other && canSwitchTenant(before) ? withOtherTenant(before, other) : before;
}

function refusalOf(policy: Policy, transition: Transition, identity: VerifiedIdentity): ErrorCode | undefined {
  if (identity.tenantId === consumerTenantId) return 'PERSONAL_ACCOUNT';
  if (policy.ownTenantIds.includes(identity.tenantId)) return 'PARTNER_ACCOUNT';
  if (identity.tenantId !== transition.tenant.tenantId) return 'WRONG_TENANT';
  if (identity.isGuest) return 'GUEST_ACCOUNT';
  // Only the consent needs our look at the role: Microsoft's own pages judge who may take the later steps.
  if (transition.steps.directoryConnection.state === 'done') return undefined;
  return mayConsent(identity) ? undefined : 'NOT_ADMINISTRATOR';
}

/** Without the claim we cannot know; Microsoft's consent page is the final judge. */
function mayConsent({ roleTemplateIds }: VerifiedIdentity): boolean {
  return roleTemplateIds?.some((role) => consentingRoles.includes(role)) ?? true;
}

export function recordConsentDeclined(
  deps: CustomerActionDeps,
  transition: Transition,
  identity: VerifiedIdentity,
): Promise<ChangeOutcome> {
  return changeAs(deps, { transition, identity }, (before, now) => {
    if (before.declinedAt || before.steps.directoryConnection.state === 'done') return { kind: 'keep' };
    return { kind: 'change', after: { ...before, declinedAt: now }, happenings: [{ kind: 'consentDeclined' }] };
  });
}

/** Takes the proof of consent, not the browser's word: see `DirectoryConnection.prove`. */
export function recordConsent(
  deps: CustomerActionDeps,
  transition: Transition,
  consent: { identity: VerifiedIdentity; proof: ConsentProof },
): Promise<ChangeOutcome> {
  const step = stepAfterConsent(consent.proof);
  return changeAs(deps, { transition, identity: consent.identity }, (before, now) => {
    if (before.steps.directoryConnection.state === 'done') return { kind: 'keep' };
    const { declinedAt: _declined, ...rest } = before;
    return {
      kind: 'change',
      after: {
        ...withProof(rest, consent.proof),
        steps: { ...before.steps, directoryConnection: step },
      },
      happenings: [],
      visitDueAt: now,
    };
  });
}

function stepAfterConsent(proof: ConsentProof): Step {
  if (proof.kind === 'refused') return { state: 'blocked', code: proof.code };
  if (proof.kind !== 'connected') return { state: 'waiting' };
  return proof.profile.isWorkforce ? { state: 'done' } : { state: 'blocked', code: 'TENANT_UNSUITABLE' };
}

/** The admin looked at the tenant's details and said that these are theirs. No page of Microsoft's judges who says so. */
export function confirmTenant(
  deps: CustomerActionDeps,
  transition: Transition,
  confirmation: { identity: VerifiedIdentity; profile: TenantProfile },
): Promise<ChangeOutcome> {
  const { identity, profile } = confirmation;
  return changeAs(deps, { transition, identity }, (before, now) => {
    if (before.steps.directoryConnection.state !== 'done') return { kind: 'refuse', code: 'CONSENT_SETTLING' };
    if (before.steps.tenantConfirmed.state === 'done') return { kind: 'keep' };
    if (!mayConsent(identity)) return { kind: 'refuse', code: 'NOT_ADMINISTRATOR' };
    return {
      kind: 'change',
      after: {
        ...before,
        tenant: { ...before.tenant, displayName: profile.displayName },
        confirmedBy: { objectId: identity.objectId, userName: identity.userName, at: now },
        steps: { ...before.steps, tenantConfirmed: { state: 'done' } },
      },
      happenings: [{ kind: 'tenantConfirmed' }],
      visitDueAt: now,
    };
  });
}

/** "I have done this": proves nothing, but Microsoft is asked at once, and given time before we say "not yet". */
export function recordSaidDone(
  deps: CustomerActionDeps,
  transition: Transition,
  claim: { identity: VerifiedIdentity; step: ClaimableStep; party?: CspParty },
): Promise<ChangeOutcome> {
  const { identity, step, party } = claim;
  return changeAs(deps, { transition, identity }, (before, now) => {
    if (!isClaimable(before, step)) return { kind: 'keep' };
    const half = party && step === 'resellerRelationship' ? halfDone(before, party, now) : undefined;
    if (half) return half;
    return {
      kind: 'change',
      after: {
        ...before,
        saidDoneAt: { ...before.saidDoneAt, [step]: now },
        steps: { ...before.steps, [step]: { state: 'waiting' } },
      },
      happenings: [{ kind: 'customerSaidDone', step }],
      visitDueAt: now,
    };
  });
}

/** One of two partners is authorised now, they say: the step waits only once that was said of all that are missing. */
function halfDone(before: Transition, party: CspParty, now: Date): Decision | undefined {
  const { cspPartners = [], saidAuthorisedAt } = before;
  const after = { ...before, saidAuthorisedAt: { ...saidAuthorisedAt, [party]: now } };
  const isLast = nextPartner(cspPartners, after.saidAuthorisedAt, now) === undefined;
  const happening = { kind: 'customerSaidDone', step: 'resellerRelationship', party } as const;
  if (!isLast) return { kind: 'change', after, happenings: [happening], visitDueAt: now };
  return {
    kind: 'change',
    after: {
      ...after,
      saidDoneAt: { ...before.saidDoneAt, resellerRelationship: now },
      steps: { ...before.steps, resellerRelationship: { state: 'waiting' } },
    },
    happenings: [happening],
    visitDueAt: now,
  };
}

/** What is under way or done needs no claim; a request for delegated admin that ended needs a new link instead. */
function isClaimable(before: Transition, name: ClaimableStep): boolean {
  const { state } = before.steps[name];
  return state === 'notStarted' || (state === 'blocked' && (name !== 'delegatedAdmin' || isNextAwaited(before)));
}

/** "This is not my organisation": staff are told, once an hour at most. */
export function recordTenantDisputed(
  deps: CustomerActionDeps,
  transition: Transition,
  identity: VerifiedIdentity,
): Promise<ChangeOutcome> {
  return changeAs(deps, { transition, identity }, (before, now) => {
    const last = before.disputedAt;
    const isRepeated = last !== undefined && now.getTime() - last.getTime() < sameNewsQuietMs;
    if (isRepeated || before.steps.tenantConfirmed.state === 'done') return { kind: 'keep' };
    return { kind: 'change', after: { ...before, disputedAt: now }, happenings: [{ kind: 'tenantDisputed' }] };
  });
}

/** "Microsoft shows an error there": nobody can see that from here, so staff are told, once an hour at most. */
export function recordTrouble(
  deps: CustomerActionDeps,
  transition: Transition,
  report: { identity: VerifiedIdentity; step: ClaimableStep },
): Promise<ChangeOutcome> {
  return changeAs(deps, { transition, identity: report.identity }, (before, now) => {
    const last = before.troubleAt;
    if (last !== undefined && now.getTime() - last.getTime() < sameNewsQuietMs) return { kind: 'keep' };
    return {
      kind: 'change',
      after: { ...before, troubleAt: now },
      happenings: [{ kind: 'customerReportedTrouble', step: report.step }],
    };
  });
}

/** Staff may have taken another tenant for the right one meanwhile: what was begun in this person's changes nothing then. */
function changeAs(
  deps: CustomerActionDeps,
  { transition, identity }: { transition: Transition; identity: VerifiedIdentity },
  decide: (before: Transition, now: Date) => Decision,
): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(transition, identity), (before, now) =>
    before.tenant.tenantId === identity.tenantId ? decide(before, now) : { kind: 'keep' },
  );
}

function keyOf(transition: Transition, identity: VerifiedIdentity) {
  const actor: Actor = { kind: 'customer', objectId: identity.objectId, userName: identity.userName };
  return { organisationId: transition.organisationId, transitionId: transition.transitionId, actor };
}

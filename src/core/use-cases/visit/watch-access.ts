import { checkAccess } from '../../check-up/check-access.ts';
import { checkCustomers } from '../../check-up/check-partners.ts';
import { checkExpiry, checkProfile, checkRelationships, withoutPartnerCenter } from '../../check-up/check-resources.ts';
import { needsSignIn } from '../../check-up/check-service-account.ts';
import type { CheckUpDeps } from '../../check-up/check-up-deps.ts';
import { levelOf, type CheckName, type Finding, type FindingCode } from '../../check-up/findings.ts';
import type { OperatorNotice, Operators } from '../../ports/operators.ts';
import type { EphemeralStore } from '../../ports/store/ephemeral-store.ts';

export interface WatchAccessDeps extends Pick<CheckUpDeps, 'microsoft' | 'settings' | 'clock'> {
  ephemeral: Pick<EphemeralStore, 'get' | 'put' | 'putIfAbsent'>;
  operators: Operators;
}

/** What operators have been told, so that each thing is told once, restarts or not. */
export interface ToldAccess {
  refused?: FindingCode;
  /** Of the days below, the fewest that were told. */
  daysTold?: number;
}

const toldKey = 'operators:access-told';
const roundKey = 'operators:access-round';
const yearMs = 365 * 24 * 60 * 60 * 1000;
const roundMs = 5 * 60 * 1000;
const reminderDays = [30, 14, 7, 1] as const;
/**
 * What is ours to mend at Microsoft; all else that the self-check looks at stands in its own list. The last two are Partner
 * Center's, which may be closed to the app, or to the service account, while the rest works.
 */
const watched: readonly CheckName[] = [
  'bot',
  'credential',
  'serviceAccount',
  'mfa',
  'relationships',
  'customers',
  'profile',
];
/** No answer is no refusal: whether it works is then not known. */
const unknown: readonly FindingCode[] = ['MICROSOFT_SILENT', 'WAITS_FOR'];

/**
 * One look at what the service signs in with; operators are told when Microsoft begins to refuse it, when it works again,
 * and before our own credential ends. Transitions wait meanwhile by themselves: what cannot be read changes no step. Of
 * several processes one looks. Dying between telling and writing it down makes a second copy.
 */
export async function watchAccess(deps: WatchAccessDeps): Promise<void> {
  const { ephemeral, clock } = deps;
  const now = clock.now();
  const times = { now, expiresAt: new Date(now.getTime() + roundMs) };
  if (!(await ephemeral.putIfAbsent(roundKey, '{}', times))) return;
  const before = JSON.parse((await ephemeral.get(toldKey, now)) ?? '{}') as ToldAccess;
  const findings = await lookAt(deps);
  // Its round is over: another may have looked since, and told what it found.
  if (clock.now() >= times.expiresAt) return;
  const { after, notices } = noticesOf(before, findings);
  for (const notice of notices) {
    // Whom nobody could be told is told in the next round.
    if ((await deps.operators.tell(notice)) === 0) return;
  }
  await ephemeral.put(toldKey, JSON.stringify(after), new Date(now.getTime() + yearMs));
}

/** Partner Center says it beside every answer to the service account: asked for alone only where nobody was asked. */
const mfaHoldsMs = 6 * 60 * 60 * 1000;

async function lookAt(deps: WatchAccessDeps): Promise<readonly Finding[]> {
  const { signIn, resources } = deps.microsoft;
  const seenSince = new Date(deps.clock.now().getTime() - mfaHoldsMs);
  const watching = { ...signIn, mfaCompliance: () => signIn.mfaCompliance({ seenSince }) };
  const findings = await findingsOf({ ...deps, microsoft: { signIn: watching, resources } });
  // A sign-in without it is forbidden like one without a role: which of them it is, only asking now tells.
  return findings.some(mayLackMfa) ? findingsOf(deps) : findings;
}

async function findingsOf(deps: WatchAccessDeps): Promise<readonly Finding[]> {
  const access = await checkAccess(deps);
  const customers = await checkCustomers(deps, access);
  const profile = await checkProfile(deps, withoutPartnerCenter(access, customers));
  const more = [await checkRelationships(deps, access), customers, profile, await checkExpiry(deps, access)];
  return [...access.findings, ...more];
}

function mayLackMfa(finding: Finding): boolean {
  if (finding.check === 'relationships') return isRefusal(finding);
  return finding.check === 'profile' && finding.code === 'MICROSOFT_REFUSED';
}

function isRefusal(finding: Finding): boolean {
  return levelOf(finding) === 'failed' && !unknown.includes(finding.code);
}

/** What these findings say that has not been told. Pure. */
export function noticesOf(
  before: ToldAccess,
  findings: readonly Finding[],
): { after: ToldAccess; notices: readonly OperatorNotice[] } {
  const access = refusalNotice(before.refused, findings);
  const expiry = expiryNotice(before.daysTold, findings);
  return {
    after: {
      ...(access.refused !== undefined && { refused: access.refused }),
      ...(expiry.daysTold !== undefined && { daysTold: expiry.daysTold }),
    },
    notices: [...access.notices, ...expiry.notices],
  };
}

function refusalNotice(
  told: FindingCode | undefined,
  findings: readonly Finding[],
): { refused: FindingCode | undefined; notices: readonly OperatorNotice[] } {
  const ours = findings.filter(({ check }) => watched.includes(check));
  const finding = ours.find(isRefusal);
  if (finding) {
    const notice = { kind: 'refused', finding, canSignIn: needsSignIn([finding]) } as const;
    return { refused: finding.code, notices: finding.code === told ? [] : [notice] };
  }
  const isUnknown = ours.some(({ code }) => unknown.includes(code));
  if (told === undefined || isUnknown) return { refused: told, notices: [] };
  return { refused: undefined, notices: [{ kind: 'worksAgain' }] };
}

function expiryNotice(
  told: number | undefined,
  findings: readonly Finding[],
): { daysTold: number | undefined; notices: readonly OperatorNotice[] } {
  const finding = findings.find(({ check }) => check === 'expiry');
  if (finding?.code === 'CREDENTIAL_LASTS') return { daysTold: undefined, notices: [] };
  if (finding?.code !== 'CREDENTIAL_ENDS_SOON') return { daysTold: told, notices: [] };
  const daysLeft = Number(finding.values['days']);
  const stage = reminderDays.findLast((days) => daysLeft <= days);
  if (stage === undefined || (told !== undefined && told <= stage)) return { daysTold: told, notices: [] };
  return { daysTold: stage, notices: [{ kind: 'endsSoon', finding }] };
}

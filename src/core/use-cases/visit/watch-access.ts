import { checkAccess, waitsFor, type Access } from '../../check-up/check-access.ts';
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
  /** By check, so that one that stands is not told anew when another has come and gone. */
  refusals?: Partial<Record<CheckName, FindingCode>>;
  /** Written by earlier versions: the only one told, without its check. */
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
/** Wrong, and the self-check says so; but Microsoft answers. */
const answered: readonly FindingCode[] = ['PROFILE_OF_OTHER_TENANT'];

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
  const profile = await profileBeside(deps, { access, customers });
  const more = [await checkRelationships(deps, access), customers, profile, await checkExpiry(deps, access)];
  return [...access.findings, ...more];
}

/** While nobody knows whether Partner Center is closed to a reseller, its profile's refusal would look like another one. */
async function profileBeside(
  deps: WatchAccessDeps,
  { access, customers }: { access: Access; customers: Finding },
): Promise<Finding> {
  const isUntold = deps.settings.isReseller && customers.code === 'MICROSOFT_SILENT';
  return isUntold ? waitsFor('profile', 'customers') : checkProfile(deps, withoutPartnerCenter(access, customers));
}

function mayLackMfa(finding: Finding): boolean {
  if (finding.check === 'relationships') return isRefusal(finding);
  return finding.check === 'profile' && finding.code === 'MICROSOFT_REFUSED';
}

function isRefusal(finding: Finding): boolean {
  return levelOf(finding) === 'failed' && !isUnknown(finding) && !answered.includes(finding.code);
}

function isUnknown({ code }: Finding): boolean {
  return unknown.includes(code);
}

/** What these findings say that has not been told. Pure. */
export function noticesOf(
  before: ToldAccess,
  findings: readonly Finding[],
): { after: ToldAccess; notices: readonly OperatorNotice[] } {
  const access = refusalNotice(before, findings);
  const expiry = expiryNotice(before.daysTold, findings);
  return {
    after: {
      ...access.told,
      ...(expiry.daysTold !== undefined && { daysTold: expiry.daysTold }),
    },
    notices: [...access.notices, ...expiry.notices],
  };
}

type ToldRefusals = Pick<ToldAccess, 'refusals' | 'refused'>;

/** Of several refusals the first is told: the others may follow from it. */
function refusalNotice(
  { refusals, refused }: ToldRefusals,
  findings: readonly Finding[],
): { told: ToldRefusals; notices: readonly OperatorNotice[] } {
  const told: ToldRefusals = { ...(refusals && { refusals }), ...(refused !== undefined && { refused }) };
  const ours = findings.filter(({ check }) => watched.includes(check));
  const first = ours.find(isRefusal);
  if (first) {
    const standing = standingOf(told, ours);
    const notice = { kind: 'refused', finding: first, canSignIn: needsSignIn([first]) } as const;
    const isTold = standing[first.check] === first.code;
    return { told: { refusals: { ...standing, [first.check]: first.code } }, notices: isTold ? [] : [notice] };
  }
  // What has ended stays until all is known to work: nobody has been told that it does.
  if (Object.keys(told).length === 0 || ours.some(isUnknown)) return { told, notices: [] };
  return { told: {}, notices: [{ kind: 'worksAgain' }] };
}

/** Of what was told, all that is not known to have ended. */
function standingOf(
  { refusals, refused }: ToldRefusals,
  ours: readonly Finding[],
): NonNullable<ToldAccess['refusals']> {
  const standing: ToldAccess['refusals'] = {};
  for (const one of ours.filter((each) => isRefusal(each) || isUnknown(each))) {
    const code = refusals?.[one.check] ?? (one.code === refused ? refused : undefined);
    if (code !== undefined) standing[one.check] = code;
  }
  return standing;
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

import type { Probe, RefusalReason } from '../ports/check-up.ts';
import { areTooFarApart, secondsApart } from './clocks-apart.ts';
import type { CheckUpDeps, CheckUpSettings } from './check-up-deps.ts';
import { finding, type CheckName, type Finding, type FindingCode } from './findings.ts';

/** What later checks may build on. */
export interface Access extends Ways {
  findings: readonly Finding[];
}

/** Each names the check that has to pass before what goes this way can be looked at. */
export interface Ways {
  app: 'works' | CheckName;
  /** Of an app-only token for relationships, where the service uses one. */
  appRelationships: 'works' | CheckName;
  serviceAccount: 'works' | CheckName;
}

type AccessDeps = Pick<CheckUpDeps, 'microsoft' | 'settings'>;

const relationshipPermission = 'DelegatedAdminRelationship.ReadWrite.All';
const mailPermission = 'Mail.Send';
const namesPermission = 'CrossTenantInformation.ReadBasic.All';

const codeOf: Partial<Record<RefusalReason, FindingCode>> = {
  secretWrong: 'SECRET_WRONG',
  secretEnded: 'SECRET_ENDED',
  certificateUnknown: 'CERTIFICATE_UNKNOWN',
  appUnknown: 'APP_UNKNOWN',
  tenantUnknown: 'TENANT_UNKNOWN',
  accountAbsent: 'SERVICE_ACCOUNT_ABSENT',
  grantDead: 'REFRESH_TOKEN_DEAD',
  mfaNeeded: 'SERVICE_ACCOUNT_NEEDS_MFA',
  notConsented: 'SERVICE_ACCOUNT_NOT_CONSENTED',
};

/** The finding for what could not be read. */
export function unread(check: CheckName, probe: Exclude<Probe<unknown>, { kind: 'read' }>): Finding {
  const values = { detail: probe.detail };
  if (probe.kind === 'silent') return finding(check, 'MICROSOFT_SILENT', values);
  return finding(check, codeOf[probe.reason] ?? 'MICROSOFT_REFUSED', values);
}

export function waitsFor(check: CheckName, other: CheckName): Finding {
  return finding(check, 'WAITS_FOR', { other });
}

/** Microsoft's sign-in, and everything that the service signs in with. */
export async function checkAccess(deps: AccessDeps): Promise<Access> {
  const login = await checkLogin(deps);
  if (!login.works) {
    const waiting = (['bot', 'credential', 'permissions', 'serviceAccount', 'mfa'] as const).map((check) =>
      waitsFor(check, 'login'),
    );
    const findings = [...login.findings, ...waiting];
    return { findings, app: 'login', appRelationships: 'login', serviceAccount: 'login' };
  }
  const bot = await checkBot(deps);
  const app = await checkApp(deps);
  const account =
    app.app === 'works'
      ? await checkAccount(deps)
      : {
          serviceAccount: 'credential' as const,
          findings: [waitsFor('serviceAccount', 'credential'), waitsFor('mfa', 'credential')],
        };
  return { ...app, ...account, findings: [...login.findings, bot, ...app.findings, ...account.findings] };
}

async function checkLogin({ microsoft, settings }: AccessDeps): Promise<{ works: boolean; findings: Finding[] }> {
  const tenant = await microsoft.signIn.partnerTenant();
  if (tenant.kind !== 'read') {
    return { works: false, findings: [unread('login', tenant), waitsFor('clock', 'login')] };
  }
  const found = finding('login', 'TENANT_FOUND', { tenantId: settings.partnerTenantId });
  return { works: true, findings: [found, clockFinding(tenant.value.clockAheadMs)] };
}

function clockFinding(clockAheadMs: number | undefined): Finding {
  if (clockAheadMs === undefined) return finding('clock', 'CLOCK_UNKNOWN');
  const seconds = secondsApart(clockAheadMs);
  return finding('clock', areTooFarApart(seconds) ? 'CLOCK_WRONG' : 'CLOCK_RIGHT', { seconds });
}

async function checkBot({ microsoft, settings: { bot } }: AccessDeps): Promise<Finding> {
  switch (bot.kind) {
    case 'sandbox':
      return finding('bot', 'BOT_IN_SANDBOX');
    case 'managedIdentity':
      return finding('bot', 'BOT_MANAGED_IDENTITY');
    case 'password': {
      const token = await microsoft.signIn.botToken(bot);
      return token.kind === 'read' ? finding('bot', 'BOT_SIGNS_IN') : unread('bot', token);
    }
  }
}

async function checkApp(deps: AccessDeps): Promise<Pick<Access, 'findings' | 'app' | 'appRelationships'>> {
  const token = await deps.microsoft.signIn.ownToken();
  if (token.kind !== 'read') {
    const findings = [unread('credential', token), waitsFor('permissions', 'credential')];
    return { findings, app: 'credential', appRelationships: 'credential' };
  }
  const accepted = finding('credential', 'CREDENTIAL_ACCEPTED');
  const permissions = permissionFindings(deps.settings, token.value.permissions);
  const isRelationshipMissing = permissions.some(({ values }) => values['permission'] === relationshipPermission);
  return {
    findings: [accepted, ...permissions],
    app: 'works',
    appRelationships: isRelationshipMissing ? 'permissions' : 'works',
  };
}

function permissionFindings(settings: CheckUpSettings, granted: readonly string[] | undefined): readonly Finding[] {
  if (granted === undefined) return [finding('permissions', 'PERMISSIONS_UNREADABLE')];
  const needed: [string, FindingCode][] = [
    [mailPermission, 'PERMISSION_FOR_MAIL_MISSING'],
    [namesPermission, 'PERMISSION_FOR_NAMES_MISSING'],
  ];
  if (settings.delegatedAdminToken === 'appOnly') needed.push([relationshipPermission, 'PERMISSION_MISSING']);
  const missing = needed
    .filter(([permission]) => !granted.includes(permission))
    .map(([permission, code]) => finding('permissions', code, { permission }));
  return missing.length > 0 ? missing : [finding('permissions', 'PERMISSIONS_GRANTED')];
}

type AccountAccess = Pick<Access, 'findings' | 'serviceAccount'>;

/** Whether the service account signs in, and with multi-factor authentication. */
export async function checkAccount({ microsoft }: Pick<AccessDeps, 'microsoft'>): Promise<AccountAccess> {
  const refused = (why: Finding): AccountAccess => ({
    findings: [why, waitsFor('mfa', 'serviceAccount')],
    serviceAccount: 'serviceAccount',
  });
  const token = await microsoft.signIn.serviceAccountToken();
  if (token.kind !== 'read') return refused(unread('serviceAccount', token));
  const signsIn = finding('serviceAccount', 'SERVICE_ACCOUNT_SIGNS_IN');
  const mfa = await checkMfa(microsoft);
  const isMissing = mfa.code === 'MFA_MISSING';
  return { findings: [signsIn, mfa], serviceAccount: isMissing ? 'mfa' : 'works' };
}

/** A refusal that is not about MFA is left to the checks of what was asked for, which name it. */
async function checkMfa(microsoft: AccessDeps['microsoft']): Promise<Finding> {
  const compliance = await microsoft.signIn.mfaCompliance();
  if (compliance.kind !== 'read' || compliance.value === undefined) return finding('mfa', 'MFA_UNKNOWN');
  return finding('mfa', compliance.value ? 'MFA_DONE' : 'MFA_MISSING');
}

import type { Probe } from '../ports/check-up.ts';
import { unread, waitsFor, type Access, type Ways } from './check-access.ts';
import { daysUntil } from './check-machine.ts';
import { checkCustomers, checkOtherInvitations, checkPartnerAgreements, checkWebhooks } from './check-partners.ts';
import type { CheckUpDeps, CheckUpSettings } from './check-up-deps.ts';
import { finding, type CheckName, type Finding } from './findings.ts';

/** Microsoft's own service principal that app-only relationship calls need in the partner's tenant. */
const relationshipPrincipalAppId = '2832473f-ec63-45fb-976f-5d45a7d4bb91';
const credentialWarningDays = 30;

interface MicrosoftDeps extends Pick<CheckUpDeps, 'microsoft'> {
  settings: Pick<CheckUpSettings, 'partnerTenantId' | 'delegatedAdminToken'>;
}

/** What the service reads and writes with the access that it has. */
export async function checkResources(deps: CheckUpDeps, access: Access): Promise<readonly Finding[]> {
  const customers = await checkCustomers(deps, access);
  const atPartnerCenter = withoutPartnerCenter(access, customers);
  return [
    await checkRelationships(deps, access),
    ...(await checkGroups(deps, access)),
    checkApprovalLink(deps),
    customers,
    await checkInvitation(deps, atPartnerCenter),
    ...checkOtherInvitations(deps),
    await checkProfile(deps, atPartnerCenter),
    ...(await checkPartnerAgreements(deps, atPartnerCenter)),
    await checkMailbox(deps, access),
    await checkExpiry(deps, access),
    ...(await checkBotExpiry(deps, access)),
    await checkWebhooks(deps, atPartnerCenter),
  ];
}

/** Where the app is refused, nothing else is asked as the app; where the whole of it is closed, nothing at all. */
export function withoutPartnerCenter(access: Access, { code, check }: Finding): Access {
  if (code === 'CUSTOMERS_CLOSED_TO_RESELLERS') return { ...access, app: check, serviceAccount: check };
  return code === 'CUSTOMERS_REFUSED' ? { ...access, app: check } : access;
}

export async function checkRelationships({ microsoft, settings }: MicrosoftDeps, access: Ways): Promise<Finding> {
  const isAppOnly = settings.delegatedAdminToken === 'appOnly';
  const way = isAppOnly ? access.appRelationships : access.serviceAccount;
  if (way !== 'works') return waitsFor('relationships', way);
  const probe = await microsoft.resources.relationships();
  if (probe.kind === 'read') return finding('relationships', 'RELATIONSHIPS_READ');
  if (!isForbidden(probe)) return unread('relationships', probe);
  return isAppOnly
    ? finding('relationships', 'RELATIONSHIPS_NEED_PRINCIPAL', { appId: relationshipPrincipalAppId })
    : finding('relationships', 'RELATIONSHIPS_NEED_ADMIN_AGENT');
}

async function checkGroups({ microsoft, settings }: CheckUpDeps, access: Access): Promise<readonly Finding[]> {
  if (settings.groups.length === 0) return [finding('groups', 'GROUPS_NONE')];
  if (access.app !== 'works') return [waitsFor('groups', access.app)];
  const findings: Finding[] = [];
  for (const { groupId } of settings.groups) {
    const probe = await microsoft.resources.group(groupId);
    // What is not permitted for one is not permitted for any.
    if (isForbidden(probe)) return [notPermitted('groups', 'GroupMember.Read.All')];
    findings.push(groupFinding(groupId, probe));
  }
  return findings;
}

function groupFinding(group: string, probe: Probe<{ isSecurityGroup: boolean }>): Finding {
  if (probe.kind === 'read') {
    return finding('groups', probe.value.isSecurityGroup ? 'GROUP_EXISTS' : 'GROUP_WITHOUT_SECURITY', { group });
  }
  return isNotFound(probe) ? finding('groups', 'GROUP_MISSING', { group }) : unread('groups', probe);
}

function checkApprovalLink({ settings: { approvalUrl, isSandbox } }: CheckUpDeps): Finding {
  const isAddress = (isSandbox ? /^https?:[/][/][^/]+[/]/ : /^https:[/][/][^/]+[/]/).test(approvalUrl);
  return finding('approvalLink', isAddress ? 'APPROVAL_LINK_FITS' : 'APPROVAL_LINK_WRONG');
}

/** The one that Partner Center gives wins; the pasted one is for when it gives none. */
export async function checkInvitation({ microsoft: { resources } }: MicrosoftDeps, access: Ways): Promise<Finding> {
  const pasted = resources.pastedInvitation();
  if (pasted?.isForCustomers === false) return finding('invitation', 'INVITATION_PASTED_WRONG');
  if (access.serviceAccount !== 'works') return waitsFor('invitation', access.serviceAccount);
  const probe = await resources.resellerInvitation();
  if (probe.kind === 'read' && probe.value.isForCustomers) return finding('invitation', 'INVITATION_READ');
  if (pasted) return finding('invitation', 'INVITATION_PASTED');
  return probe.kind === 'read' ? finding('invitation', 'INVITATION_FOR_RESELLERS') : unread('invitation', probe);
}

export async function checkProfile({ microsoft, settings }: MicrosoftDeps, access: Ways): Promise<Finding> {
  if (access.serviceAccount !== 'works') return waitsFor('profile', access.serviceAccount);
  const probe = await microsoft.resources.partnerProfile();
  if (probe.kind !== 'read') return unread('profile', probe);
  const { tenantId } = probe.value;
  const isOther = tenantId !== undefined && tenantId !== settings.partnerTenantId.toLowerCase();
  return isOther ? finding('profile', 'PROFILE_OF_OTHER_TENANT', { tenantId }) : finding('profile', 'PROFILE_READ');
}

async function checkMailbox({ microsoft }: CheckUpDeps, access: Access): Promise<Finding> {
  if (access.app !== 'works') return waitsFor('mailbox', access.app);
  const probe = await microsoft.resources.senderMailbox();
  if (probe.kind === 'read') return finding('mailbox', 'MAILBOX_EXISTS');
  if (isForbidden(probe)) return notPermitted('mailbox', 'User.ReadBasic.All');
  return isNotFound(probe) ? finding('mailbox', 'MAILBOX_MISSING') : unread('mailbox', probe);
}

export async function checkExpiry(
  { microsoft, clock }: Pick<CheckUpDeps, 'microsoft' | 'clock'>,
  access: Ways,
): Promise<Finding> {
  if (access.app !== 'works') return waitsFor('expiry', access.app);
  const probe = await microsoft.resources.ownCredentialEnd();
  if (probe.kind !== 'read') {
    return isForbidden(probe) ? notPermitted('expiry', 'Application.Read.All') : unread('expiry', probe);
  }
  if (!probe.value) return finding('expiry', 'CREDENTIAL_NOT_LISTED');
  if (probe.value === 'never') return finding('expiry', 'CREDENTIAL_NEVER_ENDS');
  return endFinding('expiry', probe.value, clock.now());
}

/** Nothing where it cannot be read: a bot may be registered in another tenant than the partner's. */
async function checkBotExpiry(deps: CheckUpDeps, access: Access): Promise<readonly Finding[]> {
  const { bot } = deps.settings;
  if (bot.kind !== 'password' || access.app !== 'works') return [];
  const probe = await deps.microsoft.resources.botCredentialEnd(bot);
  return probe.kind === 'read' && probe.value ? [endFinding('botExpiry', probe.value, deps.clock.now())] : [];
}

function endFinding(check: CheckName, end: Date, now: Date): Finding {
  const days = daysUntil(end, now);
  if (days < 0) return finding(check, 'CREDENTIAL_ENDED');
  return finding(check, days < credentialWarningDays ? 'CREDENTIAL_ENDS_SOON' : 'CREDENTIAL_LASTS', { days });
}

function isForbidden(probe: Probe<unknown>): boolean {
  return probe.kind === 'refused' && probe.reason === 'forbidden';
}

function isNotFound(probe: Probe<unknown>): boolean {
  return probe.kind === 'refused' && probe.reason === 'notFound';
}

function notPermitted(check: CheckName, permission: string): Finding {
  return finding(check, 'NOT_PERMITTED', { permission });
}

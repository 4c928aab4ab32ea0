import type { Probe } from '../ports/check-up.ts';
import { unread, waitsFor, type Access } from './check-access.ts';
import type { CheckUpDeps } from './check-up-deps.ts';
import { finding, type Finding } from './findings.ts';

/**
 * Asked as every visit asks for a customer. The app is refused where nobody registered it in Partner Center, and where
 * Partner Center's API is closed to a reseller, who can do nothing about that at home: then its service account, too,
 * is refused whatever it asks for.
 */
export async function checkCustomers(
  { microsoft, settings }: Pick<CheckUpDeps, 'microsoft' | 'settings'>,
  access: Access,
): Promise<Finding> {
  if (access.app !== 'works') return waitsFor('customers', access.app);
  const probe = await microsoft.resources.customers();
  if (probe.kind === 'read') return finding('customers', 'CUSTOMERS_READ');
  if (!isForbidden(probe)) return unread('customers', probe);
  return settings.isReseller ? refusedToReseller(microsoft, access) : finding('customers', 'CUSTOMERS_REFUSED');
}

/** Of silence nothing follows: neither that the app must be registered, nor that all of it is closed. */
async function refusedToReseller({ resources }: CheckUpDeps['microsoft'], access: Access): Promise<Finding> {
  const refused = finding('customers', 'CUSTOMERS_REFUSED');
  if (isAccountSilent(access)) return waitsFor('customers', 'serviceAccount');
  if (access.serviceAccount !== 'works') return refused;
  const profile = await resources.partnerProfile();
  if (isOpen(profile)) return refused;
  const invitation = await resources.resellerInvitation();
  if (isOpen(invitation)) return refused;
  const silent = [profile, invitation].find((probe) => probe.kind === 'silent');
  return silent ? unread('customers', silent) : finding('customers', 'CUSTOMERS_CLOSED_TO_RESELLERS');
}

function isAccountSilent({ findings }: Access): boolean {
  return findings.some(({ check, code }) => check === 'serviceAccount' && code === 'MICROSOFT_SILENT');
}

function isOpen(probe: Probe<unknown>): boolean {
  return probe.kind !== 'silent' && !isForbidden(probe);
}

function isForbidden(probe: Probe<unknown>): boolean {
  return probe.kind === 'refused' && probe.reason === 'forbidden';
}

/** The links of the other partners whom customers authorise; ours is looked at by itself. */
export function checkOtherInvitations({ microsoft }: Pick<CheckUpDeps, 'microsoft'>): readonly Finding[] {
  const codes = {
    fits: 'INVITATION_OF_OTHER_FITS',
    absent: 'INVITATION_OF_OTHER_ABSENT',
    wrong: 'INVITATION_OF_OTHER_WRONG',
  } as const;
  return microsoft.resources
    .otherInvitations()
    .map(({ partner, state }) => finding('invitation', codes[state], { partner }));
}

/** Without it Partner Center refuses the reseller's customers and orders, whatever the customer does. */
export async function checkPartnerAgreements(
  { microsoft, settings }: Pick<CheckUpDeps, 'microsoft' | 'settings'>,
  access: Access,
): Promise<readonly Finding[]> {
  if (settings.resellerTenantIds.length > 0 && access.serviceAccount !== 'works') {
    return [waitsFor('partnerAgreement', access.serviceAccount)];
  }
  const findings: Finding[] = [];
  for (const tenantId of settings.resellerTenantIds) {
    const probe = await microsoft.resources.partnerAgreement(tenantId);
    findings.push(agreementFinding(tenantId, { probe, isProvider: settings.isProvider }));
  }
  return findings;
}

/** The call is documented for providers, about their resellers: a reseller who is not told of itself has done no wrong. */
function agreementFinding(
  tenantId: string,
  { probe, isProvider }: { probe: Probe<{ isSigned: boolean }>; isProvider: boolean },
): Finding {
  if (isForbidden(probe) && !isProvider) return finding('partnerAgreement', 'PARTNER_AGREEMENT_UNTOLD');
  if (probe.kind !== 'read') return unread('partnerAgreement', probe);
  const code = probe.value.isSigned ? 'PARTNER_AGREEMENT_SIGNED' : 'PARTNER_AGREEMENT_MISSING';
  return finding('partnerAgreement', code, { tenantId });
}

export async function checkWebhooks(
  { microsoft, settings }: Pick<CheckUpDeps, 'microsoft' | 'settings'>,
  access: Access,
): Promise<Finding> {
  const { webhookUrl } = settings;
  if (webhookUrl === undefined) return finding('webhooks', 'WEBHOOKS_OFF');
  if (access.app !== 'works') return waitsFor('webhooks', access.app);
  const probe = await microsoft.resources.webhooks(webhookUrl);
  if (probe.kind !== 'read') return unread('webhooks', probe);
  if (!probe.value) return finding('webhooks', 'WEBHOOKS_NOBODY');
  const { host, isOurs, missingEvents } = probe.value;
  // An address is not secret, but what stands behind the host may be.
  if (!isOurs) return finding('webhooks', 'WEBHOOKS_ELSEWHERE', { host });
  return missingEvents.length > 0
    ? finding('webhooks', 'WEBHOOKS_INCOMPLETE', { events: missingEvents.join(', ') })
    : finding('webhooks', 'WEBHOOKS_OURS');
}

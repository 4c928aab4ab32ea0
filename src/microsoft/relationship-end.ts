import { asDomain } from '../core/domain-name.ts';
import type { PartnerCloud, RelationshipEnd, TenantDirectory } from '../core/ports/microsoft.ts';
import type { MicrosoftConfig } from './microsoft-config.ts';
import { requiredPartners } from './partner-center/resellers/required-partners.ts';
import type { AuditedEnd } from './webhooks/audited-end.ts';
import type { AuditTrail } from './webhooks/audit-trail.ts';

export interface EndDeps {
  auditTrail: Pick<AuditTrail, 'endOf'>;
  directory: Pick<TenantDirectory, 'findTenant'>;
}

type Ended = Parameters<PartnerCloud['readEnd']>[0];

/** Graph knows when, Partner Center's audit records who. Throws AppError. */
export async function readEnd(config: MicrosoftConfig, deps: EndDeps, ended: Ended): Promise<RelationshipEnd> {
  const found = await deps.auditTrail.endOf(ended);
  const endedAt = found?.at ?? ended.endedAt;
  return { ...(await whoIn(config, deps.directory, { found, ended })), ...(endedAt && { endedAt }) };
}

async function whoIn(
  config: MicrosoftConfig,
  directory: EndDeps['directory'],
  { found, ended }: { found: AuditedEnd | undefined; ended: Ended },
): Promise<RelationshipEnd> {
  if (found?.isMicrosofts === true) return { endedBy: 'microsoft' };
  if (found?.userName === undefined) return { endedBy: 'unknown' };
  const { userName } = found;
  const tenantId = await tenantOf(directory, userName);
  const endedBy = tenantId === undefined ? 'unknown' : sideOf(config, ended, tenantId);
  return endedBy === 'ourselves' ? { endedBy, userName } : { endedBy };
}

/** Applications have no domain; neither has a name that Microsoft made up. */
async function tenantOf({ findTenant }: EndDeps['directory'], userName: string): Promise<string | undefined> {
  const domain = asDomain(userName.slice(userName.lastIndexOf('@') + 1));
  if (!userName.includes('@') || domain === undefined) return undefined;
  const found = await findTenant(domain);
  return found.kind === 'found' ? found.tenantId.toLowerCase() : undefined;
}

/** A provider's organisation is a company of its own, and its people are not the provider's. */
function sideOf(config: MicrosoftConfig, ended: Ended, tenantId: string): RelationshipEnd['endedBy'] {
  const own = config.resellers?.[ended.organisationId]?.tenantId ?? config.partnerTenantId;
  if (tenantId === own.toLowerCase()) return 'ourselves';
  if (tenantId === ended.tenantId.toLowerCase()) return 'customer';
  const partners = requiredPartners(config, ended.organisationId);
  return partners.find((partner) => partner.tenantId.toLowerCase() === tenantId)?.party ?? 'unknown';
}

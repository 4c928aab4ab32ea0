// Which calls the contract makes of those that the service makes, and a log that shows that it made them.
import type { GraphCall, PartnerCenterCall } from '../../src/microsoft/outbound/calls.ts';
import type { Log } from '../../src/microsoft/reading.ts';

/** `never`: it would change what nobody can take back, or needs somebody of another company. */
type AskedBy = 'everyRun' | 'customer' | 'connectedCustomer' | 'write' | 'never';

/** A call without its row here does not compile. */
export const askedBy: Record<GraphCall | PartnerCenterCall, AskedBy> = {
  readOrganization: 'connectedCustomer',
  readInventory: 'connectedCustomer',
  readTenantName: 'customer',
  readRelationship: 'everyRun',
  listRelationshipsOfTenant: 'customer',
  listRelationships: 'everyRun',
  createRelationship: 'write',
  lockRelationship: 'write',
  approveRelationship: 'never',
  extendRelationship: 'never',
  listAccessAssignments: 'write',
  // Where somebody else changed one between our look and our change.
  readAccessAssignment: 'never',
  createAccessAssignment: 'write',
  // Where Microsoft could not give the roles, or fewer than are configured now.
  changeAccessAssignment: 'never',
  // Where a group was refused.
  readGroup: 'never',
  sendMail: 'write',
  probeRelationships: 'everyRun',
  probeGroup: 'everyRun',
  probeMailbox: 'everyRun',
  probeApplication: 'everyRun',
  readCustomer: 'everyRun',
  listCustomers: 'everyRun',
  // Only where customers authorise another company too.
  readPartnersOfCustomer: 'never',
  readSignedAgreement: 'customer',
  readAttestedAgreements: 'customer',
  readQualifications: 'connectedCustomer',
  requestQualification: 'never',
  readInvitation: 'everyRun',
  readCountryRules: 'everyRun',
  judgeAddress: 'everyRun',
  readWebhookRegistration: 'everyRun',
  listWebhookEvents: 'everyRun',
  // `npm run webhooks` asks for these four.
  createWebhookRegistration: 'never',
  changeWebhookRegistration: 'never',
  sendTestEvent: 'never',
  readTestEvent: 'never',
  readAuditRecords: 'everyRun',
  probeInvitation: 'everyRun',
  probeMfa: 'everyRun',
  probeProfile: 'everyRun',
  probePartnerAgreement: 'everyRun',
};

interface Line {
  facts: object;
  message: string;
}

export interface CallLog extends Log {
  lines: readonly Line[];
  /** Graph's and Partner Center's that were answered; the log does not tell of signing in. */
  answered(): ReadonlySet<string>;
}

export function createCallLog(): CallLog {
  const lines: Line[] = [];
  const keep = (facts: object, message: string) => void lines.push({ facts, message });
  return {
    lines,
    answered: () =>
      new Set(lines.flatMap(({ facts }) => ('call' in facts && 'status' in facts ? [String(facts.call)] : []))),
    debug: keep,
    info: keep,
    warn: keep,
  };
}

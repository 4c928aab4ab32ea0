/** What the self-check looks at, in the order in which it is shown. */
export type CheckName =
  | 'configuration'
  | 'database'
  | 'disk'
  | 'site'
  | 'certificate'
  | 'linkKeys'
  | 'login'
  | 'clock'
  | 'bot'
  | 'credential'
  | 'permissions'
  | 'expiry'
  | 'botExpiry'
  | 'serviceAccount'
  | 'mfa'
  | 'relationships'
  | 'roles'
  | 'groups'
  | 'approvalLink'
  | 'customers'
  | 'invitation'
  | 'profile'
  | 'partnerAgreement'
  | 'mailbox'
  | 'webhooks';

/** `skipped`: not looked at, for a reason that the finding gives; nobody must act. */
export type CheckLevel = 'passed' | 'warning' | 'failed' | 'skipped';

/** How bad each finding is. Its sentence says what to do. */
export const findingLevels = {
  CONFIGURATION_READ: 'passed',
  CONFIGURATION_WRONG: 'failed',
  DATABASE_WORKS: 'passed',
  DATABASE_CLOCK_WRONG: 'warning',
  DATABASE_REFUSED: 'failed',
  DISK_ROOMY: 'passed',
  DISK_LOW: 'warning',
  DISK_FULL: 'failed',
  DISK_UNKNOWN: 'skipped',
  SITE_ON_THIS_MACHINE: 'skipped',
  SITE_ANSWERS: 'passed',
  SITE_ANSWERS_OTHERWISE: 'warning',
  SITE_UNREACHABLE: 'failed',
  PROXY_NOT_COUNTED: 'warning',
  CERTIFICATE_LASTS: 'passed',
  CERTIFICATE_ENDS_SOON: 'warning',
  CERTIFICATE_REFUSED: 'failed',
  LINK_KEYS_STRONG: 'passed',
  LINK_KEYS_WEAK: 'warning',
  TENANT_FOUND: 'passed',
  TENANT_UNKNOWN: 'failed',
  CLOCK_RIGHT: 'passed',
  CLOCK_WRONG: 'warning',
  CLOCK_UNKNOWN: 'skipped',
  BOT_SIGNS_IN: 'passed',
  BOT_IN_SANDBOX: 'skipped',
  BOT_MANAGED_IDENTITY: 'skipped',
  CREDENTIAL_ACCEPTED: 'passed',
  SECRET_WRONG: 'failed',
  SECRET_ENDED: 'failed',
  CERTIFICATE_UNKNOWN: 'failed',
  APP_UNKNOWN: 'failed',
  PERMISSIONS_GRANTED: 'passed',
  PERMISSION_MISSING: 'failed',
  PERMISSION_FOR_MAIL_MISSING: 'warning',
  PERMISSION_FOR_NAMES_MISSING: 'warning',
  PERMISSIONS_UNREADABLE: 'skipped',
  CREDENTIAL_LASTS: 'passed',
  CREDENTIAL_NEVER_ENDS: 'passed',
  CREDENTIAL_ENDS_SOON: 'warning',
  CREDENTIAL_ENDED: 'failed',
  CREDENTIAL_NOT_LISTED: 'warning',
  SERVICE_ACCOUNT_SIGNS_IN: 'passed',
  SERVICE_ACCOUNT_ABSENT: 'failed',
  REFRESH_TOKEN_DEAD: 'failed',
  SERVICE_ACCOUNT_NEEDS_MFA: 'failed',
  SERVICE_ACCOUNT_NOT_CONSENTED: 'failed',
  MFA_DONE: 'passed',
  MFA_MISSING: 'failed',
  MFA_UNKNOWN: 'warning',
  RELATIONSHIPS_READ: 'passed',
  RELATIONSHIPS_NEED_ADMIN_AGENT: 'failed',
  RELATIONSHIPS_NEED_PRINCIPAL: 'failed',
  ROLES_FIT: 'passed',
  ROLE_UNKNOWN: 'warning',
  ROLES_TOO_MANY: 'warning',
  ROLE_STOPS_EXTENSION: 'warning',
  ROLE_NOT_ASKED_FOR: 'failed',
  GROUPS_NONE: 'warning',
  GROUP_EXISTS: 'passed',
  GROUP_MISSING: 'failed',
  GROUP_WITHOUT_SECURITY: 'failed',
  APPROVAL_LINK_FITS: 'passed',
  APPROVAL_LINK_WRONG: 'failed',
  CUSTOMERS_READ: 'passed',
  CUSTOMERS_REFUSED: 'failed',
  CUSTOMERS_CLOSED_TO_RESELLERS: 'failed',
  INVITATION_READ: 'passed',
  INVITATION_PASTED: 'warning',
  INVITATION_FOR_RESELLERS: 'failed',
  INVITATION_PASTED_WRONG: 'failed',
  INVITATION_OF_OTHER_FITS: 'passed',
  INVITATION_OF_OTHER_ABSENT: 'warning',
  INVITATION_OF_OTHER_WRONG: 'failed',
  PROFILE_READ: 'passed',
  PROFILE_OF_OTHER_TENANT: 'failed',
  PARTNER_AGREEMENT_SIGNED: 'passed',
  PARTNER_AGREEMENT_UNTOLD: 'skipped',
  PARTNER_AGREEMENT_MISSING: 'failed',
  MAILBOX_EXISTS: 'passed',
  MAILBOX_MISSING: 'failed',
  WEBHOOKS_OFF: 'skipped',
  WEBHOOKS_OURS: 'passed',
  WEBHOOKS_NOBODY: 'warning',
  /** Polling goes on, so nothing is lost; only slower. */
  WEBHOOKS_ELSEWHERE: 'warning',
  WEBHOOKS_INCOMPLETE: 'warning',
  /** Cannot be told before another check has passed. */
  WAITS_FOR: 'skipped',
  /** The service does not need the permission for anything else, so it need not be granted. */
  NOT_PERMITTED: 'skipped',
  MICROSOFT_SILENT: 'failed',
  MICROSOFT_REFUSED: 'failed',
} as const satisfies Record<string, CheckLevel>;

export type FindingCode = keyof typeof findingLevels;

/** `values` are safe to show: ids, numbers and Microsoft's codes, never a secret. */
export interface Finding {
  check: CheckName;
  code: FindingCode;
  values: Readonly<Record<string, string | number>>;
}

export function finding(check: CheckName, code: FindingCode, values: Finding['values'] = {}): Finding {
  return { check, code, values };
}

export function levelOf({ code }: Finding): CheckLevel {
  return findingLevels[code];
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some((one) => levelOf(one) === 'failed');
}

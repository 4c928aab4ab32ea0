/** Who can move a blocked transition on. */
type MustAct = 'staff' | 'customer' | 'operator' | 'microsoft' | 'nobody';

/** What helps, where the transition's card or the operator's card can offer it. */
type HelpingButton =
  | 'newLink'
  | 'sendInstructions'
  | 'checkNow'
  | 'cancel'
  | 'extend'
  | 'approve'
  | 'requestQualification'
  | 'doctor'
  | 'none';

export interface ErrorSpec {
  mustAct: MustAct;
  /** True when the same request can succeed later without anyone changing anything. */
  retryable: boolean;
  button: HelpingButton;
}

/** Codes are stable: they are written into records and documented in docs/errors.md. Never reuse one. */
export type ErrorCode =
  | 'DOMAIN_MALFORMED'
  | 'TENANT_NOT_FOUND'
  | 'OWN_TENANT'
  | 'TENANT_IN_OTHER_CLOUD'
  | 'REGION_MISMATCH'
  | 'TENANT_SYNDICATED'
  | 'ADDRESS_NOT_VERIFIED'
  | 'REGISTRATION_NUMBER_NEEDED'
  | 'TRANSITION_NOT_FOUND'
  | 'TRANSITION_CLOSED'
  | 'NOT_ALLOWED'
  | 'LINK_UNKNOWN'
  | 'LINK_EXPIRED'
  | 'LINK_REVOKED'
  | 'SIGN_IN_CANCELLED'
  | 'SIGN_IN_FAILED'
  | 'SIGN_IN_NEEDS_MFA'
  | 'SIGN_IN_BLOCKED'
  | 'CROSS_TENANT_BLOCKED'
  | 'STATE_MISMATCH'
  | 'WRONG_TENANT'
  | 'PARTNER_ACCOUNT'
  | 'PERSONAL_ACCOUNT'
  | 'GUEST_ACCOUNT'
  | 'NOT_ADMINISTRATOR'
  | 'CONSENT_DECLINED'
  | 'CONSENT_SETTLING'
  | 'CONSENT_LOST'
  | 'APP_DISABLED'
  | 'PERMISSION_MISSING'
  | 'TENANT_GONE'
  | 'TENANT_UNSUITABLE'
  | 'RESELLER_RELATIONSHIP_LOST'
  | 'AGREEMENT_MISSING'
  | 'RELATIONSHIP_EXPIRED'
  | 'RELATIONSHIP_TERMINATED'
  | 'RELATIONSHIP_SLOW'
  | 'ACCESS_ASSIGNMENT_FAILED'
  | 'ACCESS_ASSIGNMENT_SLOW'
  | 'RESELLER_RELATIONSHIP_PARTIAL'
  | 'PARTNER_APPROVAL_PENDING'
  | 'RELATIONSHIP_EXPIRING'
  | 'RELATIONSHIP_PENDING_ELSEWHERE'
  | 'ACCESS_GROUP_GONE'
  | 'CUSTOMER_UNDER_REVIEW'
  | 'QUALIFICATION_IN_REVIEW'
  | 'QUALIFICATION_DENIED'
  | 'OWN_CREDENTIALS_REFUSED'
  | 'SERVICE_ACCOUNT_REFUSED'
  | 'PARTNER_ROLE_MISSING'
  | 'PARTNER_AGREEMENT_INVALID'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_UNEXPECTED'
  | 'STORE_UNAVAILABLE';

export const errorSpecs = {
  DOMAIN_MALFORMED: { mustAct: 'staff', retryable: false, button: 'none' },
  TENANT_NOT_FOUND: { mustAct: 'staff', retryable: false, button: 'none' },
  OWN_TENANT: { mustAct: 'staff', retryable: false, button: 'none' },
  TENANT_IN_OTHER_CLOUD: { mustAct: 'staff', retryable: false, button: 'none' },
  REGION_MISMATCH: { mustAct: 'staff', retryable: false, button: 'cancel' },
  TENANT_SYNDICATED: { mustAct: 'staff', retryable: false, button: 'checkNow' },
  ADDRESS_NOT_VERIFIED: { mustAct: 'staff', retryable: false, button: 'none' },
  REGISTRATION_NUMBER_NEEDED: { mustAct: 'staff', retryable: false, button: 'none' },
  TRANSITION_NOT_FOUND: { mustAct: 'staff', retryable: false, button: 'none' },
  TRANSITION_CLOSED: { mustAct: 'staff', retryable: false, button: 'none' },
  NOT_ALLOWED: { mustAct: 'staff', retryable: false, button: 'none' },
  LINK_UNKNOWN: { mustAct: 'customer', retryable: false, button: 'none' },
  LINK_EXPIRED: { mustAct: 'staff', retryable: false, button: 'newLink' },
  LINK_REVOKED: { mustAct: 'staff', retryable: false, button: 'newLink' },
  SIGN_IN_CANCELLED: { mustAct: 'customer', retryable: true, button: 'sendInstructions' },
  SIGN_IN_FAILED: { mustAct: 'customer', retryable: true, button: 'sendInstructions' },
  SIGN_IN_NEEDS_MFA: { mustAct: 'customer', retryable: true, button: 'sendInstructions' },
  SIGN_IN_BLOCKED: { mustAct: 'customer', retryable: true, button: 'sendInstructions' },
  CROSS_TENANT_BLOCKED: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  STATE_MISMATCH: { mustAct: 'customer', retryable: true, button: 'sendInstructions' },
  WRONG_TENANT: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  PARTNER_ACCOUNT: { mustAct: 'staff', retryable: false, button: 'sendInstructions' },
  PERSONAL_ACCOUNT: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  GUEST_ACCOUNT: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  NOT_ADMINISTRATOR: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  CONSENT_DECLINED: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  CONSENT_SETTLING: { mustAct: 'microsoft', retryable: true, button: 'checkNow' },
  CONSENT_LOST: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  APP_DISABLED: { mustAct: 'customer', retryable: false, button: 'checkNow' },
  PERMISSION_MISSING: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  TENANT_GONE: { mustAct: 'staff', retryable: false, button: 'cancel' },
  TENANT_UNSUITABLE: { mustAct: 'staff', retryable: false, button: 'cancel' },
  RESELLER_RELATIONSHIP_LOST: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  AGREEMENT_MISSING: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  RELATIONSHIP_EXPIRED: { mustAct: 'staff', retryable: false, button: 'newLink' },
  RELATIONSHIP_TERMINATED: { mustAct: 'staff', retryable: false, button: 'newLink' },
  RELATIONSHIP_SLOW: { mustAct: 'microsoft', retryable: true, button: 'checkNow' },
  ACCESS_ASSIGNMENT_FAILED: { mustAct: 'operator', retryable: false, button: 'checkNow' },
  ACCESS_ASSIGNMENT_SLOW: { mustAct: 'operator', retryable: true, button: 'checkNow' },
  RESELLER_RELATIONSHIP_PARTIAL: { mustAct: 'customer', retryable: false, button: 'sendInstructions' },
  PARTNER_APPROVAL_PENDING: { mustAct: 'staff', retryable: false, button: 'approve' },
  RELATIONSHIP_EXPIRING: { mustAct: 'staff', retryable: false, button: 'extend' },
  RELATIONSHIP_PENDING_ELSEWHERE: { mustAct: 'staff', retryable: false, button: 'none' },
  ACCESS_GROUP_GONE: { mustAct: 'operator', retryable: false, button: 'checkNow' },
  CUSTOMER_UNDER_REVIEW: { mustAct: 'microsoft', retryable: true, button: 'checkNow' },
  QUALIFICATION_IN_REVIEW: { mustAct: 'microsoft', retryable: true, button: 'checkNow' },
  QUALIFICATION_DENIED: { mustAct: 'staff', retryable: false, button: 'requestQualification' },
  OWN_CREDENTIALS_REFUSED: { mustAct: 'operator', retryable: false, button: 'doctor' },
  SERVICE_ACCOUNT_REFUSED: { mustAct: 'operator', retryable: false, button: 'doctor' },
  PARTNER_ROLE_MISSING: { mustAct: 'operator', retryable: false, button: 'doctor' },
  PARTNER_AGREEMENT_INVALID: { mustAct: 'operator', retryable: false, button: 'doctor' },
  UPSTREAM_THROTTLED: { mustAct: 'nobody', retryable: true, button: 'checkNow' },
  UPSTREAM_UNAVAILABLE: { mustAct: 'nobody', retryable: true, button: 'checkNow' },
  UPSTREAM_UNEXPECTED: { mustAct: 'operator', retryable: true, button: 'checkNow' },
  STORE_UNAVAILABLE: { mustAct: 'operator', retryable: true, button: 'none' },
} satisfies Record<ErrorCode, ErrorSpec>;

/** An expected failure. `details` is safe to show and to log: ids and field names, never what a person typed. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, string>> = {}, options?: { cause: unknown }) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

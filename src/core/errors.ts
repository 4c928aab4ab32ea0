/** Who can move a blocked transition on. */
type MustAct = 'staff' | 'customer' | 'operator' | 'microsoft' | 'nobody';

export interface ErrorSpec {
  mustAct: MustAct;
  /** True when the same request can succeed later without anyone changing anything. */
  retryable: boolean;
}

/** Codes are stable: they are written into records and documented in docs/errors.md. Never reuse one. */
export type ErrorCode =
  | 'DOMAIN_MALFORMED'
  | 'TENANT_NOT_FOUND'
  | 'OWN_TENANT'
  | 'TENANT_IN_OTHER_CLOUD'
  | 'TRANSITION_EXISTS'
  | 'TRANSITION_NOT_FOUND'
  | 'TRANSITION_CLOSED'
  | 'NOT_ALLOWED'
  | 'LINK_UNKNOWN'
  | 'LINK_EXPIRED'
  | 'LINK_REVOKED'
  | 'SIGN_IN_CANCELLED'
  | 'SIGN_IN_FAILED'
  | 'STATE_MISMATCH'
  | 'WRONG_TENANT'
  | 'PARTNER_ACCOUNT'
  | 'PERSONAL_ACCOUNT'
  | 'GUEST_ACCOUNT'
  | 'NOT_ADMINISTRATOR'
  | 'CONSENT_DECLINED'
  | 'CONSENT_SETTLING'
  | 'CONSENT_LOST'
  | 'TENANT_UNSUITABLE'
  | 'RESELLER_RELATIONSHIP_LOST'
  | 'AGREEMENT_MISSING'
  | 'RELATIONSHIP_EXPIRED'
  | 'RELATIONSHIP_TERMINATED'
  | 'RELATIONSHIP_SLOW'
  | 'ACCESS_ASSIGNMENT_FAILED'
  | 'ACCESS_ASSIGNMENT_SLOW'
  | 'OWN_CREDENTIALS_REFUSED'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_UNEXPECTED';

export const errorSpecs = {
  DOMAIN_MALFORMED: { mustAct: 'staff', retryable: false },
  TENANT_NOT_FOUND: { mustAct: 'staff', retryable: false },
  OWN_TENANT: { mustAct: 'staff', retryable: false },
  TENANT_IN_OTHER_CLOUD: { mustAct: 'staff', retryable: false },
  TRANSITION_EXISTS: { mustAct: 'staff', retryable: false },
  TRANSITION_NOT_FOUND: { mustAct: 'staff', retryable: false },
  TRANSITION_CLOSED: { mustAct: 'staff', retryable: false },
  NOT_ALLOWED: { mustAct: 'staff', retryable: false },
  LINK_UNKNOWN: { mustAct: 'customer', retryable: false },
  LINK_EXPIRED: { mustAct: 'staff', retryable: false },
  LINK_REVOKED: { mustAct: 'staff', retryable: false },
  SIGN_IN_CANCELLED: { mustAct: 'customer', retryable: true },
  SIGN_IN_FAILED: { mustAct: 'customer', retryable: true },
  STATE_MISMATCH: { mustAct: 'customer', retryable: true },
  WRONG_TENANT: { mustAct: 'customer', retryable: false },
  PARTNER_ACCOUNT: { mustAct: 'staff', retryable: false },
  PERSONAL_ACCOUNT: { mustAct: 'customer', retryable: false },
  GUEST_ACCOUNT: { mustAct: 'customer', retryable: false },
  NOT_ADMINISTRATOR: { mustAct: 'customer', retryable: false },
  CONSENT_DECLINED: { mustAct: 'customer', retryable: false },
  CONSENT_SETTLING: { mustAct: 'microsoft', retryable: true },
  CONSENT_LOST: { mustAct: 'customer', retryable: false },
  TENANT_UNSUITABLE: { mustAct: 'staff', retryable: false },
  RESELLER_RELATIONSHIP_LOST: { mustAct: 'customer', retryable: false },
  AGREEMENT_MISSING: { mustAct: 'customer', retryable: false },
  RELATIONSHIP_EXPIRED: { mustAct: 'staff', retryable: false },
  RELATIONSHIP_TERMINATED: { mustAct: 'staff', retryable: false },
  RELATIONSHIP_SLOW: { mustAct: 'microsoft', retryable: true },
  ACCESS_ASSIGNMENT_FAILED: { mustAct: 'operator', retryable: false },
  ACCESS_ASSIGNMENT_SLOW: { mustAct: 'operator', retryable: true },
  OWN_CREDENTIALS_REFUSED: { mustAct: 'operator', retryable: false },
  UPSTREAM_THROTTLED: { mustAct: 'nobody', retryable: true },
  UPSTREAM_UNAVAILABLE: { mustAct: 'nobody', retryable: true },
  UPSTREAM_UNEXPECTED: { mustAct: 'operator', retryable: true },
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

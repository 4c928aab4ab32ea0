import { AuthError, ClientAuthErrorCodes, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import { TransportFailure } from './msal-network.ts';

/** Entra's refusal in numbers: the OAuth error, and every AADSTS code that came with it, in order. */
export interface EntraRefusal {
  error: string;
  numbers: readonly number[];
}

/**
 * What Entra's numbers mean wherever they turn up. Microsoft may change them, so a number that is missing here falls
 * back on the OAuth error. https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const codeByNumber = new Map<number, ErrorCode>([
  ...each('NOT_ADMINISTRATOR', 90093, 90094, 90095),
  ...each('WRONG_TENANT', 50014, 50020, 50034, 51004, 90072),
  ...each('PERSONAL_ACCOUNT', 50059, 90019, 500208),
  // The customer's own rules, which the person can satisfy or their IT can change.
  ...each('SIGN_IN_NEEDS_MFA', 50072, 50074, 50076, 50078, 50079),
  ...each('SIGN_IN_BLOCKED', 53000, 53001, 53002, 53003, 53004, 53011, 530032, 530034, 530035),
  ...each('CROSS_TENANT_BLOCKED', 500212, 500213, 1000104),
  // A code that was redeemed twice, too late or elsewhere: the same link starts a new sign-in.
  ...each('SIGN_IN_FAILED', 50089, 54005, 70008, 700005),
  // Nobody signs in to, and no token is asked of, a tenant that was not found before: this one was there.
  ...each('TENANT_GONE', 90002, 900023, 5000224),
  ...each('TENANT_IN_OTHER_CLOUD', 90038, 900382, 900432),
  ...each('OWN_CREDENTIALS_REFUSED', 700027, 7000215, 7000222),
  ...each('SERVICE_ACCOUNT_REFUSED', 70043, 700082),
  ...each('APP_DISABLED', 7000112),
  ...each('UPSTREAM_UNEXPECTED', 90099, 650052, 650056, 650057),
]);

/** Nobody has permitted our app to act for the account. */
const notPermitted = 65001;
/** Our app is not, or not yet, in that tenant: directly after a consent the two cannot be told apart. */
const notInTenant = new Set([notPermitted, 650051, 700011, 700016, 7000229]);
const declined = 65004;
/** The consent page's own word is permission_denied; that of OAuth is access_denied. */
const declinedErrors = new Set(['access_denied', 'permission_denied']);

const codeByOAuthError = new Map<string, ErrorCode>([
  ['temporarily_unavailable', 'UPSTREAM_UNAVAILABLE'],
  ['server_error', 'UPSTREAM_UNAVAILABLE'],
  ['invalid_client', 'OWN_CREDENTIALS_REFUSED'],
  ['unauthorized_client', 'OWN_CREDENTIALS_REFUSED'],
]);

function each(code: ErrorCode, ...numbers: number[]): [number, ErrorCode][] {
  return numbers.map((number) => [number, code]);
}

/** The numbers stand in the description in a fixed form; its words are never looked at. */
export function numbersIn(description: string): number[] {
  return [...description.matchAll(/AADSTS(\d{4,8})\b/g)].map((match) => Number(match[1]));
}

/** What Microsoft's sign-in log knows the refusal by. It stands behind the words, in a fixed form too. */
export function correlationIdIn(description: string): string | undefined {
  return /Correlation ID: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(description)?.[1]?.toLowerCase();
}

/** What a person's trip to the sign-in or the consent page ended with. */
export function signInCodeOf(refusal: EntraRefusal, page: 'signIn' | 'consent'): ErrorCode {
  const said = firstKnown(refusal, codeByNumber);
  if (said !== undefined) return said;
  if (refusal.numbers.includes(declined) || declinedErrors.has(refusal.error)) {
    return page === 'consent' ? 'CONSENT_DECLINED' : 'SIGN_IN_CANCELLED';
  }
  return codeByOAuthError.get(refusal.error) ?? 'SIGN_IN_FAILED';
}

/** What the refusal of an app-only token means; CONSENT_SETTLING when our app is not in the tenant. */
export function appOnlyCodeOf(refusal: EntraRefusal): ErrorCode {
  if (refusal.numbers.some((number) => notInTenant.has(number))) return 'CONSENT_SETTLING';
  return firstKnown(refusal, codeByNumber) ?? codeByOAuthError.get(refusal.error) ?? 'UPSTREAM_UNEXPECTED';
}

/**
 * Nobody but the operator can help a service account, whatever Entra has against it or against our own credential.
 * Where the app may not act for it, an administrator's consent helps, and no signing in.
 */
export function appAndUserCodeOf(refusal: EntraRefusal): ErrorCode {
  if (refusal.numbers.includes(notPermitted)) return 'PARTNER_ROLE_MISSING';
  return codeByOAuthError.get(refusal.error) ?? 'SERVICE_ACCOUNT_REFUSED';
}

function firstKnown(refusal: EntraRefusal, table: ReadonlyMap<number, ErrorCode>): ErrorCode | undefined {
  return refusal.numbers.map((number) => table.get(number)).find((code) => code !== undefined);
}

/** MSAL's error as one of ours. `classify` judges a refusal of Entra's; what is not MSAL's is a bug and thrown on. */
export function fromMsal(error: unknown, classify: (refusal: EntraRefusal) => ErrorCode): AppError {
  if (error instanceof TransportFailure) return error.failure;
  if (!(error instanceof AuthError)) throw error;
  const details = { correlationId: error.correlationId };
  if (error instanceof ServerError || error instanceof InteractionRequiredAuthError) {
    const numbers = [Number(error.errorNo), ...numbersIn(error.errorMessage)].filter((number) => number > 0);
    const code = classify({ error: error.errorCode, numbers });
    return new AppError(code, { ...details, error: error.errorCode, numbers: numbers.join(' ') }, { cause: error });
  }
  // MSAL looks at the nonce before we can.
  if (error.errorCode === ClientAuthErrorCodes.nonceMismatch) {
    return new AppError('STATE_MISMATCH', { reason: 'nonce' });
  }
  // Left are answers that MSAL could not use, and metadata that it could not get.
  return new AppError('UPSTREAM_UNEXPECTED', { ...details, error: error.errorCode }, { cause: error });
}

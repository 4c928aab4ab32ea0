import type { ErrorCode } from '../../core/errors.ts';
import { AppError } from '../../core/errors.ts';
import type { ApiAnswer } from '../api-client.ts';
import { PartnerCenterError } from './partner-center-wire.ts';

/**
 * Partner Center's own numbers, of which the ones that decide something stand here and nowhere else.
 * https://learn.microsoft.com/partner-center/developer/error-codes and, from 2200 on,
 * https://learn.microsoft.com/partner-center/developer/verify-indirect-reseller-mpa-status
 */
const codeByNumber = new Map<string, ErrorCode>([
  ...each('AGREEMENT_MISSING', 13605),
  ...each('PARTNER_AGREEMENT_INVALID', 2200, 2201, 2203, 2204, 2205, 2206, 900123, 900124, 900154),
  ...each('REGISTRATION_NUMBER_NEEDED', 600049, 600050),
  ...each('CUSTOMER_UNDER_REVIEW', 800073, 800074, 800075, 900416),
  // Not a matter of roles: the wrong kind of token, and a token for the retired audience.
  ...each('OWN_CREDENTIALS_REFUSED', 900329, 900420),
  // The sign-in behind the token was one without multi-factor authentication.
  ...each('SERVICE_ACCOUNT_REFUSED', 900421),
]);

function each(code: ErrorCode, ...numbers: number[]): [string, ErrorCode][] {
  return numbers.map((number) => [String(number), code]);
}

/** A tenant that Partner Center does not know, and one without a commerce relationship: each only with its status. */
const notOurs = new Set(['404 60003', '403 20002']);

/** Not, or not yet, a customer of ours: a customer that has just accepted is answered for like this too. */
export function saysNotOurCustomer(answer: ApiAnswer): boolean {
  return notOurs.has(`${String(answer.status)} ${numberOf(answer) ?? ''}`);
}

/** What a refusal's number means; undefined where only the status can tell. */
export function refusalByNumber(answer: ApiAnswer): AppError | undefined {
  const number = numberOf(answer);
  // Without a number of its own, a 403 is about what our account may do.
  const code = codeByNumber.get(number ?? '') ?? (answer.status === 403 ? 'PARTNER_ROLE_MISSING' : undefined);
  if (code === undefined) return undefined;
  const { status, correlationId } = answer;
  return new AppError(code, {
    status: String(status),
    correlationId,
    ...(number !== undefined && { partnerCenterCode: number }),
  });
}

function numberOf({ json }: ApiAnswer): string | undefined {
  return PartnerCenterError.safeParse(json).data?.code;
}

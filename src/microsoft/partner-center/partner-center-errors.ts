import type { ErrorCode } from '../../core/errors.ts';
import { AppError } from '../../core/errors.ts';
import { traceOf, type ApiAnswer } from '../api-client.ts';
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
  // What our account may do.
  ...each('PARTNER_ROLE_MISSING', 1002, 2032),
  // Unsure: documented nowhere that we know of. It is said to be a sign-in without multi-factor authentication, and any
  // other 401 to the service account's token ends the same way.
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

/**
 * What a refusal's number means; undefined where only the status can tell. Who asks for something of a customer's knows
 * the customer for ours already: the parts of Partner Center do not learn of one at the same time, so that it may pass.
 */
export function refusalByNumber(answer: ApiAnswer): AppError | undefined {
  const number = numberOf(answer);
  const code = saysNotOurCustomer(answer)
    ? 'UPSTREAM_UNAVAILABLE'
    : (codeByNumber.get(number ?? '') ?? codeOf403(answer));
  if (code === undefined) return undefined;
  return new AppError(code, { ...traceOf(answer), ...(number !== undefined && { partnerCenterCode: number }) });
}

/** Without a number, a 403 is about what our account may do; with one that we do not know it may be about anything. */
function codeOf403(answer: ApiAnswer): ErrorCode | undefined {
  if (answer.status !== 403) return undefined;
  return numberOf(answer) === undefined ? 'PARTNER_ROLE_MISSING' : 'UPSTREAM_UNEXPECTED';
}

function numberOf({ json }: ApiAnswer): string | undefined {
  return PartnerCenterError.safeParse(json).data?.code;
}

import type { Probe, RefusalReason } from '../../core/ports/check-up.ts';
import { AppError } from '../../core/errors.ts';
import { noServiceAccount } from '../entra/service-account/service-account-tokens.ts';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const reasonByNumber = new Map<number, RefusalReason>([
  [7000215, 'secretWrong'],
  [7000222, 'secretEnded'],
  [700027, 'certificateUnknown'],
  ...each('appUnknown', 700016, 700011, 7000229, 7000112),
  ...each('tenantUnknown', 90002, 900021, 900023),
  // Too old, revoked by policy, by a changed password or by hand, or no refresh token at all.
  ...each('grantDead', 700082, 70043, 50173, 70000, 70008),
  ...each('mfaNeeded', 50076, 50079, 50072, 50074, 50078),
  [65001, 'notConsented'],
]);

const reasonByStatus = new Map<string, RefusalReason>([
  ['403', 'forbidden'],
  ['404', 'notFound'],
]);

function each(reason: RefusalReason, ...numbers: number[]): [number, RefusalReason][] {
  return numbers.map((number) => [number, reason]);
}

/** Entra's refusal by its numbers, in the order in which it gave them. */
export function refusedByEntra(numbers: readonly number[], otherwise: string): Exclude<Probe<never>, { kind: 'read' }> {
  const known = numbers.find((number) => reasonByNumber.has(number));
  const shown = known ?? numbers[0];
  return {
    kind: 'refused',
    reason: (known === undefined ? undefined : reasonByNumber.get(known)) ?? 'other',
    detail: shown === undefined ? otherwise : `AADSTS${String(shown)}`,
  };
}

/** Ends the expected failures of one look; anything else is a bug and thrown on. */
export async function probe<T>(look: () => Promise<T>): Promise<Probe<T>> {
  try {
    return { kind: 'read', value: await look() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failureOf(error);
  }
}

function failureOf({ code, details }: AppError): Exclude<Probe<never>, { kind: 'read' }> {
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_THROTTLED') return { kind: 'silent', detail: code };
  if (details['reason'] === noServiceAccount) return { kind: 'refused', reason: 'accountAbsent', detail: code };
  const numbers = (details['numbers'] ?? '').split(' ').flatMap((text) => (text === '' ? [] : [Number(text)]));
  if (numbers.length > 0) return refusedByEntra(numbers, code);
  const status = details['status'];
  const reason = status === undefined ? undefined : reasonByStatus.get(status);
  return { kind: 'refused', reason: reason ?? 'other', detail: status === undefined ? code : `HTTP ${status}` };
}

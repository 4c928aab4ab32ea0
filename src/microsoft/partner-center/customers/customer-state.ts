import type { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { CustomerState } from '../../../core/ports/microsoft.ts';
import { bodyOf } from '../../api-client.ts';
import type { PartnerCenter } from '../partner-center.ts';
import { saysNotOurCustomer } from '../partner-center-errors.ts';
import { Customer } from '../partner-center-wire.ts';

/** Microsoft's words for `relationshipToPartner`. https://learn.microsoft.com/partner-center/developer/customer-resources */
const stateByWord = new Map<string, CustomerState>([
  ['none', 'none'],
  ['reseller', 'reseller'],
  ['advisor', 'advisor'],
  ['syndication', 'syndication'],
  // As little a way to sell as an adviser's.
  ['microsoft_support', 'advisor'],
]);

/** A word that came later, or none at all: it says neither that the customer is ours nor that it is not. */
export type StateInWords = CustomerState | 'unknown';

/** Throws AppError. */
export async function readCustomerState(partnerCenter: PartnerCenter, tenantId: string): Promise<CustomerState> {
  const path = `/customers/${encodeURIComponent(tenantId)}`;
  const answer = await partnerCenter.get({ call: 'readCustomer', path, as: 'appOnly' });
  if (saysNotOurCustomer(answer)) return 'none';
  if (answer.status !== 200) throw partnerCenter.refused(answer);
  const customer = bodyOf(answer, Customer);
  if (customer.id !== tenantId.toLowerCase()) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other customer' });
  return certain(stateInWords(customer));
}

export function stateInWords({ relationshipToPartner }: z.output<typeof Customer>): StateInWords {
  return stateByWord.get(relationshipToPartner?.toLowerCase() ?? '') ?? 'unknown';
}

/** What has been ours for long must not be told as lost because of a word. Throws AppError. */
export function certain(state: StateInWords): CustomerState {
  if (state === 'unknown') throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'relationship to partner' });
  return state;
}

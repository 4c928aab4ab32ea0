import type { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { CustomerState } from '../../core/ports/microsoft.ts';
import { bodyOf } from '../api-client.ts';
import type { PartnerCenter } from './partner-center.ts';
import { saysNotOurCustomer } from './partner-center-errors.ts';
import { Customer } from './partner-center-wire.ts';

/** Microsoft's words for `relationshipToPartner`; a word that came later is `unknown`, which blocks nothing. */
const stateByWord = new Map<string, CustomerState>([
  ['none', 'none'],
  ['reseller', 'reseller'],
  ['advisor', 'advisor'],
  ['syndication', 'syndication'],
]);

/** Throws AppError. */
export async function readCustomerState(partnerCenter: PartnerCenter, tenantId: string): Promise<CustomerState> {
  const path = `/customers/${encodeURIComponent(tenantId)}`;
  const answer = await partnerCenter.get({ call: 'readCustomer', path, as: 'appOnly' });
  if (saysNotOurCustomer(answer)) return 'none';
  if (answer.status !== 200) throw partnerCenter.refused(answer);
  const customer = bodyOf(answer, Customer);
  if (customer.id !== tenantId.toLowerCase()) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other customer' });
  return customerStateOf(customer);
}

export function customerStateOf({ relationshipToPartner }: z.output<typeof Customer>): CustomerState {
  return stateByWord.get(relationshipToPartner?.toLowerCase() ?? 'none') ?? 'unknown';
}

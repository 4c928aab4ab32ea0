import { AppError } from '../../../core/errors.ts';
import { bodyOf } from '../../api-client.ts';
import type { Entry } from '../../lists/take-list.ts';
import { stateInWords, type StateInWords } from './customer-state.ts';
import type { PartnerCenter } from '../partner-center.ts';
import { CustomerPage } from '../partner-center-wire.ts';

/** The most that Partner Center is known to give. */
const pageSize = 500;

/**
 * All of the partner's, by tenant id. One of which no id can be read could be anybody: the list then shows of nobody that
 * they are missing, and is no list. Throws AppError.
 */
export async function* customerPages(partnerCenter: PartnerCenter): AsyncGenerator<readonly Entry<StateInWords>[]> {
  let path: string | undefined = `/customers?size=${pageSize}`;
  let headers: Record<string, string> = {};
  while (path !== undefined) {
    const answer = await partnerCenter.get({ call: 'listCustomers', path, as: 'appOnly', headers });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    const { items, links } = bodyOf(answer, CustomerPage);
    yield (items ?? []).map((customer) => [customer.id, stateInWords(customer)]);
    path = links?.next ? pathOf(links.next.uri) : undefined;
    headers = links?.next?.headers ?? {};
  }
}

/** Given behind the version, as documented, or with it. A whole address could be anybody's. */
function pathOf(uri: string): string {
  const path = uri.replace(/^\/v1(?=\/)/, '');
  if (!path.startsWith('/customers')) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'next page' });
  return path;
}

import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import { bodyOf } from '../api-client.ts';
import { codeOf, type Log } from '../reading.ts';
import type { PartnerCenter } from './partner-center.ts';
import { RelationshipRequest } from './partner-center-wire.ts';

export interface ResellerInvitationDeps {
  partnerCenter: PartnerCenter;
  clock: Clock;
  log: Log;
  pastedUrl: string | undefined;
}

/** One link for all customers, without an end: asking once a day is plenty. */
const freshForMs = 24 * 60 * 60 * 1000;

/**
 * Partner Center has look-alikes, such as the one that makes a company an indirect reseller of the provider: only an
 * invitation for customers passes.
 */
export function isCustomerInvitation(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.searchParams.get('invType') === 'ResellerRelationship';
}

/** Throws AppError when neither Partner Center nor the configuration has a usable invitation. */
export function createResellerInvitation(deps: ResellerInvitationDeps): () => Promise<string> {
  const { partnerCenter, clock, log, pastedUrl } = deps;
  let known: { url: string; until: number } | undefined;

  async function ask(): Promise<string> {
    const answer = await partnerCenter.get('/customers/relationshiprequests', 'appAndUser');
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return checked(bodyOf(answer, RelationshipRequest).url);
  }

  return async () => {
    const now = clock.now().getTime();
    if (known && now < known.until) return known.url;
    try {
      known = { url: await ask(), until: now + freshForMs };
      return known.url;
    } catch (error) {
      if (known) return known.url;
      if (pastedUrl === undefined) throw error;
      codeOf(log, error, 'read reseller invitation');
      return checked(pastedUrl);
    }
  };
}

function checked(url: string): string {
  if (!isCustomerInvitation(url)) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'not a customer invitation' });
  return url;
}

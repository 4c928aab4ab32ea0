import { AppError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import { isCustomerInvitation } from '../../../customer-invitation.ts';
import { bodyOf } from '../../api-client.ts';
import { codeOf, type Log } from '../../reading.ts';
import type { PartnerCenter } from '../partner-center.ts';
import { RelationshipRequest } from '../partner-center-wire.ts';

export interface ResellerInvitationDeps {
  partnerCenter: PartnerCenter;
  clock: Clock;
  log: Log;
  pastedUrl: string | undefined;
}

/** One link for all customers, without an end: asking once a day is plenty. */
const freshForMs = 24 * 60 * 60 * 1000;
/** Every visit and every open page would ask again for what Partner Center does not give. */
const refusalRestMs = 10 * 60 * 1000;
/** An answer that was lost or odd says nothing about the next one, and customers wait for it. */
const failureRestMs = 30 * 1000;

/**
 * The address is asked for as its page shows it. Only Microsoft's REST specification (CustomerService.json) knows more,
 * all optional: `dualRoleIndirectRelationship`, which only partners that are provider and reseller in one would need, and
 * the ids of provider and reseller, of whose answer there is no example. Throws AppError when neither Partner Center nor
 * the configuration has a usable invitation.
 */
export function createResellerInvitation(deps: ResellerInvitationDeps): () => Promise<string> {
  const { partnerCenter, clock, log, pastedUrl } = deps;
  let known: { url: string; until: number } | undefined;
  let refused: { error: unknown; until: number } | undefined;

  async function ask(): Promise<string> {
    const path = '/customers/relationshiprequests';
    const answer = await partnerCenter.get({ call: 'readInvitation', path, as: 'appAndUser' });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return checked(bodyOf(answer, RelationshipRequest).url);
  }

  function otherwise(error: unknown): string {
    if (known) return known.url;
    if (pastedUrl === undefined) throw error;
    return checked(pastedUrl);
  }

  return async () => {
    const now = clock.now().getTime();
    if (known && now < known.until) return known.url;
    if (refused && now < refused.until) return otherwise(refused.error);
    try {
      known = { url: await ask(), until: now + freshForMs };
      return known.url;
    } catch (error) {
      codeOf(log, error, 'read reseller invitation');
      refused = { error, until: now + restMsAfter(error) };
      return otherwise(error);
    }
  };
}

function restMsAfter(error: unknown): number {
  if (!(error instanceof AppError) || !error.code.startsWith('UPSTREAM_')) return refusalRestMs;
  return Math.max(failureRestMs, Number(error.details['retryAfterMs'] ?? 0));
}

function checked(url: string): string {
  if (!isCustomerInvitation(url)) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'not a customer invitation' });
  return url;
}

import type { Clock } from '../../core/ports/runtime.ts';
import type { MicrosoftSubject } from '../../core/ports/store.ts';
import { bodyOf } from '../api-client.ts';
import type { PartnerCenterAsApp } from '../partner-center/partner-center.ts';
import { AuditRecords } from './webhook-wire.ts';

export interface AuditTrail {
  /** Whom Partner Center's audit records since then are about, each once. Throws AppError. */
  subjectsSince(since: Date): Promise<MicrosoftSubject[]>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Older ones are refused. */
const mostDays = 90;
/** Of one question. */
const windowDays = 30;
/** A ceiling against an answer that always has a next page. */
const mostPages = 200;

interface Page {
  path: string;
  headers?: Record<string, string>;
}

export function createAuditTrail(partnerCenter: PartnerCenterAsApp, clock: Clock): AuditTrail {
  async function readPage(page: Page, found: Map<string, MicrosoftSubject>, since: Date): Promise<Page | undefined> {
    const answer = await partnerCenter.send({ method: 'GET', ...page });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    const { items, links } = bodyOf(answer, AuditRecords);
    for (const record of items ?? []) {
      // Days are asked for; what is known to be earlier than the instant is left out.
      if (new Date(record.operationDate ?? Number.NaN) < since) continue;
      for (const subject of subjectsOf(record)) found.set(JSON.stringify(subject), subject);
    }
    const next = links?.next;
    if (!next) return undefined;
    const headers = Object.fromEntries((next.headers ?? []).map(({ key, value }) => [key, value]));
    return { path: `/v1${pathOf(next.uri)}`, headers };
  }

  return {
    async subjectsSince(since) {
      const found = new Map<string, MicrosoftSubject>();
      const now = clock.now().getTime();
      let from = Math.max(since.getTime(), now - (mostDays - 1) * dayMs);
      while (from <= now) {
        const to = Math.min(from + (windowDays - 1) * dayMs, now);
        let page: Page | undefined = { path: `/v1/auditrecords?startDate=${dayOf(from)}&endDate=${dayOf(to)}` };
        for (let pages = 0; page !== undefined && pages < mostPages; pages += 1) {
          page = await readPage(page, found, since);
        }
        from = to + dayMs;
      }
      return [...found.values()];
    },
  };
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Microsoft gives it with or without the version and the host; only the rest says which page. */
function pathOf(uri: string): string {
  return uri.replace(/^https?:\/\/[^/]+/i, '').replace(/^.*?(?=\/auditrecords)/i, '');
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const relationshipIds = /"id"\s*:\s*"((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-?){2})"/gi;

/** Some records name the customer, those of delegated admin relationships the relationship inside a text of JSON. */
function subjectsOf(record: {
  customerId?: string | null | undefined;
  resourceNewValue?: string | null | undefined;
}): MicrosoftSubject[] {
  const { customerId, resourceNewValue } = record;
  const named = Array.from((resourceNewValue ?? '').matchAll(relationshipIds), ([, id = '']) => id.toLowerCase());
  const relationships = named.map((relationshipId): MicrosoftSubject => ({ relationshipId }));
  const isTenant = typeof customerId === 'string' && guid.test(customerId);
  return isTenant ? [{ tenantId: customerId.toLowerCase() }, ...relationships] : relationships;
}

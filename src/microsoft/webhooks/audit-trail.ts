import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { MicrosoftSubject } from '../../core/ports/store/transition-store.ts';
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
    const answer = await partnerCenter.send({ call: 'readAuditRecords', method: 'GET', ...page });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    const { items, links } = bodyOf(answer, AuditRecords);
    for (const record of items ?? []) {
      // Days are asked for; what is known to be earlier than the instant is left out.
      if (new Date(record.operationDate ?? Number.NaN) < since) continue;
      for (const subject of subjectsOf(record)) found.set(JSON.stringify(subject), subject);
    }
    const next = links?.next;
    if (!next) return undefined;
    return { path: `/v1${pathOf(next.uri)}`, headers: next.headers };
  }

  /** All of it or AppError: what is cut off in silence would count as read. */
  async function readWindow(path: string, found: Map<string, MicrosoftSubject>, since: Date): Promise<void> {
    let page: Page | undefined = { path };
    for (let pages = 0; page !== undefined; pages += 1) {
      if (pages === mostPages) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'too many pages' });
      page = await readPage(page, found, since);
    }
  }

  return {
    async subjectsSince(since) {
      const found = new Map<string, MicrosoftSubject>();
      const now = clock.now().getTime();
      // From one day to another and never from one hour to another: a window that ends at noon has its last day whole.
      const today = startOfDay(now);
      let from = Math.max(startOfDay(since.getTime()), today - (mostDays - 1) * dayMs);
      while (from <= today) {
        const to = Math.min(from + (windowDays - 1) * dayMs, today);
        await readWindow(`/v1/auditrecords?startDate=${dayOf(from)}&endDate=${dayOf(to)}`, found, since);
        from = to + dayMs;
      }
      return [...found.values()];
    },
  };
}

function startOfDay(instant: number): number {
  return instant - (instant % dayMs);
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

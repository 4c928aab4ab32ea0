import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { MicrosoftSubject } from '../../core/ports/store/transition-store.ts';
import { bodyOf } from '../api-client.ts';
import type { PartnerCenterAsApp } from '../partner-center/partner-center.ts';
import { isOfEnd, lastEnd, type AuditedEnd, type Ended } from './audited-end.ts';
import { AuditRecords, type AuditRecord } from './webhook-wire.ts';

export interface AuditTrail {
  /** Whom Partner Center's audit records since then are about, each once. Throws AppError. */
  subjectsSince(since: Date): Promise<MicrosoftSubject[]>;
  /** The record of that end. Undefined: there is none, or none yet. Throws AppError. */
  endOf(ended: Ended): Promise<AuditedEnd | undefined>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Older ones are refused. */
const mostDays = 90;
/** Of one question. */
const windowDays = 30;
/** A ceiling against an answer that always has a next page. */
const mostPagesOfAll = 200;
/** Who ended one relationship is worth so many, and no more. */
const mostPagesOfEnd = 20;

interface Page {
  path: string;
  headers?: Record<string, string>;
}

interface Walk {
  path: string;
  see: (record: AuditRecord) => void;
  mostPages?: number;
}

export function createAuditTrail(partnerCenter: PartnerCenterAsApp, clock: Clock): AuditTrail {
  async function readPage(page: Page, see: Walk['see']): Promise<Page | undefined> {
    const answer = await partnerCenter.send({ call: 'readAuditRecords', method: 'GET', ...page });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    const { items, links } = bodyOf(answer, AuditRecords);
    for (const record of items ?? []) see(record);
    const next = links?.next;
    if (!next) return undefined;
    return { path: `/v1${pathOf(next.uri)}`, headers: next.headers };
  }

  /** All of it or AppError: what is cut off in silence would count as read. */
  async function readWindow({ path, see, mostPages = mostPagesOfAll }: Walk): Promise<void> {
    let page: Page | undefined = { path };
    for (let pages = 0; page !== undefined; pages += 1) {
      if (pages === mostPages) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'too many pages' });
      page = await readPage(page, see);
    }
  }

  return {
    async subjectsSince(since) {
      const found = new Map<string, MicrosoftSubject>();
      const see = (record: AuditRecord) => {
        // Days are asked for; what is known to be earlier than the instant is left out.
        if (new Date(record.operationDate ?? Number.NaN) < since) return;
        for (const subject of subjectsOf(record)) found.set(JSON.stringify(subject), subject);
      };
      const now = clock.now().getTime();
      // From one day to another and never from one hour to another: a window that ends at noon has its last day whole.
      const today = startOfDay(now);
      let from = Math.max(startOfDay(since.getTime()), today - (mostDays - 1) * dayMs);
      while (from <= today) {
        const to = Math.min(from + (windowDays - 1) * dayMs, today);
        await readWindow({ path: windowOf(from, to), see });
        from = to + dayMs;
      }
      return [...found.values()];
    },
    async endOf(ended) {
      const records: AuditRecord[] = [];
      const see = (record: AuditRecord) => {
        if (isOfEnd(record, ended)) records.push(record);
      };
      const today = startOfDay(clock.now().getTime());
      const ofCustomer = `${windowOf(today - (windowDays - 1) * dayMs, today)}&filter=${customerFilter(ended.tenantId)}`;
      await readWindow({ path: ofCustomer, see, mostPages: mostPagesOfEnd });
      if (records.length === 0 && ended.relationshipId !== undefined) {
        // Records of delegated admin relationships need not name the customer: then those of its days are looked through.
        const endedOn = startOfDay((ended.endedAt ?? new Date(today - dayMs)).getTime());
        const from = Math.min(today, Math.max(endedOn, today - (mostDays - 1) * dayMs));
        await readWindow({ path: windowOf(from, Math.min(from + dayMs, today)), see, mostPages: mostPagesOfEnd });
      }
      return lastEnd(records);
    },
  };
}

function windowOf(from: number, to: number): string {
  return `/v1/auditrecords?startDate=${dayOf(from)}&endDate=${dayOf(to)}`;
}

function customerFilter(tenantId: string): string {
  return encodeURIComponent(JSON.stringify({ Field: 'CustomerId', Value: tenantId, Operator: 'equals' }));
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
function subjectsOf({ customerId, resourceNewValue }: AuditRecord): MicrosoftSubject[] {
  const named = Array.from((resourceNewValue ?? '').matchAll(relationshipIds), ([, id = '']) => id.toLowerCase());
  const relationships = named.map((relationshipId): MicrosoftSubject => ({ relationshipId }));
  const isTenant = typeof customerId === 'string' && guid.test(customerId);
  return isTenant ? [{ tenantId: customerId.toLowerCase() }, ...relationships] : relationships;
}

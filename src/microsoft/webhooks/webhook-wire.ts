import { z } from 'zod';
import { PageLinks } from '../partner-center/partner-center-wire.ts';

/** Documented in one spelling and sent in another: letter case of names does not count. */
function lowerCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item as unknown]));
}

export const Registration = z.preprocess(
  lowerCased,
  z.object({ webhookurl: z.string().nullish(), webhookevents: z.array(z.string()).nullish() }).nullable(),
);

export const EventNames = z.array(z.string());

export const SentTest = z.preprocess(lowerCased, z.object({ correlationid: z.string().min(1) }));

const TestResult = z.preprocess(
  lowerCased,
  z.object({ responsecode: z.coerce.string().nullish(), systemerror: z.boolean().nullish() }),
);

export const TestProgress = z.preprocess(
  lowerCased,
  z.object({ status: z.string(), results: z.array(TestResult).nullish() }),
);

/** Helpful, never required: a record without it is a record. */
const detail = z.string().nullish().catch(undefined);

const AuditRecord = z.object({
  customerId: z.string().nullish(),
  operationDate: z.string().nullish(),
  operationType: detail,
  operationStatus: detail,
  resourceType: detail,
  resourceOldValue: detail,
  resourceNewValue: z.string().nullish(),
  userPrincipalName: detail,
});
export type AuditRecord = z.output<typeof AuditRecord>;

export const AuditRecords = z.object({ items: z.array(AuditRecord).nullish(), links: PageLinks });

// The file that moves data from one store to another: a header, one record a line, a footer. See docs/operations.md.
import { z } from 'zod';
import { recordKinds } from '../../store/records/portable-record.ts';

export const formatVersion = 1;

export const header = z.object({
  format: z.literal('partner-connect-data'),
  version: z.literal(formatVersion),
  /** Tells a repeated import of the same file from one of another. */
  exportId: z.string().min(1),
  exportedAt: z.string(),
});
export type Header = z.infer<typeof header>;

export const footer = z.object({
  end: z.record(z.enum(recordKinds), z.object({ count: z.number(), hash: z.string() })),
});

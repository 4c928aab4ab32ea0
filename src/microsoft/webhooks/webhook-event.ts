import { z } from 'zod';
import type { MicrosoftSubject } from '../../core/ports/store/transition-store.ts';

const instant = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  context.addIssue({ code: 'custom', message: 'is no instant' });
  return z.NEVER;
});

/** An event says that something changed and where, and nothing of what it is now. */
export const WebhookEvent = z.object({
  EventName: z.string().max(200),
  ResourceUri: z.string().max(2000).nullish(),
  ResourceChangeUtcDate: instant,
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** Spelt out where Microsoft has one name, by their beginning where it keeps adding some. */
const wanted =
  /^(test-created|(indirect-)?reseller-relationship-accepted-by-customer|granular-admin-(relationship|access-assignment)-[a-z-]+)$/i;

/** Whether we ask Partner Center to be sent events of this name. */
export function isWanted(eventName: string): boolean {
  return wanted.test(eventName);
}

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const customerPath = new RegExp(`/customers/(${guid})(?:/|$)`, 'i');
const relationshipPath = new RegExp(`/granularAdminRelationships/(${guid}-${guid})(?:/|$)`, 'i');

/** Whose state is worth reading again; undefined when the event names nobody. */
export function subjectOf({ ResourceUri }: WebhookEvent): MicrosoftSubject | undefined {
  const [path = ''] = (ResourceUri ?? '').split(/[?#]/);
  const relationshipId = relationshipPath.exec(path)?.[1]?.toLowerCase();
  if (relationshipId !== undefined) return { relationshipId };
  const tenantId = customerPath.exec(path)?.[1]?.toLowerCase();
  return tenantId === undefined ? undefined : { tenantId };
}

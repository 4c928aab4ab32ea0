import { z } from 'zod';
import { isOpen, type Transition } from '../../../core/transition.ts';
import { transitionFromJson, transitionToJson } from '../../records/transition-record.ts';
import { searchTextOf } from '../../search-text.ts';

export const transitionColumns = 'transitions.document, transitions.expanded_seq';

export const rawTransitionRow = z.object({ document: z.string(), expanded_seq: z.number() });

/** What the relay has expanded is no longer in the outbox, although the document may still hold it. */
export function transitionOf({ document, expanded_seq: expandedSeq }: z.infer<typeof rawTransitionRow>): Transition {
  const transition = transitionFromJson(document);
  return { ...transition, outbox: transition.outbox.filter((event) => event.seq > expandedSeq) };
}

export const transitionRow = rawTransitionRow.transform(transitionOf);

export function transitionValues(transition: Transition) {
  return {
    organisationId: transition.organisationId,
    transitionId: transition.transitionId,
    version: transition.version,
    linkId: transition.link.linkId,
    tenantId: transition.tenant.tenantId,
    isOpen: isOpen(transition) ? 1 : 0,
    ownerId: transition.owner.userId,
    createdAt: transition.createdAt.getTime(),
    searchText: searchTextOf(transition),
    document: transitionToJson(transition),
    lastEventSeq: transition.lastEventSeq,
    outboxSince: transition.outbox[0]?.at.getTime() ?? null,
  };
}

import { z } from 'zod';
import { transitionFromJson } from '../records/transition-record.ts';

export const transitionColumns = 'transitions.document, transitions.expanded_seq';

/** What the relay has expanded is no longer in the outbox, although the document may still hold it. */
export const transitionRow = z
  .object({ document: z.string(), expanded_seq: z.number() })
  .transform(({ document, expanded_seq: expandedSeq }) => {
    const transition = transitionFromJson(document);
    return { ...transition, outbox: transition.outbox.filter((event) => event.seq > expandedSeq) };
  });

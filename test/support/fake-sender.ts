import { isEdit, type Content, type SendOutcome } from '../../src/core/delivery.ts';
import type { Outgoing, Sender } from '../../src/core/ports/sender.ts';

export interface FakeSender extends Sender {
  /** Everything that reached the other side. */
  sent: Outgoing[];
  /** What was sent, by kind of content, in order. */
  kinds(): Content['kind'][];
  /** Answers for the next sends, in order; then everything is sent. */
  answer(...outcomes: SendOutcome[]): void;
}

/** Takes everything, names each post, and answers as it was told to. */
export function createFakeSender(): FakeSender {
  const sent: Outgoing[] = [];
  const outcomes: SendOutcome[] = [];
  return {
    sent,
    kinds: () => sent.map(({ delivery }) => delivery.content.kind),
    answer: (...next) => void outcomes.push(...next),
    async send(outgoing) {
      const outcome = outcomes.shift();
      if (outcome && outcome.kind !== 'sent') return outcome;
      sent.push(outgoing);
      const activityId = isEdit(outgoing.delivery.content)
        ? outgoing.cardActivityId
        : `activity-${String(sent.length)}`;
      return outcome ?? { kind: 'sent', ...(activityId !== undefined && { activityId }) };
    },
  };
}

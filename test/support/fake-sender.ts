import { isEdit, type Content, type SendOutcome } from '../../src/core/delivery.ts';
import type { Outgoing, PostSender } from '../../src/core/ports/sender.ts';

export interface FakeSender extends PostSender {
  /** Everything that reached the other side. */
  sent: Outgoing[];
  /** What was sent, by kind of content, in order. */
  kinds(): Content['kind'][];
  /** Answers for the next sends, in order; then everything is sent. */
  answer(...outcomes: SendOutcome[]): void;
  /** The activities that were removed again. */
  takenBack: string[];
}

/** Takes everything, names each post, and answers as it was told to. */
export function createFakeSender(): FakeSender {
  const sent: Outgoing[] = [];
  const outcomes: SendOutcome[] = [];
  const takenBack: string[] = [];
  return {
    sent,
    kinds: () => sent.map(({ delivery }) => delivery.content.kind),
    answer: (...next) => void outcomes.push(...next),
    takenBack,
    async takeBack({ activityId }) {
      takenBack.push(activityId);
      return { kind: 'sent' };
    },
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

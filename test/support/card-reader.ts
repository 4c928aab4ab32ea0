import type { CardAttachment } from '../../src/cards/attachment.ts';
import { readSubmission, type CardAction } from '../../src/cards/actions.ts';
import { nodesOf } from './card-lint.ts';

/** All that a person reads on a card, in order; hidden parts included. */
export function textsOf({ content }: CardAttachment): string[] {
  return nodesOf(content).flatMap(({ type, text }) =>
    (type === 'TextBlock' || type === 'TextRun') && typeof text === 'string' ? [text] : [],
  );
}

/** The titles of the buttons, in order; hidden ones included. */
export function buttonsOf({ content }: CardAttachment): string[] {
  return nodesOf(content).flatMap(({ type, title = '' }) => (type.startsWith('Action.') ? [title] : []));
}

/** What the button with this title sends. */
export function actionOf({ content }: CardAttachment, title: string): CardAction | undefined {
  const button = nodesOf(content).find((node) => node.type === 'Action.Submit' && node.title === title);
  const submission = readSubmission(button?.['data']);
  return submission.kind === 'action' ? submission.action : undefined;
}

/** An input by its id. */
export function inputOf({ content }: CardAttachment, id: string): Readonly<Record<string, unknown>> | undefined {
  return nodesOf(content).find((node) => node.type.startsWith('Input.') && node.id === id);
}

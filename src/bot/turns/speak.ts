import { ActivityTypes, type Activity, type TurnContext } from 'botbuilder';
import type { CardAttachment } from '../../cards/attachment.ts';
import { sentenceCard } from '../../cards/chat/sentence-card.ts';

/** What Markdown or HTML could make something else of: emphasis, links, tags, entities, headings, lists, tables. */
const marks = /[<>[\]*_`~|\\]|&#?\w|:\/\/|\bwww\.|\n|^\s*(?:[#+=-]|\d+[.)]\s)/i;

/**
 * One sentence. It is sent as plain text, but not every client keeps to that: a sentence with such marks, which can
 * only come from a name or from what a person typed, goes as a card, where it is shown as it is.
 */
export async function say(context: TurnContext, text: string): Promise<void> {
  if (marks.test(text)) await postCard(context, sentenceCard(text));
  else await context.sendActivity({ type: ActivityTypes.Message, text, textFormat: 'plain' });
}

function cardActivity(card: CardAttachment): Partial<Activity> {
  return { type: ActivityTypes.Message, attachments: [card], summary: card.content.fallbackText };
}

/** The posted activity's id, where Teams named it. */
export async function postCard(context: TurnContext, card: CardAttachment): Promise<string | undefined> {
  const response = await context.sendActivity(cardActivity(card));
  return response?.id === undefined || response.id === '' ? undefined : response.id;
}

export async function updateCard(context: TurnContext, activityId: string, card: CardAttachment): Promise<void> {
  await context.updateActivity({ ...cardActivity(card), id: activityId });
}

/** Edits the card; posts it anew where it cannot be edited any more. Answers with where it is now. */
export async function showCard(
  context: TurnContext,
  card: CardAttachment,
  activityId: string | undefined,
): Promise<string | undefined> {
  if (activityId === undefined) return postCard(context, card);
  try {
    await updateCard(context, activityId, card);
    return activityId;
  } catch (error) {
    if (!isGone(error)) throw error;
    return postCard(context, card);
  }
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 404;
}

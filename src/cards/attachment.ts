/** A card ready to be sent. Of the shape of botbuilder's `Attachment`, which this room does not know. */
export interface CardAttachment {
  contentType: 'application/vnd.microsoft.card.adaptive';
  content: CardContent;
}

export interface CardContent {
  type: 'AdaptiveCard';
  version: '1.5';
  /** One plain sentence: also what a notification of the message can say. */
  fallbackText: string;
  body: readonly unknown[];
  actions?: readonly unknown[];
}

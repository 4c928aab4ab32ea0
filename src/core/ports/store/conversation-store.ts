/** A place where the bot can speak. `reference` is the messaging SDK's own JSON, opaque outside `bot/`. */
export interface Conversation {
  organisationId: string;
  conversationId: string;
  kind: 'personal' | 'groupChat' | 'channel';
  /** The person of a personal chat. */
  userId?: string;
  reference: string;
  /** BCP 47, as last seen from Teams. */
  locale?: string;
  seenAt: Date;
  /** Since when Teams says that we cannot speak there. Cleared by the next message from there. */
  goneAt?: Date;
}

export interface ConversationStore {
  remember(conversation: Conversation): Promise<void>;
  get(organisationId: string, conversationId: string): Promise<Conversation | undefined>;
  personalChatOf(organisationId: string, userId: string): Promise<Conversation | undefined>;
  markGone(organisationId: string, conversationId: string, at: Date): Promise<void>;
  /** Removes those that were gone before then, in small batches; answers how many. */
  deleteGoneBefore(before: Date): Promise<number>;
}

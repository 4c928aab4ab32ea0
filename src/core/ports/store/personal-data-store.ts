import type { TransitionEvent } from '../../events.ts';
import type { Transition } from '../../transition.ts';

/** What forgetting a customer takes. Each call can be repeated. */
export interface PersonalDataStore {
  /** With its visit and its link. False: the stored version is another, or it is gone. */
  removeTransition(transition: Pick<Transition, 'organisationId' | 'transitionId' | 'version'>): Promise<boolean>;
  /** Of every state; answers how many. */
  removeDeliveries(organisationId: string, transitionId: string): Promise<number>;
  /** Of every state, that tell of one of these events; answers how many. */
  removeNews(events: readonly Pick<TransitionEvent, 'organisationId' | 'transitionId' | 'seq'>[]): Promise<number>;
  /** Puts each of these in the place of the audit event with its transition and `seq`; adds none. */
  rewriteAudit(events: readonly TransitionEvent[]): Promise<void>;
  /** Removes dialog states and ephemeral values whose JSON contains one of these texts; answers how many. */
  removeMentions(texts: readonly string[]): Promise<number>;
}

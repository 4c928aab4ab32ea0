import type { TurnContext } from 'botbuilder';
import type { StaffMember } from '../../core/people.ts';
import type { Conversation } from '../../core/ports/store/conversation-store.ts';
import type { BotLog } from '../bot-deps.ts';

/** What is known of this turn once the person has been let in. */
export interface Turn {
  context: TurnContext;
  member: StaffMember;
  organisationName: string;
  conversationId: string;
  conversationKind: Conversation['kind'];
  /** Before it waited for an earlier one of the person's. */
  arrivedAt: Date;
  log: BotLog;
  /**
   * Runs after the dialog state is saved. What makes a card unusable goes here: if the process dies before the save, the
   * card can be clicked again.
   */
  afterSave(work: () => Promise<void>): void;
  /**
   * The same for what is done already and stays done. Where another turn has changed the dialog state meanwhile, it runs
   * all the same, and `said` is what the person reads.
   */
  afterDone(said: string, work: () => Promise<void>): void;
}

const turnKey = Symbol('turn');

export function bindTurn(turn: Turn): void {
  turn.context.turnState.set(turnKey, turn);
}

/** Dialogs are given the SDK's context; this is the rest of the turn. */
export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn | undefined>(turnKey);
  if (!turn) throw new Error('this turn was not bound to a person');
  return turn;
}

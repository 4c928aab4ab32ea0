import type { BotDeps } from './bot-deps.ts';
import type { Dialogs } from './dialogs/dialog-host.ts';
import type { PersonalChats } from './people/personal-chats.ts';
import type { StaffLookup } from './people/staff-lookup.ts';
import type { LateAnswers } from './sending/late-answers.ts';
import type { Turn } from './turns/turn.ts';

/** What commands and card actions work with. */
export interface BotParts extends BotDeps {
  staff: StaffLookup;
  personalChats: PersonalChats;
  lateAnswers: LateAnswers;
}

/** One command or one card action in one turn. */
export interface Call {
  turn: Turn;
  dialogs: Dialogs;
  parts: BotParts;
}

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { countries } from '../address/countries.ts';
import { warmCards } from '../cards/render.ts';
import type { Operators } from '../core/ports/operators.ts';
import type { PostSender } from '../core/ports/sender.ts';
import type { Route } from '../http-route.ts';
import type { BotDeps } from './bot-deps.ts';
import type { BotParts } from './bot-parts.ts';
import { createDialogHost } from './dialogs/dialog-host.ts';
import { DialogState } from './dialogs/dialog-state.ts';
import { createDialogStorage } from './dialogs/dialog-storage.ts';
import { EditCustomerDialog, editCustomerDialogId, editCustomerSteps } from './dialogs/edit-customer-dialog.ts';
import { TransitionDialog, transitionDialogId, transitionSteps } from './dialogs/transition-dialog.ts';
import { createConversationMemory } from './people/conversation-memory.ts';
import { createGuestWatch } from './people/guest-watch.ts';
import { createPersonalChats } from './people/personal-chats.ts';
import { createStaffLookup } from './people/staff-lookup.ts';
import { createLateAnswers } from './sending/late-answers.ts';
import { createOperatorNotices } from './sending/operator-notices.ts';
import { createTeamsSender } from './sending/teams-sender.ts';
import { createAdapter } from './wire/adapter.ts';
import { laneOf } from './lanes/lane-of.ts';
import { createMessagesRoute } from './wire/messages-route.ts';
import { createTurnAdmission } from './lanes/turn-admission.ts';
import { createTurnError } from './turns/turn-error.ts';
import { createTurnHandler } from './turns/turn-handler.ts';
import { createTurnLanes } from './lanes/turn-lanes.ts';

export interface Bot {
  messagesRoute: Route;
  sender: PostSender;
  operators: Operators;
  /** Does early what the first person would otherwise wait for. */
  warm(): void;
  /** Resolves when no turn is running, and nothing that went on after its turn. */
  drain(): Promise<void>;
}

/** `authentication` replaces the SDK's, for tests that sign their own tokens. */
export function createBot(deps: BotDeps, authentication?: BotFrameworkAuthentication): Bot {
  const { config, store, clock, log, translate } = deps;
  const adapter = createAdapter(config, authentication);
  const memory = createConversationMemory({ conversations: store.conversations, clock });
  const personalChats = createPersonalChats({ config, conversations: store.conversations, memory, adapter });
  const lateAnswers = createLateAnswers({ ...deps, adapter, memory });
  const parts: BotParts = { ...deps, staff: createStaffLookup(deps), personalChats, lateAnswers };
  const dialogState = new DialogState(createDialogStorage(store.dialogs, clock), ({ activity }) =>
    deps.hashOf('dialogs', laneOf(deps.hashOf, activity)),
  );
  const turnError = createTurnError({ ...deps, dialogState });
  adapter.onTurnError = turnError;
  const lanes = createTurnLanes();
  const runTurn = createTurnHandler({
    parts,
    memory,
    host: createDialogHost(dialogState, dialogsOf(parts)),
    dialogState,
    admission: createTurnAdmission({ wait, ...deps, turns: store.turns, every, random: Math.random }),
    lanes,
    turnError,
  });
  const { publicUrl } = config;
  const partnerNameOf = (id: string) =>
    config.organisations.find(({ organisationId }) => organisationId === id)?.name ?? translate('common.product');
  const { subscriptions } = store;
  const sending = { ...deps, adapter, memory, personalChats, subscriptions, publicUrl, partnerNameOf };
  return {
    messagesRoute: createMessagesRoute({ config, adapter, runTurn, log }),
    sender: createTeamsSender(sending),
    operators: createOperatorNotices(sending),
    warm() {
      warmCards(translate);
      countries(translate.language);
    },
    async drain() {
      await lanes.drain();
      await lateAnswers.drain();
    },
  };
}

function every(ms: number, run: () => void): () => void {
  // What a turn keeps the process alive for is its request.
  const timer = setInterval(run, ms).unref();
  return () => clearInterval(timer);
}

function dialogsOf(deps: BotParts) {
  const { transitions } = deps.store;
  const { defaultCountry } = deps.config;
  const guests = createGuestWatch(deps);
  const dialogs = [
    new TransitionDialog({ ...deps, transitions, defaultCountry, guests }),
    new EditCustomerDialog({ ...deps, transitions }),
  ];
  const steps = { [transitionDialogId]: transitionSteps, [editCustomerDialogId]: editCustomerSteps };
  return { dialogs, version: createHash('sha256').update(JSON.stringify(steps)).digest('base64url').slice(0, 16) };
}

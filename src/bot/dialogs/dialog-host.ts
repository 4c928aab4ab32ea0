import { NullTelemetryClient, type TurnContext } from 'botbuilder';
import { DialogContext, DialogSet, type Dialog, type DialogState as DialogStack } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { DialogState } from './dialog-state.ts';

/** The dialogs of one person in one conversation, during one turn. */
export interface Dialogs {
  /** Any, or this one. */
  isRunning(dialogId?: string): boolean;
  /** The nonce of the card that is waiting to be answered. */
  openNonce(): string | undefined;
  /** The answer that the waiting card came of. */
  answered(): { answer: string; at: string } | undefined;
  begin(dialogId: string, options?: object): Promise<void>;
  /** Hands the turn's activity to the running dialog. */
  continue(): Promise<void>;
  /** Shows the waiting card again, further down. */
  showAgain(): Promise<void>;
  cancel(): Promise<void>;
}

export interface DialogHost {
  /** `outdated`: what was running belonged to an earlier version of the steps, and was dropped. */
  load(context: TurnContext): Promise<{ dialogs: Dialogs; outdated: boolean }>;
}

export function createDialogHost(
  state: DialogState,
  parts: { dialogs: readonly Dialog[]; version: string },
): DialogHost {
  const set = new DialogSet();
  set.telemetryClient = new NullTelemetryClient();
  for (const dialog of parts.dialogs) set.add(dialog);
  return {
    async load(context) {
      const { state: running, outdated } = await state.running(context, parts.version);
      const dc = new DialogContext(set, context, running.stack);
      return { dialogs: dialogsOf(dc, running.stack), outdated };
    },
  };
}

function dialogsOf(dc: DialogContext, stack: DialogStack): Dialogs {
  return {
    isRunning: (dialogId) => stack.dialogStack.some(({ id }) => dialogId === undefined || id === dialogId),
    openNonce: () => waitingCard.safeParse(innermost(stack)).data?.nonce,
    answered: () => waitingCard.safeParse(innermost(stack)).data?.follows,
    async begin(dialogId, options) {
      await dc.beginDialog(dialogId, options);
    },
    async continue() {
      await dc.continueDialog();
    },
    async showAgain() {
      await dc.repromptDialog();
    },
    async cancel() {
      await dc.cancelAllDialogs(true);
    },
  };
}

const innerStack = z.object({ dialogs: z.object({ dialogStack: z.array(z.object({ state: z.unknown() })) }) });
const waitingCard = z.object({
  nonce: z.string(),
  follows: z.object({ answer: z.string(), at: z.string() }).optional(),
});

/** The state of the dialog that waits: a component keeps the stack of its own dialogs in its state. */
function innermost(stack: { dialogStack: readonly { state?: unknown }[] }): unknown {
  const state = stack.dialogStack.at(-1)?.state;
  const inner = innerStack.safeParse(state);
  return inner.success && inner.data.dialogs.dialogStack.length > 0 ? innermost(inner.data.dialogs) : state;
}

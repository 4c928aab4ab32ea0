import { BotState, type StoreItem, type TurnContext } from 'botbuilder';
import type { DialogState as DialogStack } from 'botbuilder-dialogs';
import type { DialogStorage } from './dialog-storage.ts';

export interface RunningDialogs extends StoreItem {
  stack: DialogStack;
  /** Of the dialogs' steps: saved waterfalls remember step numbers, which mean something else after a change. */
  version: string;
}

const loadedKey = Symbol('dialog state as loaded');
const eTagKey = Symbol('eTag of the dialog state that this turn goes by');

/** None has this one: what is written with it is refused where something is stored. */
const eTagOfNothing = 'nothing';

/**
 * A person's running dialogs in one conversation. `BotState` would write eTag `*` and delete without any, so that the
 * last one wins; this one hands back the eTag it read, and removes what has ended instead of keeping an empty stack.
 */
export class DialogState extends BotState {
  readonly #storage: DialogStorage;
  readonly #keyOf: (context: TurnContext) => string;

  constructor(storage: DialogStorage, keyOf: (context: TurnContext) => string) {
    super(storage, (context) => Promise.resolve(keyOf(context)));
    this.#storage = storage;
    this.#keyOf = keyOf;
  }

  /** What is saved of dialogs of another version is dropped; `outdated` says so. */
  async running(context: TurnContext, version: string): Promise<{ state: RunningDialogs; outdated: boolean }> {
    // Should it turn out to be unreadable: whatever is there.
    context.turnState.set(eTagKey, '*');
    const state = (await this.load(context)) as Partial<RunningDialogs>;
    context.turnState.set(eTagKey, state.eTag ?? eTagOfNothing);
    context.turnState.set(loadedKey, JSON.stringify(state));
    const outdated = state.version !== undefined && state.version !== version;
    if (outdated || !state.stack) Object.assign(state, { stack: { dialogStack: [] } });
    return { state: Object.assign(state, { version }) as RunningDialogs, outdated };
  }

  /** Rejects with StaleETagError where another instance has saved something since. */
  override async saveChanges(context: TurnContext): Promise<void> {
    const state = this.get(context) as RunningDialogs | undefined;
    const loaded = context.turnState.get<string | undefined>(loadedKey);
    if (!state || loaded === undefined || JSON.stringify(state) === loaded) return;
    const key = this.#keyOf(context);
    const eTag = context.turnState.get<string>(eTagKey);
    if (state.stack.dialogStack.length > 0) await this.#storage.write({ [key]: { ...state, eTag } });
    else if (loaded !== '{}') await this.#storage.deleteRead(key, eTag);
  }

  /** Drops what the turn has read; what it did not come to read is not at fault. Rejects as saving does. */
  async drop(context: TurnContext): Promise<void> {
    const eTag = context.turnState.get<string | undefined>(eTagKey);
    if (eTag !== undefined && eTag !== eTagOfNothing) await this.#storage.deleteRead(this.#keyOf(context), eTag);
  }
}

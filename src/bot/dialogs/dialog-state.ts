import { BotState, type Storage, type StoreItem, type TurnContext } from 'botbuilder';
import type { DialogState as DialogStack } from 'botbuilder-dialogs';

export interface RunningDialogs extends StoreItem {
  stack: DialogStack;
  /** Of the dialogs' steps: saved waterfalls remember step numbers, which mean something else after a change. */
  version: string;
}

const loadedKey = Symbol('dialog state as loaded');

/**
 * A person's running dialogs in one conversation. `BotState` would write eTag `*`, so that the last writer wins; this
 * one hands back the eTag it read, and removes what has ended instead of keeping an empty stack.
 */
export class DialogState extends BotState {
  readonly #storage: Storage;
  readonly #keyOf: (context: TurnContext) => string;

  constructor(storage: Storage, keyOf: (context: TurnContext) => string) {
    super(storage, (context) => Promise.resolve(keyOf(context)));
    this.#storage = storage;
    this.#keyOf = keyOf;
  }

  /** What is saved of dialogs of another version is dropped; `outdated` says so. */
  async running(context: TurnContext, version: string): Promise<{ state: RunningDialogs; outdated: boolean }> {
    const state = (await this.load(context)) as Partial<RunningDialogs>;
    context.turnState.set(loadedKey, JSON.stringify(state));
    const outdated = state.version !== undefined && state.version !== version;
    if (outdated || !state.stack) Object.assign(state, { stack: { dialogStack: [] } });
    return { state: Object.assign(state, { version }) as RunningDialogs, outdated };
  }

  override async saveChanges(context: TurnContext): Promise<void> {
    const state = this.get(context) as RunningDialogs | undefined;
    const loaded = context.turnState.get<string | undefined>(loadedKey);
    if (!state || loaded === undefined || JSON.stringify(state) === loaded) return;
    const key = this.#keyOf(context);
    if (state.stack.dialogStack.length > 0) await this.#storage.write({ [key]: state });
    else if (loaded !== '{}') await this.#storage.delete([key]);
  }
}

/**
 * Dialog state for the messaging SDK, with its eTag rules: absent or '*' overwrites and deletes what is there, a stale
 * one throws, and where nothing is stored any will do.
 */
export interface DialogStore {
  read(keys: readonly string[]): Promise<Record<string, { json: string; eTag: string }>>;
  /** Atomic per key. Rejects with StaleETagError when an eTag given is not that of what is stored. */
  write(changes: Record<string, { json: string; eTag?: string }>, at: Date): Promise<void>;
  /** Rejects as writing does. */
  delete(keys: Record<string, { eTag?: string }>): Promise<void>;
  deleteOlderThan(before: Date): Promise<number>;
}

export class StaleETagError extends Error {
  readonly key: string;

  constructor(key: string) {
    super('the stored eTag has changed');
    this.name = 'StaleETagError';
    this.key = key;
  }
}

/** What the service learns and must not lose, by name. Values come encrypted: the store keeps what it is given. */
export interface SecretStore {
  get(name: string): Promise<{ version: number; value: string } | undefined>;
  /** Writes only when the stored version is the one given, 0 where nothing is stored; false: somebody else wrote first. */
  put(name: string, value: string, known: { version: number }): Promise<boolean>;
}

/** Where the service account's refresh token lives. Entra hands out a new one with every use; the old one ages. */
export interface RefreshTokenStore {
  read(): Promise<string | undefined>;
  write(refreshToken: string): Promise<void>;
}

/** Forgets rotation on restart: the configured token must outlive the process (Entra gives it 90 days). */
export function createMemoryRefreshTokenStore(configured: string | undefined): RefreshTokenStore {
  let current = configured;
  return {
    read: async () => current,
    async write(refreshToken) {
      current = refreshToken;
    },
  };
}

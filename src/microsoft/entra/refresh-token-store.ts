import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../../core/ports/store.ts';
import type { Log } from '../reading.ts';
import type { Seal } from './seal.ts';

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

export interface KeptRefreshTokenDeps {
  secrets: SecretStore;
  seal: Seal;
  configured: string;
  log: Log;
}

const name = 'service-account-refresh-token';
const Kept = z.object({ refreshToken: z.string(), origin: z.string() });

/**
 * Keeps the newest token, encrypted. It counts only while the configured token is the one that it descends from: an
 * operator who configures another one, after signing in anew, means that one.
 */
export function createKeptRefreshTokenStore({
  secrets,
  seal,
  configured,
  log,
}: KeptRefreshTokenDeps): RefreshTokenStore {
  const origin = createHash('sha256').update(configured).digest('base64url');

  async function kept(): Promise<{ version: number; refreshToken?: string }> {
    const stored = await secrets.get(name);
    if (!stored) return { version: 0 };
    const { version } = stored;
    const text = seal.open(name, stored.value);
    if (text === undefined) {
      log.warn({ name }, 'kept secret cannot be opened');
      return { version };
    }
    const known = Kept.parse(JSON.parse(text));
    return known.origin === origin ? { version, refreshToken: known.refreshToken } : { version };
  }

  return {
    read: async () => (await kept()).refreshToken ?? configured,
    async write(refreshToken) {
      const { version } = await kept();
      // When another process wrote first, its token is as new as ours, and ours stays valid.
      await secrets.put(name, seal.seal(name, JSON.stringify({ refreshToken, origin })), { version });
    },
  };
}

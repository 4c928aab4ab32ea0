import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../../../core/ports/store/secret-store.ts';
import type { Log } from '../../reading.ts';
import type { Seal } from './seal.ts';

export interface HeldRefreshToken {
  refreshToken: string;
  /** Of what is stored, which changes with every write; the token itself may be the configured one. */
  version: number;
}

/**
 * Where the service account's refresh token lives. Entra hands out a new one with every use; the old one ages. Every
 * `read` asks the store, so that what another process or the consent page stored counts from the next use on.
 */
export interface RefreshTokenStore {
  read(): Promise<HeldRefreshToken | undefined>;
  /** What Entra gave for the one held. Whatever was stored meanwhile stays: it is as new, or of another account. */
  rotate(held: HeldRefreshToken, refreshToken: string): Promise<void>;
  /** A person has signed in anew: this one takes the place of whatever is there. */
  replace(refreshToken: string): Promise<void>;
}

/** Forgets rotation on restart: the configured token must outlive the process (Entra gives it 90 days). */
export function createMemoryRefreshTokenStore(configured: string | undefined): RefreshTokenStore {
  let held = configured === undefined ? undefined : { refreshToken: configured, version: 0 };
  return {
    read: async () => held,
    async rotate({ version }, refreshToken) {
      if (held?.version === version) held = { refreshToken, version: version + 1 };
    },
    async replace(refreshToken) {
      held = { refreshToken, version: (held?.version ?? 0) + 1 };
    },
  };
}

export interface KeptRefreshTokenDeps {
  secrets: SecretStore;
  seal: Seal;
  /** The first one, where there is one. */
  configured: string | undefined;
  log: Log;
}

const name = 'service-account-refresh-token';
const nothingConfigured = 'none';
const Kept = z.object({ refreshToken: z.string(), origin: z.string() });
const mostTries = 5;

/**
 * Keeps the newest token, encrypted. It counts while nothing else is configured than when it was kept, or nothing at
 * all: an operator who configures another one, after signing in anew, means that one.
 */
export function createKeptRefreshTokenStore(deps: KeptRefreshTokenDeps): RefreshTokenStore {
  const { secrets, seal, configured, log } = deps;
  const origin =
    configured === undefined ? nothingConfigured : createHash('sha256').update(configured).digest('base64url');

  async function kept(): Promise<{ version: number; refreshToken?: string; origin?: string }> {
    const stored = await secrets.get(name);
    if (!stored) return { version: 0 };
    const { version } = stored;
    const text = seal.open(name, stored.value);
    if (text === undefined) {
      log.warn({ name }, 'kept secret cannot be opened');
      return { version };
    }
    const known = Kept.parse(JSON.parse(text));
    return configured === undefined || known.origin === origin ? { version, ...known } : { version };
  }

  async function put(version: number, refreshToken: string, from: string): Promise<boolean> {
    const sealed = seal.seal(name, JSON.stringify({ refreshToken, origin: from }));
    return secrets.put(name, sealed, { version });
  }

  return {
    async read() {
      const { version, refreshToken = configured } = await kept();
      return refreshToken === undefined ? undefined : { refreshToken, version };
    },
    async rotate({ version }, refreshToken) {
      const from = (await kept()).origin ?? origin;
      await put(version, refreshToken, from);
    },
    async replace(refreshToken) {
      for (let attempt = 1; attempt <= mostTries; attempt += 1) {
        if (await put((await kept()).version, refreshToken, origin)) return;
      }
      throw new Error('the refresh token could not be stored: others wrote each time');
    },
  };
}

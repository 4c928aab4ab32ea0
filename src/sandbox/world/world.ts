// The sandbox's one mutable thing: its state, its clock, and the settings that rooms of it share.

import { sampleTenantById } from '../directory.ts';
import type { Behaviour } from '../sample-tenants.ts';
import { freshState } from './history.ts';
import { loadState, saveState } from './state-file.ts';
import type { SandboxState } from './state.ts';

export interface WorldOptions {
  readonly clock: () => Date;
  readonly normalAfterSeconds: number;
  readonly redirectUris: readonly string[];
  readonly permissions: readonly string[];
  readonly clientCertificates: readonly string[];
  readonly stateFile?: string | undefined;
}

export interface World {
  readonly state: Readonly<SandboxState>;
  readonly normalAfterSeconds: number;
  /** The application permissions our app registration asks a customer for. */
  readonly permissions: readonly string[];
  readonly clientCertificates: readonly string[];
  readonly redirectUris: Set<string>;
  /** The base of every absolute link; known once the server listens. */
  publicUrl: string;
  now(): Date;
  nowText(): string;
  change<T>(mutate: (state: SandboxState) => T): T;
  reset(): void;
  behaviourOf(tenantId: string | undefined): Behaviour;
}

export function createWorld(options: WorldOptions): World {
  const { stateFile } = options;
  let state = (stateFile === undefined ? undefined : loadState(stateFile)) ?? freshState(options.clock());
  const now = (): Date => new Date(options.clock().getTime() + state.clockOffsetSeconds * 1000);
  const save = (): void => {
    if (stateFile !== undefined) saveState(stateFile, state);
  };

  return {
    get state() {
      return state;
    },
    normalAfterSeconds: options.normalAfterSeconds,
    permissions: options.permissions,
    clientCertificates: options.clientCertificates,
    redirectUris: new Set(options.redirectUris),
    publicUrl: '',
    now,
    nowText: () => now().toISOString(),
    change(mutate) {
      const result = mutate(state);
      save();
      return result;
    },
    reset() {
      state = freshState(options.clock());
      save();
    },
    behaviourOf(tenantId) {
      if (tenantId === undefined) return {};
      return { ...sampleTenantById(tenantId)?.behaviour, ...state.behaviours[tenantId] };
    },
  };
}

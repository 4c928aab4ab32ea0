// Keeps the state in one JSON file, so that a restart of the whole program finds Microsoft's side as it left it.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { SandboxState } from './state.ts';

// The file is our own and is replaced whole; the version is what decides whether it can be read.
const SavedState = z.custom<SandboxState>(
  (value) => typeof value === 'object' && value !== null && 'version' in value && value.version === 1,
);

export function loadState(file: string): SandboxState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return SavedState.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`the sandbox's state file ${file} cannot be read; delete it to begin afresh`, { cause: error });
  }
}

/** Written beside the old file and renamed over it: a crash leaves one or the other, never half of one. */
export function saveState(file: string, state: SandboxState): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(state, undefined, 1));
  renameSync(next, file);
}

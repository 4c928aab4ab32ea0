import type { VerifiedIdentity } from '../core/ports/microsoft.ts';
import type { ConnectDeps } from './connect-deps.ts';

export interface RoleWatch {
  note(identity: VerifiedIdentity): void;
}

const quietMs = 60 * 60 * 1000;

/**
 * Whose roles are untold counts as an administrator. Where the registration does not ask for the claim, all of them are
 * untold, and nothing else would show it.
 */
export function createRoleWatch({ clock, log }: Pick<ConnectDeps, 'clock' | 'log'>): RoleWatch {
  let warnedAt: Date | undefined;
  return {
    note({ roleTemplateIds, isGuest }) {
      const now = clock.now();
      const isQuiet = warnedAt !== undefined && now.getTime() - warnedAt.getTime() < quietMs;
      if (roleTemplateIds !== undefined || isGuest || isQuiet) return;
      warnedAt = now;
      log.warn({}, 'a sign-in carried no wids: roles are untold');
    },
  };
}

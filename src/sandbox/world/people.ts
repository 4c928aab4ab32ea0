// Which directory roles a person holds at the moment, and where they may sign in.

import {
  globalAdministratorRoleId,
  isGuestIn,
  memberRoleId,
  personalAccountTenantId,
  privilegedRoleAdministratorRoleId,
  type Account,
} from '../directory.ts';
import type { World } from './world.ts';

export interface SignedIn {
  readonly account: Account;
  /** The tenant signed in to; for a guest not the home tenant. */
  readonly tenantId: string;
  readonly isGuest: boolean;
}

export function rolesOf(world: World, { account, isGuest }: SignedIn): readonly string[] {
  // The consultant's guest accounts hold the role too: that alone must not make anybody trust a guest.
  if (isGuest) return [globalAdministratorRoleId];
  const isActive = account.kind === 'eligibleAdministrator' && world.state.activated.includes(account.userName);
  if (account.kind === 'globalAdministrator' || isActive) return [globalAdministratorRoleId, memberRoleId];
  if (account.kind === 'roleAdministrator') return [privilegedRoleAdministratorRoleId, memberRoleId];
  return account.kind === 'personal' ? [] : [memberRoleId];
}

export function isGlobalAdministrator(world: World, signedIn: SignedIn): boolean {
  return rolesOf(world, signedIn).includes(globalAdministratorRoleId);
}

/** Consent to application permissions of Microsoft Graph needs one of these two roles. */
export function mayConsent(world: World, signedIn: SignedIn): boolean {
  const roles = rolesOf(world, signedIn);
  return roles.includes(globalAdministratorRoleId) || roles.includes(privilegedRoleAdministratorRoleId);
}

export function signInAt(account: Account, tenantId: string): SignedIn | undefined {
  if (account.tenantId === tenantId) return { account, tenantId, isGuest: false };
  return isGuestIn(account, tenantId) ? { account, tenantId, isGuest: true } : undefined;
}

export function signInAtHome(account: Account): SignedIn {
  return { account, tenantId: account.tenantId, isGuest: false };
}

export function isPersonal(account: Account): boolean {
  return account.tenantId === personalAccountTenantId;
}

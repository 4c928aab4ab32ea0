import type { InventoryReading, LicenceHeld } from './ports/microsoft.ts';

/** What a tenant has, for whoever orders: numbers and products, nobody's name. In the way of nothing when it is unknown. */
export interface TenantInventory {
  /** The last look, whether or not it told anything. */
  askedAt: Date;
  /** Microsoft wants to be left alone until then. */
  notBefore?: Date;
  users?: { count: number; readAt: Date };
  licences?: { held: readonly LicenceHeld[]; more: number; readAt: Date };
}

const dayMs = 24 * 60 * 60 * 1000;
const pauseMs = 10 * 60 * 1000;
/** Two of the daily looks at a Normal tenant: a round over all of them must not go on paying for one that never tells. */
const owedForMs = 2.5 * dayMs;
/** Enough for everything that is bought; large tenants have as many again of trials. */
const mostHeld = 20;

/** Whether a look at Microsoft that is made anyhow takes it along. `isLast`: the tenant is about to turn Normal. */
export function isInventoryDue(known: TenantInventory | undefined, now: Date, isLast: boolean): boolean {
  if (!known) return true;
  if (known.notBefore && known.notBefore > now) return false;
  const age = now.getTime() - known.askedAt.getTime();
  return isLast || age >= (isWhole(known) ? dayMs : pauseMs);
}

/** It belongs to the tenant's turning Normal, and did not come: Microsoft did not tell, or the process died before. */
export function isInventoryOwed(known: TenantInventory | undefined, verifiedAt: Date | undefined, now: Date): boolean {
  if (!verifiedAt || now.getTime() - verifiedAt.getTime() > owedForMs) return false;
  if (!known) return true;
  const isDone = isWhole(known) && known.askedAt >= verifiedAt;
  return !isDone && now.getTime() - known.askedAt.getTime() >= dayMs;
}

function isWhole({ users, licences }: TenantInventory): boolean {
  return users !== undefined && licences !== undefined;
}

/** A part that could not be read stays as it was known. */
export function inventoryFrom(
  known: TenantInventory | undefined,
  { users, licences }: InventoryReading,
  now: Date,
): TenantInventory {
  const waits = [users, licences].map((part) => (part.kind === 'unread' ? (part.retryAfterMs ?? 0) : 0));
  const waitMs = Math.max(...waits);
  const counted = users.kind === 'read' ? { count: users.value, readAt: now } : known?.users;
  const listed = licences.kind === 'read' ? { ...mostImportant(licences.value), readAt: now } : known?.licences;
  return {
    askedAt: now,
    ...(waitMs > 0 && { notBefore: new Date(now.getTime() + waitMs) }),
    ...(counted && { users: counted }),
    ...(listed && { licences: listed }),
  };
}

function mostImportant(found: readonly LicenceHeld[]): { held: readonly LicenceHeld[]; more: number } {
  const held = found.toSorted((a, b) => rank(b) - rank(a) || inUse(b) - inUse(a) || (a.sku < b.sku ? -1 : 1));
  return { held: held.slice(0, mostHeld), more: Math.max(0, held.length - mostHeld) };
}

/** What people work with comes first, then what belongs to the tenant, what has ended, and what anybody can take for nothing. */
function rank({ sku, assigned, lapse }: LicenceHeld): number {
  if (isFree(sku)) return 0;
  if (lapse !== undefined && lapse !== 'expired') return 1;
  return assigned === undefined ? 2 : 3;
}

function inUse({ bought, assigned }: LicenceHeld): number {
  return assigned ?? bought;
}

/** Microsoft says nowhere what costs nothing; the part numbers of such products nearly all do. */
const freeWords = new Set(['FREE', 'VIRAL', 'ADHOC', 'TRIAL', 'VTRIAL', 'EXPLORATORY', 'DEV', 'IW', 'VIRTUALUSER']);
const otherFree = new Set(['POWER_BI_STANDARD', 'WINDOWS_STORE', 'STREAM', 'FORMS_PRO', 'SMB_APPS']);

function isFree(sku: string): boolean {
  const name = sku.toUpperCase();
  return otherFree.has(name) || name.split('_').some((word) => freeWords.has(word));
}

/** Whether people would read the same of it; when it was read is no news. */
export function isInventorySame(a: TenantInventory | undefined, b: TenantInventory | undefined): boolean {
  return JSON.stringify(shownOf(a)) === JSON.stringify(shownOf(b));
}

function shownOf(inventory: TenantInventory | undefined) {
  return [inventory?.users?.count, inventory?.licences?.held, inventory?.licences?.more];
}

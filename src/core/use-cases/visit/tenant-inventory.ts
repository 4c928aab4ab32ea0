import { inventoryFrom, isInventoryDue, isInventoryOwed, isInventorySame } from '../../inventory.ts';
import { service } from '../../people.ts';
import type { DirectoryConnection, InventoryReading } from '../../ports/microsoft.ts';
import type { Visit } from '../../ports/store/visit-store.ts';
import type { Transition } from '../../transition.ts';
import {
  changeWhileOurs,
  type ChangeDeps,
  type ChangeOutcome,
  type Decision,
  type Overtaken,
  type TransitionKey,
} from '../change-transition.ts';
import { isAboutToBeNormal, type TenantFacts } from './steps-from-facts.ts';

/** What a visit has found out so far. No facts: the customer has not come so far that there is anything to ask. */
interface Looked {
  before: Transition;
  visit: Pick<Visit, 'quietVisits'>;
  facts: TenantFacts | undefined;
}

interface InventoryLook {
  tenantId: string;
  reading: InventoryReading;
}

/** Whatever else a visit has found is told after this long, with or without it. */
export const inventoryMs = 3000;

/**
 * Information, and never a condition. A round over many tenants does not pay for it: it is read when something has just
 * happened or somebody asked, when the directory is connected, when the tenant turns Normal, and for some days after that
 * where it was not told then.
 */
export async function lookAtInventory(
  connection: DirectoryConnection,
  looked: Looked,
  now: Date,
): Promise<InventoryLook | undefined> {
  const { before, facts } = looked;
  const { tenant, inventory } = before;
  const isLast = facts !== undefined && isAboutToBeNormal(before, facts, now);
  if (!isConnected(looked) || !(isLast || isOccasion(looked, now)) || !isInventoryDue(inventory, now, isLast)) {
    return undefined;
  }
  return { tenantId: tenant.tenantId, reading: await connection.readInventory(tenant.tenantId) };
}

function isConnected({ before, facts }: Looked): boolean {
  const kind = facts?.connection.kind ?? 'skipped';
  return kind === 'connected' || (kind === 'skipped' && before.steps.directoryConnection.state === 'done');
}

function isOccasion({ before, visit }: Looked, now: Date): boolean {
  const isNew = before.steps.directoryConnection.state !== 'done';
  const isAsked = visit.quietVisits === 0 || before.checkAskedAt !== undefined;
  return isNew || isAsked || isInventoryOwed(before.inventory, before.verifiedAt, now);
}

/** What a look at Microsoft comes to; it refuses nothing. */
type Seen = Exclude<Decision, { kind: 'refuse' }>;

/** The card is edited where people would read something else. */
export function withInventory(
  current: Transition,
  seen: Seen,
  found: { look: InventoryLook | undefined; now: Date },
): Seen {
  const { look, now } = found;
  if (look?.tenantId !== current.tenant.tenantId) return seen;
  const inventory = inventoryFrom(current.inventory, look.reading, now);
  if (seen.kind === 'change') return { ...seen, after: { ...seen.after, inventory } };
  const isSame = isInventorySame(current.inventory, inventory);
  return { kind: 'change', after: { ...current, inventory }, happenings: isSame ? [] : [{ kind: 'detailsChanged' }] };
}

/** What came too late to be told with the rest is a change of its own. */
export async function withLateInventory(
  deps: ChangeDeps & { stillOurs: () => Promise<boolean> },
  key: TransitionKey,
  { outcome, late }: { outcome: ChangeOutcome | Overtaken; late: Promise<InventoryLook | undefined> },
): Promise<ChangeOutcome | Overtaken> {
  if (outcome.kind === 'overtaken') return outcome;
  const look = await late;
  if (!look) return outcome;
  const later = await changeWhileOurs(deps, { ...key, actor: service }, (current, now) =>
    withInventory(current, { kind: 'keep' }, { look, now }),
  );
  return later.kind === 'unchanged' ? outcome : later;
}

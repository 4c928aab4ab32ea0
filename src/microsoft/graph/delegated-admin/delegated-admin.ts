import { AppError } from '../../../core/errors.ts';
import type { ExistingRelationship, Relationship } from '../../../core/ports/microsoft.ts';
import type { Ids, Timers } from '../../../core/ports/runtime.ts';
import { pause } from '../../outbound/pause.ts';
import { extendRelationship } from './extend-relationship.ts';
import type { DelegatedAdminRelationship } from '../graph-wire.ts';
import type { RelationshipCalls } from './relationship-calls.ts';
import { relationshipName } from './relationship-name.ts';
import { asExisting, asRelationship } from './relationship-view.ts';
import { awaitingOurApproval, bestReusable, covers, isAlive } from './reusable-relationship.ts';

interface RelationshipRequest {
  tenantId: string;
  customerName: string;
  relationshipId?: string;
  replacing?: string;
}

/** All throw AppError. */
export interface DelegatedAdmin {
  ensure(request: RelationshipRequest): Promise<Relationship>;
  read(relationshipId: string): Promise<Relationship | undefined>;
  existing(tenantId: string): Promise<ExistingRelationship[]>;
  extend(relationshipId: string): Promise<'extended' | 'impossible' | 'over'>;
  approve(relationshipId: string): Promise<Relationship | undefined>;
}

export interface DelegatedAdminDeps {
  calls: RelationshipCalls;
  ids: Ids;
  timers: Timers;
  roleIds: readonly string[];
  /** Before looking again whether Microsoft has done what it accepted. */
  retryDelayMs: number;
}

type Wire = DelegatedAdminRelationship;

export function createDelegatedAdmin(deps: DelegatedAdminDeps): DelegatedAdmin {
  const { calls, roleIds } = deps;

  return {
    async ensure(request) {
      const usable = (await findUsable(deps, request)) ?? (await create(deps, request));
      if (usable.status !== 'created' || usable.isPartnerConsentPending === true) return asRelationship(usable);
      await calls.lock(usable);
      return asRelationship(await look(deps, usable, (now) => now !== undefined && now.status !== 'created'));
    },
    async read(relationshipId) {
      const found = await calls.get(relationshipId);
      return found && asRelationship(found);
    },
    async existing(tenantId) {
      const known = await calls.listFor(tenantId);
      return known.map((one) => asExisting(one, roleIds));
    },
    extend: async (relationshipId) => extendRelationship(calls, relationshipId),
    async approve(relationshipId) {
      await calls.approve(relationshipId);
      const found = await calls.get(relationshipId);
      return found && asRelationship(await look(deps, found, (now) => now?.isPartnerConsentPending !== true));
    },
  };
}

async function findUsable(deps: DelegatedAdminDeps, request: RelationshipRequest): Promise<Wire | undefined> {
  const { calls, roleIds } = deps;
  const named = request.relationshipId === undefined ? undefined : await calls.get(request.relationshipId);
  if (named?.customer?.tenantId === request.tenantId.toLowerCase() && isAlive(named)) return named;
  const known = (await calls.listFor(request.tenantId)).filter(({ id }) => id !== request.replacing);
  return bestReusable(known, roleIds) ?? awaitingOurApproval(known, roleIds);
}

/** Somebody replaced so many times that each earlier one still holds a name of ours. */
const mostNames = 8;

/**
 * Where the plain name is held by one of no use to us, the next is made of its holder's id: whoever else sees the same
 * holder, like an instance that stood still, comes to the same name, and Microsoft refuses the second request.
 */
async function create(deps: DelegatedAdminDeps, request: RelationshipRequest): Promise<Wire> {
  const plain = request.tenantId.slice(0, 8);
  let tag = plain;
  for (let left = mostNames; left > 0; left -= 1) {
    const made = await createOnce(deps, request, tag);
    // Before it can be read everywhere it cannot be locked either.
    if ('id' in made) return look(deps, made, (now) => now?.status === 'created');
    const isLast = made.takenBy === undefined && tag !== plain;
    if (isLast) break;
    tag = `${plain}-${(made.takenBy ?? deps.ids.random()).slice(-6)}`;
  }
  throw new AppError('UPSTREAM_UNEXPECTED', { status: '409', reason: 'names taken' });
}

/** `takenBy`: the relationship's id; undefined where Microsoft does not show who has the name. */
interface NameTaken {
  takenBy: string | undefined;
}

/** Graph has no idempotency key: after silence the name tells. */
async function createOnce(
  deps: DelegatedAdminDeps,
  { tenantId, customerName, replacing }: RelationshipRequest,
  tag: string,
): Promise<Wire | NameTaken> {
  const { calls } = deps;
  const displayName = relationshipName(customerName, tag);
  const wanted = { tenantId, customerName, displayName, replacing };
  // A taken name may have been taken by an earlier try, which Microsoft had not listed yet.
  const createOrFind = async () => (await calls.create(wanted)) ?? findTaken(deps, wanted);
  try {
    const found = await createOrFind();
    return found === 'unlisted' ? { takenBy: undefined } : found;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'UPSTREAM_UNAVAILABLE') throw error;
    const made = (await named(deps, wanted)).find((one) => isOurs(deps, wanted, one));
    const found = made ?? (await createOrFind());
    // Made by the try whose answer was lost, and not to be seen yet: a second one would stay beside it.
    if (found === 'unlisted') throw error;
    return found;
  }
}

interface Wanted {
  tenantId: string;
  displayName: string;
  replacing: string | undefined;
}

async function named({ calls }: DelegatedAdminDeps, { tenantId, displayName }: Wanted): Promise<Wire[]> {
  return (await calls.listFor(tenantId)).filter((one) => one.displayName === displayName);
}

function isOurs({ roleIds }: DelegatedAdminDeps, { replacing }: Wanted, one: Wire): boolean {
  return one.id !== replacing && isAlive(one) && covers(one, roleIds);
}

/** Who has the name: ours, one of no use to us, or one that Microsoft does not show. */
async function findTaken(deps: DelegatedAdminDeps, wanted: Wanted): Promise<Wire | NameTaken | 'unlisted'> {
  for (let left = looks; left > 0; left -= 1) {
    const holders = await named(deps, wanted);
    const ours = holders.find((one) => isOurs(deps, wanted, one));
    if (ours) return ours;
    const [holder] = holders;
    if (holder) return { takenBy: holder.id };
    await pause(deps.timers, deps.retryDelayMs);
  }
  return 'unlisted';
}

/** Microsoft answers a request before it is done; it usually takes less than a second. */
const looks = 6;

async function look(
  { calls, timers, retryDelayMs }: DelegatedAdminDeps,
  last: Wire,
  isDone: (now: Wire | undefined) => boolean,
): Promise<Wire> {
  let known = last;
  for (let left = looks; left > 0; left -= 1) {
    const now = await calls.get(last.id);
    known = now ?? known;
    if (isDone(now)) break;
    await pause(timers, retryDelayMs);
  }
  return known;
}

import { AppError } from '../../core/errors.ts';
import type { Relationship } from '../../core/ports/microsoft.ts';
import type { Ids } from '../../core/ports/runtime.ts';
import { pause, type Timers } from '../outbound/timers.ts';
import type { DelegatedAdminRelationship } from './graph-wire.ts';
import type { RelationshipCalls } from './relationship-calls.ts';
import { relationshipName } from './relationship-name.ts';
import { bestReusable, covers, isAlive } from './reusable-relationship.ts';

interface RelationshipRequest {
  tenantId: string;
  customerName: string;
  relationshipId?: string;
}

/** Both throw AppError. */
export interface DelegatedAdmin {
  ensure(request: RelationshipRequest): Promise<Relationship>;
  read(relationshipId: string): Promise<Relationship | undefined>;
}

export interface DelegatedAdminDeps {
  calls: RelationshipCalls;
  ids: Ids;
  timers: Timers;
  roleIds: readonly string[];
  /** Before looking again whether Microsoft has done what it accepted. */
  retryDelayMs: number;
}

/** Microsoft answers a create and a lock before they are done; both usually take less than a second. */
const looks = 6;

type Wire = DelegatedAdminRelationship;

export function createDelegatedAdmin(deps: DelegatedAdminDeps): DelegatedAdmin {
  const { calls, ids, timers, roleIds, retryDelayMs } = deps;

  async function findUsable(request: RelationshipRequest): Promise<Wire | undefined> {
    const named = request.relationshipId === undefined ? undefined : await calls.get(request.relationshipId);
    if (named?.customer?.tenantId === request.tenantId.toLowerCase() && isAlive(named)) return named;
    return bestReusable(await calls.listFor(request.tenantId), roleIds);
  }

  /** Undefined when the name is somebody else's. Graph has no idempotency key: after silence the name tells. */
  async function createOnce(request: RelationshipRequest, tag: string): Promise<Wire | undefined> {
    const { tenantId, customerName } = request;
    const wanted = { tenantId, customerName, displayName: relationshipName(customerName, tag) };
    const findMade = async () =>
      (await calls.listFor(tenantId)).find(
        (one) => one.displayName === wanted.displayName && isAlive(one) && covers(one, roleIds),
      );
    // A taken name may have been taken by an earlier try, which Microsoft had not listed yet.
    const createOrFind = async () => (await calls.create(wanted)) ?? findMade();
    try {
      return await createOrFind();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'UPSTREAM_UNAVAILABLE') throw error;
      return (await findMade()) ?? createOrFind();
    }
  }

  async function create(request: RelationshipRequest): Promise<Wire> {
    const tag = request.tenantId.slice(0, 8);
    const made = (await createOnce(request, tag)) ?? (await createOnce(request, `${tag}-${ids.random().slice(-6)}`));
    if (!made) throw new AppError('UPSTREAM_UNEXPECTED', { status: '409', reason: 'name taken twice' });
    // Before it can be read everywhere it cannot be locked either.
    return look(made, (now) => now?.status === 'created');
  }

  async function look(last: Wire, isDone: (now: Wire | undefined) => boolean): Promise<Wire> {
    let known = last;
    for (let left = looks; left > 0; left -= 1) {
      const now = await calls.get(last.id);
      known = now ?? known;
      if (isDone(now)) break;
      await pause(timers, retryDelayMs);
    }
    return known;
  }

  return {
    async ensure(request) {
      const usable = (await findUsable(request)) ?? (await create(request));
      if (usable.status !== 'created') return asRelationship(usable);
      await calls.lock(usable);
      return asRelationship(await look(usable, (now) => now !== undefined && now.status !== 'created'));
    },
    async read(relationshipId) {
      const found = await calls.get(relationshipId);
      return found && asRelationship(found);
    },
  };
}

function asRelationship(wire: Wire): Relationship {
  // Before activation the end is a guess of Microsoft's.
  const endsAt = wire.activatedDateTime && wire.endDateTime;
  return { relationshipId: wire.id, status: wire.status, ...(endsAt && { endsAt }) };
}

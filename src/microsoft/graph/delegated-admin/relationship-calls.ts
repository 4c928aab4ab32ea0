import type * as microsoft from '@microsoft/microsoft-graph-types';
import { AppError } from '../../../core/errors.ts';
import { bodyOf, type ApiAnswer } from '../../api-client.ts';
import { odataText, type Graph } from '../graph.ts';
import { DelegatedAdminRelationship } from '../graph-wire.ts';
import { refusedToPartner } from '../partner-refusal.ts';

export interface RelationshipTerms {
  roleIds: readonly string[];
  duration: string;
  autoExtendDuration: string;
}

interface NewRelationship {
  displayName: string;
  tenantId: string;
  customerName: string;
}

type ActionRequest = Pick<microsoft.DelegatedAdminRelationshipRequest, 'action'>;
type Action = keyof typeof callOf;

const callOf = { lockForApproval: 'lockRelationship', approve: 'approveRelationship' } as const;

/** Graph's calls about delegated admin relationships, one function each. All throw AppError. */
export interface RelationshipCalls {
  get(relationshipId: string): Promise<DelegatedAdminRelationship | undefined>;
  listFor(tenantId: string): Promise<DelegatedAdminRelationship[]>;
  /** Undefined when another relationship of the partner's has that name. */
  create(relationship: NewRelationship): Promise<DelegatedAdminRelationship | undefined>;
  /** The customer can approve only what is locked. Quiet when a look shows that it is locked already. */
  lock(relationship: DelegatedAdminRelationship): Promise<void>;
  /** Our yes to what an indirect provider asked on our behalf. Quiet when a look shows that it was given. */
  approve(relationshipId: string): Promise<void>;
  /** `changed`: somebody changed it since it was read. `refused`: as it stands now, Microsoft does not extend it. */
  extend(relationship: DelegatedAdminRelationship): Promise<'extended' | 'changed' | 'refused'>;
}

const collection = '/tenantRelationships/delegatedAdminRelationships';
export { collection as relationshipsPath };

const globalAdministratorRoleId = '62e90394-69f5-4237-9190-012177145e10';

/** Microsoft extends no relationship that has Global Administrator among its roles. */
export function canExtend({ accessDetails }: Pick<DelegatedAdminRelationship, 'accessDetails'>): boolean {
  return !accessDetails.unifiedRoles.some((role) => role.roleDefinitionId === globalAdministratorRoleId);
}

export function createRelationshipCalls(graph: Graph, terms: RelationshipTerms): RelationshipCalls {
  const refused = (answer: ApiAnswer) => refusedToPartner(graph, answer);

  const get: RelationshipCalls['get'] = async (relationshipId) => {
    const answer = await graph.send({ call: 'readRelationship', method: 'GET', path: pathOf(relationshipId) });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refused(answer);
    const relationship = bodyOf(answer, DelegatedAdminRelationship);
    if (relationship.id.toLowerCase() === relationshipId.toLowerCase()) return relationship;
    // It would be kept for this customer, and read as ended later.
    throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other relationship' });
  };

  const request = async (relationshipId: string, action: Action, headers: Record<string, string>) =>
    graph.send({ ...requestOf(relationshipId, action), headers });

  const lock: RelationshipCalls['lock'] = async (relationship) => {
    const etag = relationship['@odata.etag'];
    const answer = await request(relationship.id, 'lockForApproval', ifMatch(etag));
    if (answer.status === 201) return;
    // Changed since it was read, or locked by a run of ours that died: a look shows which.
    const now = await get(relationship.id);
    if (!now) throw refused(answer);
    if (now.status !== 'created') return;
    if (answer.status !== 412 || now['@odata.etag'] === etag) throw refused(answer);
    await lock(now);
  };

  return {
    get,
    lock,
    async listFor(tenantId) {
      const all = await graph.list(listOf(tenantId), DelegatedAdminRelationship);
      // The filter is Microsoft's to apply; a relationship with somebody else must not slip through.
      return all.filter((relationship) => relationship.customer?.tenantId === tenantId.toLowerCase());
    },
    async create(wanted) {
      const body = bodyFor(wanted, terms);
      const asked = { call: 'createRelationship', method: 'POST', path: collection } as const;
      const answer = await graph.send({ ...asked, lane: wanted.tenantId, body });
      if (answer.status === 409) return undefined;
      if (answer.status !== 201) throw refused(answer);
      return bodyOf(answer, DelegatedAdminRelationship);
    },
    async approve(relationshipId) {
      // Without it Graph does not own to knowing this action.
      const headers = { Prefer: 'include-unknown-enum-members' };
      const answer = await request(relationshipId, 'approve', headers);
      if (answer.status === 201) return;
      const now = await get(relationshipId);
      if (now?.isPartnerConsentPending !== false) throw refused(answer);
    },
    async extend(relationship) {
      const answer = await graph.send({
        call: 'extendRelationship',
        method: 'PATCH',
        path: pathOf(relationship.id),
        headers: ifMatch(relationship['@odata.etag']),
        body: { autoExtendDuration: 'P180D' } satisfies microsoft.DelegatedAdminRelationship,
      });
      if (answer.status === 412) return 'changed';
      if (answer.status === 400 || answer.status === 404) return 'refused';
      if (answer.status !== 200) throw refused(answer);
      bodyOf(answer, DelegatedAdminRelationship);
      return 'extended';
    },
  };
}

function listOf(tenantId: string) {
  const filter = `${encodeURIComponent('customer/tenantId eq ')}${odataText(tenantId)}`;
  return { call: 'listRelationshipsOfTenant', path: `${collection}?$filter=${filter}`, lane: tenantId } as const;
}

function requestOf(relationshipId: string, action: Action) {
  const body = { action } satisfies ActionRequest;
  return { call: callOf[action], method: 'POST', path: `${pathOf(relationshipId)}/requests`, body } as const;
}

function bodyFor({ displayName, tenantId, customerName }: NewRelationship, terms: RelationshipTerms) {
  const accessDetails = {
    unifiedRoles: terms.roleIds.map((roleDefinitionId) => ({ roleDefinitionId: roleDefinitionId.toLowerCase() })),
  };
  return {
    displayName,
    duration: terms.duration,
    // Without it, whichever tenant opens the link could approve.
    customer: { tenantId, displayName: customerName },
    accessDetails,
    autoExtendDuration: canExtend({ accessDetails }) ? terms.autoExtendDuration : 'PT0S',
  } satisfies microsoft.DelegatedAdminRelationship;
}

/** Microsoft's lists and reads name the version; a change of what is newer than that is refused. */
export function ifMatch(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { 'If-Match': etag };
}

function pathOf(relationshipId: string): string {
  return `${collection}/${encodeURIComponent(relationshipId)}`;
}

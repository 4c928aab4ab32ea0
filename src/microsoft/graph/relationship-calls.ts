import { bodyOf } from '../api-client.ts';
import { odataText, type Graph } from './graph.ts';
import { DelegatedAdminRelationship } from './graph-wire.ts';

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

/** Graph's calls about delegated admin relationships, one function each. All throw AppError. */
export interface RelationshipCalls {
  get(relationshipId: string): Promise<DelegatedAdminRelationship | undefined>;
  listFor(tenantId: string): Promise<DelegatedAdminRelationship[]>;
  /** Undefined when another relationship of the partner's has that name. */
  create(relationship: NewRelationship): Promise<DelegatedAdminRelationship | undefined>;
  /** The customer can approve only what is locked. Quiet when a look shows that it is locked already. */
  lock(relationship: DelegatedAdminRelationship): Promise<void>;
}

const collection = '/tenantRelationships/delegatedAdminRelationships';
const globalAdministratorRoleId = '62e90394-69f5-4237-9190-012177145e10';

export function createRelationshipCalls(graph: Graph, terms: RelationshipTerms): RelationshipCalls {
  const get: RelationshipCalls['get'] = async (relationshipId) => {
    const answer = await graph.send({ method: 'GET', path: pathOf(relationshipId) });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw graph.refused(answer);
    return bodyOf(answer, DelegatedAdminRelationship);
  };

  const lock: RelationshipCalls['lock'] = async (relationship) => {
    const etag = relationship['@odata.etag'];
    const answer = await graph.send({
      method: 'POST',
      path: `${pathOf(relationship.id)}/requests`,
      headers: etag === undefined ? {} : { 'If-Match': etag },
      body: { action: 'lockForApproval' },
    });
    if (answer.status === 201) return;
    // Changed since it was read, or locked by a run of ours that died: a look shows which.
    const now = await get(relationship.id);
    if (!now) throw graph.refused(answer);
    if (now.status !== 'created') return;
    if (answer.status !== 412 || now['@odata.etag'] === etag) throw graph.refused(answer);
    await lock(now);
  };

  return {
    get,
    lock,
    async listFor(tenantId) {
      const filter = `${encodeURIComponent('customer/tenantId eq ')}${odataText(tenantId)}`;
      const all = await graph.list(`${collection}?$filter=${filter}`, DelegatedAdminRelationship);
      // The filter is Microsoft's to apply; a relationship with somebody else must not slip through.
      return all.filter((relationship) => relationship.customer?.tenantId === tenantId.toLowerCase());
    },
    async create({ displayName, tenantId, customerName }) {
      const answer = await graph.send({
        method: 'POST',
        path: collection,
        body: {
          displayName,
          duration: terms.duration,
          // Without it, whichever tenant opens the link could approve.
          customer: { tenantId, displayName: customerName },
          accessDetails: { unifiedRoles: terms.roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) },
          autoExtendDuration: terms.roleIds.includes(globalAdministratorRoleId) ? 'PT0S' : terms.autoExtendDuration,
        },
      });
      if (answer.status === 409) return undefined;
      if (answer.status !== 201) throw graph.refused(answer);
      return bodyOf(answer, DelegatedAdminRelationship);
    },
  };
}

function pathOf(relationshipId: string): string {
  return `${collection}/${encodeURIComponent(relationshipId)}`;
}

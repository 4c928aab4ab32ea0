import { bodyOf } from '../../api-client.ts';
import { odataText, type Graph } from '../graph.ts';
import { TenantInformation } from '../graph-wire.ts';

/** A tenant's name without any consent of that tenant, by the partner's CrossTenantInformation.ReadBasic.All. */
export async function readTenantName(graph: Graph, tenantId: string): Promise<string | undefined> {
  const path = `/tenantRelationships/findTenantInformationByTenantId(tenantId=${odataText(tenantId)})`;
  // Somebody waits at a form for a name that is only nice to have.
  const answer = await graph.send({ call: 'readTenantName', method: 'GET', path, once: true });
  if (answer.status !== 200) throw graph.refused(answer);
  return bodyOf(answer, TenantInformation).displayName ?? undefined;
}

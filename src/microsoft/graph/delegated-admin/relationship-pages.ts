import { z } from 'zod';
import type { Relationship } from '../../../core/ports/microsoft.ts';
import { bodyOf } from '../../api-client.ts';
import type { Entry } from '../../lists/take-list.ts';
import type { Graph } from '../graph.ts';
import { DelegatedAdminRelationship, pageOf } from '../graph-wire.ts';
import { refusedToPartner } from '../partner-refusal.ts';
import { relationshipsPath } from './relationship-calls.ts';
import { asRelationship } from './relationship-view.ts';

/** Graph gives no more of them at once. */
const pageSize = 300;

const Page = pageOf(z.unknown());

/** All of the partner's, by id. One that is not as documented is left out, and spoils nothing for the others. */
export async function* relationshipPages(graph: Graph): AsyncGenerator<readonly Entry<Relationship>[]> {
  let next: string | undefined = `${relationshipsPath}?$top=${pageSize}`;
  while (next !== undefined) {
    const answer = await graph.send({ call: 'listRelationships', method: 'GET', path: next });
    if (answer.status !== 200) throw refusedToPartner(graph, answer);
    const page: z.output<typeof Page> = bodyOf(answer, Page);
    yield page.value.flatMap((item) => {
      const { data } = DelegatedAdminRelationship.safeParse(item);
      return data ? [[data.id, asRelationship(data)] as const] : [];
    });
    next = page['@odata.nextLink'];
  }
}

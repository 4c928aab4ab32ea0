import { AppError } from '../../../core/errors.ts';
import type { InventoryReading, LicenceHeld, Reading } from '../../../core/ports/microsoft.ts';
import { bodyOf, type ApiAnswer } from '../../api-client.ts';
import { asReading, type Log } from '../../reading.ts';
import type { Graph } from '../graph.ts';
import { pageOf, SubscribedSku, UserCount } from '../graph-wire.ts';
import { readTogether } from '../read-together.ts';

const parts = {
  users: {
    url: '/users/$count',
    // Counting is an advanced query of the directory, and refused without it.
    headers: { ConsistencyLevel: 'eventual' },
  },
  licences: { url: '/subscribedSkus?$select=skuPartNumber,appliesTo,consumedUnits,prepaidUnits' },
};

/** How many users a tenant has, and what is bought for them. What one part meets is not the other's. */
export async function readInventory(graph: Graph, log: Log): Promise<InventoryReading> {
  const together = await asReading(log, 'read inventory', async () => readTogether(graph, 'readInventory', parts));
  if (together.kind === 'unread') return { users: together, licences: together };

  async function part<T>(name: keyof typeof parts, read: (answer: ApiAnswer) => T): Promise<Reading<T>> {
    const answer = together.kind === 'read' ? together.value(name) : undefined;
    if (answer?.status === 401 || answer?.status === 403) return withoutPermission(name);
    return asReading(log, `read inventory: ${name}`, async () => {
      if (!answer) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no such part' });
      if (answer.status !== 200) throw graph.refused(answer);
      return Promise.resolve(read(answer));
    });
  }

  /** A consent may be older than our asking for this, or narrower: then we go without. */
  function withoutPermission(name: string): Reading<never> {
    log.info({ part: name }, 'consent does not cover the inventory');
    return { kind: 'unread', code: 'PERMISSION_MISSING' };
  }

  return {
    users: await part('users', (answer) => bodyOf(answer, UserCount)),
    licences: await part('licences', (answer) => bodyOf(answer, pageOf(SubscribedSku)).value.flatMap(licenceOf)),
  };
}

/** Nothing, where no subscription is left. Seats that are of no use now count only where there are no others. */
function licenceOf({ skuPartNumber: sku, appliesTo, consumedUnits, prepaidUnits }: SubscribedSku): LicenceHeld[] {
  const { enabled, warning, suspended, lockedOut } = prepaidUnits;
  const bought = [enabled + warning, suspended, lockedOut].find((seats) => seats > 0);
  if (bought === undefined) return [];
  const lapse = lapseOf(prepaidUnits);
  return [{ sku, bought, ...(appliesTo !== 'Company' && { assigned: consumedUnits }), ...(lapse && { lapse }) }];
}

function lapseOf({ enabled, warning, suspended }: SubscribedSku['prepaidUnits']): LicenceHeld['lapse'] {
  if (enabled > 0) return undefined;
  if (warning > 0) return 'expired';
  return suspended > 0 ? 'suspended' : 'cancelled';
}

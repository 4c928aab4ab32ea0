import type { DeadLetterStore } from '../../ports/store/dead-letter-store.ts';

const pageSize = 100;

/**
 * Everything that was given up is sent again; answers how many. By the place in the list and not from its head, so that
 * what the running service gives up again meanwhile is not taken a second time.
 */
export async function retryDeadLetters(store: DeadLetterStore, organisationId: string, dueAt: Date): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const page = await store.list(organisationId, { limit: pageSize, ...(cursor !== undefined && { cursor }) });
    for (const { deliveryId } of page.items) {
      if (await store.requeue(organisationId, deliveryId, dueAt)) count += 1;
    }
    if (page.nextCursor === undefined) return count;
    cursor = page.nextCursor;
  }
}

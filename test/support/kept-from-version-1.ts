import assert from 'node:assert/strict';
import type { Store } from '../../src/core/ports/store/store.ts';
import { after, testNow } from './fake-clock.ts';
import { testOrganisationId } from './records.ts';

/** The fixtures of both engines hold the same records of version 1, one of each kind. */
export async function assertKeptFromVersion1(store: Store): Promise<void> {
  const [found] = await store.transitions.search(testOrganisationId, 'fabrikam', 10);
  assert.equal(found?.transitionId, 'transition-fabrikam');
  assert.deepEqual(found.link.expiresAt, new Date('2026-12-02T09:00:00.000Z'));
  assert.deepEqual(await store.outbox.unexpanded(10), [found]);
  const times = { now: after(testNow, 24 * 60 * 60 * 1000), until: after(testNow, 48 * 60 * 60 * 1000) };
  const [delivery] = await store.deliveries.claimDeliveries({ ...times, token: 'token', limit: 10 });
  assert.equal(delivery?.item.content.kind, 'news');
  assert.equal((await store.audit.listFor(testOrganisationId, 'transition-fabrikam')).length, 1);
  assert.equal((await store.subscriptions.list(testOrganisationId)).length, 1);
  assert.ok(await store.conversations.personalChatOf(testOrganisationId, 'user-megan'));
  assert.ok((await store.dialogs.read(['dialog']))['dialog']);
  // It can be written anew, in the form of this release.
  assert.equal(await store.transitions.replace({ ...found, version: found.version + 1 }), true);
}

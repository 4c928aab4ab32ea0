import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { after, testNow } from '../../support/fake-clock.ts';
import { aDelivery, aTransition, testOrganisationId } from '../../support/records.ts';
import { createSqliteDatabase } from '../../support/sqlite-database.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

describe('several processes on one SQLite file', () => {
  let database: Awaited<ReturnType<typeof createSqliteDatabase>>;
  let children: Child[];

  beforeEach(async () => {
    database = await createSqliteDatabase();
    children = [];
  });

  afterEach(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    await database.remove();
  });

  function start(script: 'drain' | 'write'): Child {
    const file = fileURLToPath(new URL(`processes/${script}.ts`, import.meta.url));
    const child = spawn(process.execPath, [file, database.url], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  }

  it('do each visit and each delivery exactly once', async () => {
    const expected = await fillWithWork();
    const drains = Array.from({ length: 3 }, () => start('drain'));
    for (const drain of drains) await once(drain.stdout, 'data');

    for (const drain of drains) drain.stdin.end('go\n');

    const outputs = await Promise.all(drains.map((drain) => text(drain.stdout)));
    const claimed = outputs.map((output) => JSON.parse(output) as string[]);
    assert.deepEqual(claimed.flat().toSorted(), expected.toSorted());
  });

  async function fillWithWork(): Promise<string[]> {
    const store = await database.connect();
    const transitionIds = Array.from({ length: 60 }, (_, index) => `transition-${index}`);
    const deliveryIds = Array.from({ length: 120 }, (_, index) => `delivery-${index}`);
    for (const transitionId of transitionIds) {
      const transition = aTransition({ transitionId, tenant: { tenantId: transitionId, domain: 'contoso.example' } });
      await store.transitions.insert(transition, { visitDueAt: testNow });
    }
    await store.deliveries.add(deliveryIds.map((deliveryId) => aDelivery({ deliveryId })));
    await store.close();
    return [...transitionIds, ...deliveryIds];
  }

  it('lose nothing that was acknowledged when they are killed', async () => {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < 3; kill += 1) acknowledged.push(...(await writeUntilKilled(30 + kill * 7)));

    const store = await database.connect();

    assert.ok(acknowledged.length >= 90);
    for (const transitionId of acknowledged) {
      const transition = await store.transitions.get(testOrganisationId, transitionId);
      assert.equal(transition?.version, 2);
      assert.equal(transition.outbox.length, 1);
      assert.deepEqual(await store.visits.nextVisitAt(testOrganisationId, transitionId), testNow);
    }
    const claim = { now: testNow, until: after(testNow, 1), token: 'token', limit: 100_000 };
    const visits = await store.visits.claimVisits(claim);
    const { items } = await store.transitions.list(testOrganisationId, { open: false, limit: 100_000 });
    assert.equal(visits.length, items.length);
    await store.close();
    assertIntact();
  });

  /** Gives every id that the process said before it died. */
  async function writeUntilKilled(count: number): Promise<string[]> {
    const child = start('write');
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.length === count) child.kill('SIGKILL');
    }
    return said;
  }

  function assertIntact(): void {
    const raw = new DatabaseSync(database.path);
    assert.deepEqual({ ...raw.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    for (const index of ['transition_trigrams', 'transition_words']) {
      raw.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`);
    }
    raw.close();
  }
});

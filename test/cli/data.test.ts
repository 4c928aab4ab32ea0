import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openStore } from '../../src/store/open-store.ts';
import { testNow } from '../support/fake-clock.ts';
import { fillStore } from '../support/fill-store.ts';
import { runCommand, type Ended } from '../support/operator-command.ts';
import { aDelivery, aTransition, testOrganisationId } from '../support/records.ts';
import { createFolder, createSqliteDatabase } from '../support/sqlite-database.ts';

/** `npm run data -- <args>` with a database and nothing else of the service's settings. */
async function data(databaseUrl: string, args: readonly string[], input = ''): Promise<Ended> {
  const environment = { DATABASE_URL: databaseUrl, ORGANISATIONS: `${testOrganisationId}=Northwind Traders` };
  return runCommand('data', args, { environment, input });
}

describe('npm run data', () => {
  let folder: string;
  let url: string;
  const fresh = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  before(async () => {
    folder = await createFolder();
    url = fresh('source');
    const store = await openStore(url);
    await fillStore(store, 3);
    await store.deliveries.add([
      aDelivery({ deliveryId: 'dead-1', state: 'dead', failure: 'SEND_FAILED', attempts: 24 }),
      aDelivery({ deliveryId: 'dead-2', state: 'dead' }),
      aDelivery({ deliveryId: 'dead-3', state: 'dead' }),
    ]);
    const tenant = { tenantId: 'tenant-gone', domain: 'gone.example' };
    const gone = aTransition({ transitionId: 'gone', tenant, cancelledAt: testNow });
    await store.transitions.insert(gone, { visitDueAt: testNow });
    await store.close();
  });
  after(() => rm(folder, { recursive: true }));

  it('moves everything by a file that only its owner can read', async () => {
    const file = join(folder, 'moved.jsonl');
    await writeFile(`${file}.part`, 'left by an export that was killed', { mode: 0o644 });

    const exported = await data(url, ['export', file]);
    const imported = await data(fresh('target'), ['import', file]);
    const again = await data(fresh('target'), ['export', '-']);

    assert.deepEqual([exported.code, imported.code, again.code], [0, 0, 0], exported.stderr + imported.stderr);
    assert.match(imported.stderr, /Imported and compared:\n {2}transition: 4\n {2}visit: 4\n/);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(again.stdout.split('\n').slice(1), (await readFile(file, 'utf8')).split('\n').slice(1));
  });

  it('moves everything by a pipe', async () => {
    const exported = await data(url, ['export', '-']);

    const imported = await data(fresh('piped'), ['import', '-'], exported.stdout);

    assert.equal(imported.code, 0, imported.stderr);
    assert.match(imported.stderr, /transition: 4/);
  });

  it('refuses a database that is not empty', async () => {
    const exported = await data(url, ['export', '-']);

    const imported = await data(url, ['import', '-'], exported.stdout);

    assert.equal(imported.code, 1);
    assert.match(imported.stderr, /is not empty, so nothing was imported/);
  });

  it('lists what was given up, tries it again and drops it', async () => {
    const listed = await data(url, ['dead-letters']);
    const retried = await data(url, ['dead-letters', 'retry', 'dead-1']);
    const dropped = await data(url, ['dead-letters', 'drop', 'dead-2']);
    const unknown = await data(url, ['dead-letters', 'retry', 'dead-2']);
    const all = await data(url, ['dead-letters', 'retry', '--all']);
    const left = await data(url, ['dead-letters', 'list']);

    assert.match(listed.stdout, /^dead-1 .*livingCard to a conversation of transition \S+: SEND_FAILED, 24 attempts$/m);
    assert.match(listed.stdout, /3 given up/);
    assert.deepEqual(
      [retried, dropped, unknown, all, left].map(({ code }) => code),
      [0, 0, 1, 0, 0],
    );
    assert.match(unknown.stderr, /no dead letter dead-2/);
    assert.match(all.stdout, /^1 will be sent again/);
    assert.match(left.stdout, /Nothing was given up/);
    const store = await openStore(url);
    assert.equal((await store.deliveries.get('dead-1'))?.state, 'pending');
    await store.close();
  });

  it('forgets a customer when it is told to twice', async () => {
    const asked = await data(url, ['forget', 'gone.example']);
    const done = await data(url, ['forget', 'tenant-gone', '--yes']);
    const again = await data(url, ['forget', 'gone.example', '--yes']);

    assert.equal(asked.code, 0, asked.stderr);
    assert.match(asked.stdout, /gone {2}gone\.example.*cancelled\n.*Nothing was forgotten yet: add --yes/);
    assert.match(done.stdout, /gone is forgotten/);
    assert.deepEqual([again.code, again.stderr], [1, 'Nothing is known of gone.example.\n']);
  });

  it('names what cannot be read when nothing else is known of a customer', async () => {
    const database = await createSqliteDatabase();
    const store = await database.connect();
    await store.transitions.insert(aTransition({ transitionId: 'damaged' }), { visitDueAt: testNow });
    await store.close();
    await database.spoil('transition', 'damaged', { schemaVersion: 1 });

    const forgotten = await data(database.url, ['forget', aTransition().tenant.domain, '--yes']);

    assert.equal(forgotten.code, 1);
    assert.match(forgotten.stderr, /These cannot be read, and may be about them: damaged\./);
    await database.remove();
  });

  it('forgets an open transition only when forced', async () => {
    const refused = await data(url, ['forget', 'transition-1', '--yes']);
    const forced = await data(url, ['forget', 'transition-1', '--yes', '--force']);

    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /still open: cancel first/);
    assert.match(forced.stdout, /transition-1 is forgotten: 2 deliveries/);
  });

  it('says how it is used', async () => {
    for (const args of [[], ['export'], ['forget'], ['dead-letters', 'eat'], ['--no-such-flag']]) {
      const ended = await data(url, args);

      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /usage: npm run data -- <command>/);
    }
  });
});

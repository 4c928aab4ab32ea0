import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { StaleETagError } from '../../src/core/ports/store/dialog-store.ts';
import type { DialogStore } from '../../src/core/ports/store/dialog-store.ts';
import type { EphemeralStore } from '../../src/core/ports/store/ephemeral-store.ts';
import type { SecretStore } from '../../src/core/ports/store/secret-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const key = fc.constantFrom('a', 'b');
const ends = after(testNow, 1_000_000);
const numRuns = 15;

const dialogCommand = fc.record({
  act: fc.constantFrom('write', 'write', 'write', 'delete', 'deleteOlderThan'),
  key,
  eTag: fc.constantFrom('absent', '*', 'known', 'known', 'former', 'invented'),
  passes: fc.nat({ max: 2 }),
});

const ephemeralCommand = fc.record({
  act: fc.constantFrom('put', 'putIfAbsent', 'putIfAbsent', 'get', 'take', 'deleteExpired'),
  key,
  passes: fc.nat({ max: 3 }),
  lasts: fc.integer({ min: -1, max: 5 }),
});

const secretCommand = fc.record({ name: key, off: fc.constantFrom(0, 0, 0, -1, 1) });

/** Random histories of what is stored by a key, one after another in one database. */
export function valueHistoriesContract(name: string, create: CreateTestDatabase): void {
  describe(`random histories on ${name} mean what they mean in plain objects:`, () => {
    const stores = useStores(create);

    it('dialogs', async () => {
      const { dialogs } = stores.store;
      await eachHistoryOf(dialogCommand, async (commands) => {
        await dialogs.deleteOlderThan(ends);
        await playDialogs(dialogs, commands);
      });
    });

    it('ephemeral values', async () => {
      const { ephemeral } = stores.store;
      await eachHistoryOf(ephemeralCommand, async (commands) => {
        await ephemeral.deleteExpired(ends);
        await playEphemeral(ephemeral, commands);
      });
    });

    it('secrets', async () => {
      const { secrets } = stores.store;
      let histories = 0;
      await eachHistoryOf(secretCommand, async (commands) => {
        histories += 1;
        await playSecrets(secrets, commands, `${String(histories)} `);
      });
    });
  });
}

function eachHistoryOf<Command>(command: fc.Arbitrary<Command>, play: (commands: Command[]) => Promise<void>) {
  return fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 30, size: 'max' }), play), { numRuns });
}

type CommandOf<A> = A extends fc.Arbitrary<infer Command> ? Command : never;

interface Dialog {
  json: string;
  eTag: string;
  at: Date;
}

interface DialogChange {
  name: string;
  json: string;
  eTag: string | undefined;
  stored: Dialog | undefined;
}

function isStale({ eTag, stored }: DialogChange): boolean {
  return stored !== undefined && eTag !== undefined && eTag !== '*' && eTag !== stored.eTag;
}

async function deleteDialog(dialogs: DialogStore, change: DialogChange): Promise<boolean> {
  const { name, eTag } = change;
  const deleting = dialogs.delete({ [name]: { ...(eTag !== undefined && { eTag }) } });
  if (isStale(change)) await assert.rejects(deleting, StaleETagError);
  else await deleting;
  return !isStale(change);
}

async function playDialogs(dialogs: DialogStore, commands: readonly CommandOf<typeof dialogCommand>[]) {
  const model = new Map<string, Dialog>();
  const former = new Map<string, string>();
  let now = testNow;
  for (const [step, { act, key: name, eTag, passes }] of commands.entries()) {
    now = after(now, passes);
    const stored = model.get(name);
    const tags = { '*': '*', known: stored?.eTag, former: former.get(name), invented: 'invented', absent: undefined };
    const change = { name, json: String(step), eTag: tags[eTag], stored };
    if (act === 'write') {
      const written = await writeDialog(dialogs, change);
      if (written) model.set(name, { ...written, at: now });
      if (written && stored) former.set(name, stored.eTag);
    } else if (act === 'delete') {
      if (await deleteDialog(dialogs, change)) model.delete(name);
    } else {
      const over = [...model].filter(([, { at }]) => at < now);
      assert.equal(await dialogs.deleteOlderThan(now), over.length);
      for (const [one] of over) model.delete(one);
    }
    const seen = Object.fromEntries([...model].map(([one, { json, eTag: its }]) => [one, { json, eTag: its }]));
    assert.deepEqual(await dialogs.read(['a', 'b']), seen);
  }

  async function writeDialog(
    store: DialogStore,
    change: DialogChange,
  ): Promise<Pick<Dialog, 'json' | 'eTag'> | undefined> {
    const { name, json, eTag, stored } = change;
    const writing = store.write({ [name]: { json, ...(eTag !== undefined && { eTag }) } }, now);
    if (isStale(change)) {
      await assert.rejects(writing, StaleETagError);
      return undefined;
    }
    await writing;
    const written = (await store.read([name]))[name];
    assert.notEqual(written?.eTag, stored?.eTag);
    return { json, eTag: written?.eTag ?? '' };
  }
}

async function playEphemeral(values: EphemeralStore, commands: readonly CommandOf<typeof ephemeralCommand>[]) {
  const model = new Map<string, { json: string; expiresAt: Date }>();
  let now = testNow;
  const alive = (name: string) => {
    const value = model.get(name);
    return value && value.expiresAt > now ? value.json : undefined;
  };
  for (const [step, { act, key: name, passes, lasts }] of commands.entries()) {
    now = after(now, passes);
    const json = String(step);
    const expiresAt = after(now, lasts);
    if (act === 'put') {
      await values.put(name, json, expiresAt);
      model.set(name, { json, expiresAt });
    } else if (act === 'putIfAbsent') {
      const isFree = alive(name) === undefined;
      assert.equal(await values.putIfAbsent(name, json, { now, expiresAt }), isFree);
      if (isFree) model.set(name, { json, expiresAt });
    } else if (act === 'get') {
      assert.equal(await values.get(name, now), alive(name));
    } else if (act === 'take') {
      assert.equal(await values.take(name, now), alive(name));
      if (alive(name) !== undefined) model.delete(name);
    } else {
      const over = [...model.keys()].filter((one) => alive(one) === undefined);
      assert.equal(await values.deleteExpired(now), over.length);
      for (const one of over) model.delete(one);
    }
  }
}

async function playSecrets(secrets: SecretStore, commands: readonly CommandOf<typeof secretCommand>[], prefix: string) {
  const model = new Map<string, { version: number; value: string }>();
  for (const [step, command] of commands.entries()) {
    const name = prefix + command.name;
    const stored = model.get(name)?.version ?? 0;
    const version = Math.max(0, stored + command.off);
    const value = String(step);
    assert.equal(await secrets.put(name, value, { version }), version === stored);
    if (version === stored) model.set(name, { version: version + 1, value });
    assert.deepEqual(await secrets.get(name), model.get(name));
  }
}

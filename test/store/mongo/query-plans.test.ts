import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MongoClient, type Db, type Document } from 'mongodb';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { createMongoStore } from '../../../src/store/mongo/mongo-store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { recordKinds } from '../../../src/store/records/portable-record.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';
import {
  aConversation,
  aDelivery,
  anEvent,
  aSubscription,
  aTransition,
  testOrganisationId,
} from '../../support/records.ts';
import { explainable, filterOf, indexesOf, stagesOf } from '../../support/mongo-plans.ts';

describeOnMongo('the plans of MongoDB queries', (database) => {
  it('read no collection from end to end', async function () {
    const db = await database.fresh('plans');
    const commands = await everyCommandOn(database.urlOf(db));
    assert.deepEqual([...new Set(commands.map(({ command }) => Object.keys(command)[0]))].toSorted(), [
      'aggregate',
      'delete',
      'find',
      'findAndModify',
      'update',
    ]);
    assert.deepEqual(commands.filter(isUnnamed), []);
    if (!(await isMongod(db))) {
      process.stdout.write('    SKIPPED: this server is not a mongod, and its plans cannot be read\n');
      this.skip();
    }

    for (const sent of commands) {
      const plan = await db.command({ explain: sent.command, verbosity: 'queryPlanner' });

      const words = JSON.stringify(sent);
      const stages = stagesOf(plan);
      assert.ok(stages.length > 0, words);
      assert.ok(!stages.includes('COLLSCAN'), `${words}\n${stages.join(' ')}`);
      assert.ok(!stages.includes('SORT'), `${words}\n${stages.join(' ')}`);
      // Among few documents another index may win: that the one meant for it could serve does not depend on them.
      const considered = indexesOf(plan);
      const isMeant = looksById(sent.command) || reliesOn[sent.method]?.some((name) => considered.includes(name));
      assert.ok(isMeant === true, `${words}\n${considered.join(' ')}`);
    }
  });
});

interface Sent {
  /** Of which port. */
  method: string;
  command: Document;
}

/** The indexes that the methods rely on which look for something else than one `_id`. */
const reliesOn: Readonly<Record<string, readonly string[]>> = {
  'store.transitions.insert': ['link', 'tenantClaim'],
  'store.transitions.getByLinkId': ['link'],
  'store.transitions.listAbout': ['tenant', 'relationship'],
  'store.transitions.search': ['found'],
  'store.transitions.list': ['listed', 'listedByState', 'owned', 'ownedByState'],
  'store.outbox.unexpanded': ['outbox'],
  'store.visits.claimVisits': ['visitsDue'],
  'store.deliveries.claimDeliveries': ['claimable'],
  'store.deliveries.countByState': ['byState'],
  'store.deliveries.deleteSentBefore': ['removable'],
  'store.deadLetters.list': ['byState'],
  'store.conversations.personalChatOf': ['personal'],
  'store.conversations.deleteGoneBefore': ['gone'],
  'store.subscriptions.list': ['listed'],
  'store.subscriptions.unreadable': ['listed'],
  'store.audit.listFor': ['transition'],

  'store.turns.deleteOlderThan': ['age'],
  'store.dialogs.deleteOlderThan': ['age'],
  'store.ephemeral.deleteExpired': ['end'],
  'store.personalData.removeDeliveries': ['transition'],
  'store.personalData.removeNews': ['transition'],
  'store.personalData.removeMentions': ['_id_'],
  'store.records.dump': ['listed', 'arrival', '_id_'],
};

function isUnnamed({ method, command }: Sent): boolean {
  return !looksById(command) && reliesOn[method] === undefined;
}

function looksById(command: Document): boolean {
  const filter = filterOf(command);
  return '_id' in filter || JSON.stringify(filter).startsWith('{"$and":[{"_id":');
}

describe('the stages of a plan', () => {
  it('are those of the plan that won, however deep', () => {
    const plan = {
      queryPlanner: {
        winningPlan: { stage: 'LIMIT', inputStage: { stage: 'FETCH', inputStages: [{ stage: 'IXSCAN' }] } },
        rejectedPlans: [{ stage: 'COLLSCAN' }],
      },
    };

    assert.deepEqual(stagesOf(plan), ['LIMIT', 'FETCH', 'IXSCAN']);
  });

  it('name their indexes, also where another plan won', () => {
    const plan = {
      winningPlan: { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'listed' } },
      rejectedPlans: [{ stage: 'IXSCAN', indexName: 'listedByState' }],
    };

    assert.deepEqual(indexesOf({ queryPlanner: plan }), ['listed', 'listedByState']);
  });

  it('show a scan inside an aggregation and inside the newer engine’s plan', () => {
    const scan = { winningPlan: { queryPlan: { stage: 'COLLSCAN' }, slotBasedPlan: {} } };

    assert.deepEqual(stagesOf({ stages: [{ $cursor: { queryPlanner: scan } }] }), ['COLLSCAN']);
  });
});

async function isMongod(db: Db): Promise<boolean> {
  const { storageEngines } = await db.admin().command({ buildInfo: 1 });
  return Array.isArray(storageEngines) && storageEngines.includes('wiredTiger');
}

/** What the ports send when each of their methods is called, as `explain` takes it. Fails when one is not. */
async function everyCommandOn(url: string): Promise<Sent[]> {
  await (await openStore(url)).close();
  const client = new MongoClient(url, { monitorCommands: true, ignoreUndefined: true });
  const commands = new Map<string, Sent>();
  let method = '';
  client.on('commandStarted', ({ command }) => {
    for (const one of explainable(command)) commands.set(JSON.stringify(one), { method, command: one });
  });
  const uncalled = new Set<string>();
  const store = told(createMongoStore(client, client.db()), {
    known: (name) => uncalled.add(name),
    called(name) {
      uncalled.delete(name);
      method = name;
    },
  });
  await callTransitions(store);
  await callDeliveries(store);
  await callTheRest(store);
  await callUpkeep(store);
  await store.close();
  assert.deepEqual([...uncalled], []);
  return [...commands.values()];
}

interface Listener {
  known: (method: string) => void;
  called: (method: string) => void;
}

/** The same store, whose listener hears of every method once, and of every call of it. */
function told<Part extends object>(part: Part, listener: Listener, path = 'store'): Part {
  const members = Object.entries(part).map(([name, member]: [string, unknown]) => {
    const place = `${path}.${name}`;
    if (typeof member !== 'function') return [name, told(member as object, listener, place)];
    listener.known(place);
    const call = (...values: unknown[]): unknown => {
      listener.called(place);
      return Reflect.apply(member, part, values);
    };
    return [name, call];
  });
  return Object.fromEntries(members) as Part;
}

const until = after(testNow, 1);
const claim = { now: testNow, until, token: 'token', limit: 2 };

async function callTransitions({ transitions, visits, outbox }: Store): Promise<void> {
  const transition = aTransition({ lastEventSeq: 1, outbox: [anEvent()], relationshipId: 'relationship-1' });
  const { transitionId, link } = transition;
  await transitions.insert(transition, { visitDueAt: testNow });
  for (const tenantId of ['tenant-contoso', 'tenant-second', 'tenant-second']) {
    const tenant = { ...transition.tenant, tenantId };
    await transitions.insert(aTransition({ transitionId: 'second', tenant }), { visitDueAt: testNow });
  }
  await transitions.replace({ ...transition, version: 2 }, { visitDueAt: testNow });
  await transitions.get(testOrganisationId, transitionId);
  await transitions.getByLinkId(link.linkId);
  await transitions.listAbout({ tenantId: 'tenant-contoso' });
  await transitions.listAbout({ relationshipId: 'relationship-1' });
  for (const text of ['c', 'con', 'contoso']) await transitions.search(testOrganisationId, text, 5);
  for (const open of [true, false]) {
    const { nextCursor: cursor = '' } = await transitions.list(testOrganisationId, { open, limit: 1 });
    await transitions.list(testOrganisationId, { open, cursor, limit: 1 });
    await transitions.list(testOrganisationId, { open, ownerId: 'user-megan', createdBefore: until, limit: 1 });
  }
  await outbox.unexpanded(5);
  await outbox.markExpanded(transition, 1);
  const [visit] = await visits.claimVisits(claim);
  assert.ok(visit);
  await visits.renewVisit(visit, until);
  await visits.makeDue(testOrganisationId, transitionId, testNow);
  await visits.settleVisit(visit);
  await visits.nextVisitAt(testOrganisationId, transitionId);
}

async function callDeliveries({ deliveries, deadLetters }: Store): Promise<void> {
  await deliveries.add([aDelivery(), aDelivery({ deliveryId: 'dead', state: 'dead' })]);
  await deliveries.get('delivery-1');
  const [claimed] = await deliveries.claimDeliveries(claim);
  assert.ok(claimed);
  await deliveries.renewDelivery(claimed, until);
  await deliveries.markSending(claimed, until);
  await deliveries.settleDelivery(claimed, aDelivery({ state: 'sent', content: { kind: 'refreshCard' } }));
  await deliveries.countByState(testOrganisationId);
  await deadLetters.list(testOrganisationId, { limit: 5 });
  await deadLetters.requeue(testOrganisationId, 'dead', testNow);
  await deadLetters.drop(testOrganisationId, 'dead');
  await deliveries.deleteSentBefore(until);
}

async function callTheRest(store: Store): Promise<void> {
  const { conversations, subscriptions, audit, secrets, ephemeral } = store;
  await conversations.remember(aConversation({ kind: 'personal', userId: 'user-megan' }));
  await conversations.get(testOrganisationId, 'unknown');
  await conversations.personalChatOf(testOrganisationId, 'user-megan');
  await conversations.markGone(testOrganisationId, 'unknown', testNow);
  await conversations.remember(aConversation({ conversationId: 'gone', goneAt: testNow }));
  await conversations.deleteGoneBefore(until);
  await subscriptions.subscribe(aSubscription());
  await subscriptions.list(testOrganisationId);
  await subscriptions.unreadable(testOrganisationId);
  await subscriptions.endUnchanged(aSubscription({ since: until }));
  await subscriptions.unsubscribe(testOrganisationId, 'user-lee');
  await audit.append([anEvent()]);
  await audit.listFor(testOrganisationId, 'transition-contoso-1');
  await secrets.put('name', 'value', { version: 0 });
  await secrets.put('name', 'value', { version: 1 });
  await secrets.get('name');
  await ephemeral.put('key', '1', until);
  await ephemeral.putIfAbsent('other', '1', { now: testNow, expiresAt: until });
  await ephemeral.get('key', testNow);
  await ephemeral.take('other', testNow);
  await store.ping();
  await store.clockAheadMs();
}

/** So that each kind has a second page of one record. */
async function addTwoOfEach({ conversations, subscriptions, audit, dialogs, secrets, deliveries }: Store) {
  for (const name of ['one', 'two']) {
    await conversations.remember(aConversation({ conversationId: name }));
    await subscriptions.subscribe(aSubscription({ userId: name }));
    await dialogs.write({ [name]: { json: '1' } }, until);
    await secrets.put(name, 'value', { version: 0 });
    await deliveries.add([aDelivery({ deliveryId: name })]);
    await audit.append([anEvent({ transitionId: name })]);
  }
}

async function callUpkeep(store: Store): Promise<void> {
  const { dialogs, turns, ephemeral, personalData, records } = store;
  const hold = { activityKey: 'activity', lane: 'lane', token: 'token' };
  await turns.begin(hold, { now: testNow, until });
  await turns.begin({ ...hold, activityKey: 'later' }, { now: until, until: after(until, 1) });
  await turns.renew(hold, until);
  await turns.finish(hold, testNow);
  await turns.deleteOlderThan(after(until, 2));
  await dialogs.write({ key: { json: '1' }, other: { json: '"somebody"' }, old: { json: '1' } }, testNow);
  const { key } = await dialogs.read(['key', 'other']);
  assert.ok(key);
  await dialogs.write({ key: { json: '2', eTag: key.eTag } }, until);
  await personalData.removeMentions(['somebody']);
  await dialogs.deleteOlderThan(until);
  await personalData.rewriteAudit([anEvent()]);
  await personalData.removeNews([anEvent({ transitionId: 'unknown' })]);
  await personalData.removeDeliveries(testOrganisationId, 'unknown');
  await addTwoOfEach(store);
  for (const kind of recordKinds) {
    const { items, next } = await records.dump(kind, { limit: 1 });
    await records.load(items);
    assert.ok(next !== undefined, `${kind}: one record has no second page`);
    await records.dump(kind, { limit: 1, after: next });
  }
  await dialogs.delete({ key: {}, unknown: { eTag: 'any' } });
  await ephemeral.deleteExpired(until);
  await personalData.removeTransition(aTransition({ version: 2 }));
}

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MongoClient, type Db, type Document } from 'mongodb';
import type { Store } from '../../../src/core/ports/store.ts';
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
import { explainable, stagesOf } from '../../support/mongo-plans.ts';

describeOnMongo('the plans of MongoDB queries', (database) => {
  it('read no collection from end to end', async function () {
    const db = await database.fresh('plans');
    const commands = await everyCommandOn(database.urlOf(db));
    assert.deepEqual([...new Set(commands.map((command) => Object.keys(command)[0]))].toSorted(), [
      'aggregate',
      'delete',
      'find',
      'findAndModify',
      'update',
    ]);
    if (!(await isMongod(db))) {
      process.stdout.write('    SKIPPED: this server is not a mongod, and its plans cannot be read\n');
      this.skip();
    }

    for (const command of commands) {
      const plan = await db.command({ explain: command, verbosity: 'queryPlanner' });

      const words = JSON.stringify(command);
      const stages = stagesOf(plan);
      assert.ok(stages.length > 0, words);
      assert.ok(!stages.includes('COLLSCAN'), `${words}\n${stages.join(' ')}`);
    }
  });
});

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
async function everyCommandOn(url: string): Promise<Document[]> {
  await (await openStore(url)).close();
  const client = new MongoClient(url, { monitorCommands: true, ignoreUndefined: true });
  const commands = new Map<string, Document>();
  client.on('commandStarted', ({ command }) => {
    for (const one of explainable(command)) commands.set(JSON.stringify(one), one);
  });
  const uncalled = new Set<string>();
  const store = crossingOff(createMongoStore(client, client.db()), uncalled);
  await callTransitions(store);
  await callDeliveries(store);
  await callTheRest(store);
  await callUpkeep(store);
  await store.close();
  assert.deepEqual([...uncalled], []);
  return [...commands.values()];
}

/** The same store, whose methods are in the list until they are called. */
function crossingOff<Part extends object>(part: Part, uncalled: Set<string>, path = 'store'): Part {
  const members = Object.entries(part).map(([name, member]: [string, unknown]) => {
    const place = `${path}.${name}`;
    if (typeof member !== 'function') return [name, crossingOff(member as object, uncalled, place)];
    uncalled.add(place);
    const call = (...values: unknown[]): unknown => {
      uncalled.delete(place);
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
  await deliveries.markSending(claimed);
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
  await subscriptions.subscribe(aSubscription());
  await subscriptions.list(testOrganisationId);
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
}

async function callUpkeep({ dialogs, turns, ephemeral, personalData, records }: Store): Promise<void> {
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
  await personalData.removeDeliveries(testOrganisationId, 'unknown');
  for (const kind of recordKinds) {
    const { items, next } = await records.dump(kind, { limit: 1 });
    await records.load(items);
    await records.dump(kind, { limit: 1, ...(next !== undefined && { after: next }) });
  }
  await dialogs.delete(['key']);
  await ephemeral.deleteExpired(until);
  await personalData.removeTransition(aTransition({ version: 2 }));
}

// Two instances of the service over one database, a fake Teams, a stand-in for Microsoft's cloud, and what kills them.
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { startFakeConnector, type FakeConnector } from '../fake-connector.ts';
import { houseRedirectUris } from '../house-config.ts';
import { startSandboxCloud, type SandboxCloud } from '../sandbox-cloud.ts';
import { createScaledClock, type Pace } from '../scaled-clock.ts';
import { alex, megan, postActivity } from '../whole-house.ts';
import { startCrashWorker, type CrashWorker, type DeathOrder } from './crash-worker.ts';

export interface CrashWorld {
  connector: FakeConnector;
  cloud: SandboxCloud;
  /** For looking into the database beside the instances. */
  store: Store;
  pace: Pace;
  /** What a load balancer in front of the instances knows: one that is alive, another one at each turn. */
  url: () => string;
  /** As Teams does it: a message that nobody answers is sent again, with the same id. */
  deliver: (activity: object) => ReturnType<typeof postActivity>;
  /** The instances that are up. */
  workers(): readonly CrashWorker[];
  /**
   * Whichever instance comes to the point first dies there; without a point, or when none comes there within
   * `patienceMs`, one dies then. Asks `atDeath`, and starts another one in its place. True: it died at the point.
   */
  kill(order: DeathOrder | undefined, atDeath: () => Promise<void>, patienceMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

const retriesMs = 15_000;
const graceMs = 250;
const nowhere: DeathOrder = { point: '', skip: 0 };

/** `instancesUrl`: where the instances find the same database, when that is another way to it than ours. */
export async function openCrashWorld(
  databaseUrl: string,
  factor: number,
  instancesUrl = databaseUrl,
): Promise<CrashWorld> {
  const pace: Pace = { startedAtMs: Date.now(), start: '2026-11-02T09:00:00.000Z', factor };
  const clock = createScaledClock(pace);
  const cloud = await startSandboxCloud({ clock: () => clock.now(), redirectUris: houseRedirectUris });
  const connector = await startFakeConnector();
  connector.members.push(megan, alex);
  const start = () => startCrashWorker({ databaseUrl: instancesUrl, cloudUrl: cloud.url, pace });
  const slots = [await start(), await start()];
  const store = await openStore(databaseUrl);
  let turn = 0;

  const url = () => {
    turn += 1;
    const alive = slots.filter((worker) => worker.isAlive());
    const chosen = alive[turn % alive.length];
    if (!chosen) throw new Error('no instance is alive');
    return chosen.url;
  };
  const post = async (activity: object) => postActivity(url(), activity);
  const deliver = async (activity: object) => {
    for (let tries = 0; tries < 8; tries += 1) {
      const answered = await post(activity).catch(() => undefined);
      if (answered && answered.status < 500) return answered;
      await wait(retriesMs / factor);
    }
    throw new Error('Teams gave a message up: no instance took it');
  };
  return {
    connector,
    cloud,
    store,
    pace,
    url,
    deliver,
    workers: () => slots,
    async kill(order, atDeath, patienceMs) {
      const victims = [...slots];
      const deaths = victims.map((worker) => worker.died.then(() => true));
      if (order) await Promise.all(victims.map((worker) => worker.dieAt(order)));
      const cameThere = await Promise.race([...deaths, wait(patienceMs, false)]);
      if (order) await Promise.all(victims.map((worker) => worker.dieAt(nowhere)));
      if (victims.every((worker) => worker.isAlive())) victims[turn % victims.length]?.dieNow();
      await Promise.race(deaths);
      // What the living one is sending just now is sent by then; what is still being sent is the dead one's.
      await wait(graceMs);
      await atDeath();
      for (const [slot, worker] of slots.entries()) if (!worker.isAlive()) slots[slot] = await start();
      return cameThere;
    },
    async stop() {
      await store.close();
      for (const worker of slots) await worker.stop();
      await connector.stop();
      await cloud.stop();
    },
  };
}

// Two instances of the service over one database, a fake Teams, a stand-in for Microsoft's cloud, and what strikes them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { startFakeConnector, type FakeConnector } from '../fake-connector.ts';
import { houseRedirectUris } from '../house-config.ts';
import { startSandboxCloud, type SandboxCloud } from '../sandbox-cloud.ts';
import { createScaledClock, type Pace } from '../scaled-clock.ts';
import { createTeamsChat, type Place } from '../teams-chat.ts';
import { alex, megan, organisationId, postActivity } from '../whole-house.ts';
import { startCrashWorker, type CrashWorker, type Order } from './crash-worker.ts';
import type { Hold } from './notebook.ts';

/** Who said `notify me` before anything else, and where. */
export const alexsChat: Place = { conversationId: 'a:alex', kind: 'personal' };

export interface Struck {
  /** The point, or that there was none. */
  where: string;
  /** What it was sending then. */
  holds: Hold[];
  /** For one that was frozen: it goes on. */
  thaw: () => void;
}

export interface CrashWorld {
  connector: FakeConnector;
  cloud: SandboxCloud;
  /** For looking into the database beside the instances. */
  store: Store;
  pace: Pace;
  /** What a load balancer in front of the instances knows: one that is up, another one at each turn. */
  url: () => string;
  /** As Teams does it: a message that nobody answers is sent again, with the same id. */
  deliver: (activity: object) => ReturnType<typeof postActivity>;
  /** The instances that are there. */
  workers(): readonly CrashWorker[];
  /** What all of them are sending just now. */
  holds(): Hold[];
  /**
   * One of them strikes itself at a point of the order; without an order, it dies now. Undefined: it came to none of them
   * before `isOver`. For one that is dead another one is there then.
   */
  strike(order: Order | undefined, isOver: () => boolean): Promise<Struck | undefined>;
  stop(): Promise<void>;
}

const retriesMs = 15_000;
/** Of Teams with an instance that does not answer at all, in real milliseconds. */
const patienceMs = 4_000;
const nowhere: Order = { points: [], skip: 0, signal: 'SIGKILL' };

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
  const notebooks = await mkdtemp(join(tmpdir(), 'partner-connect-notes-'));
  let started = 0;
  const start = () => {
    started += 1;
    const notebook = join(notebooks, String(started));
    return startCrashWorker({ databaseUrl: instancesUrl, cloudUrl: cloud.url, pace, notebook });
  };
  const slots = [await start(), await start()];
  const store = await openStore(databaseUrl);
  let turn = 0;

  const url = () => {
    turn += 1;
    const up = slots.filter((worker) => worker.isUp());
    const chosen = up[turn % up.length];
    if (!chosen) throw new Error('no instance is up');
    return chosen.url;
  };
  const post = async (activity: object) => postActivity(url(), activity);
  const deliver = async (activity: object) => {
    for (let tries = 0; tries < 8; tries += 1) {
      const answered = await Promise.race([post(activity).catch(() => undefined), wait(patienceMs, undefined)]);
      if (answered && answered.status < 500) return answered;
      await wait(retriesMs / factor);
    }
    throw new Error('Teams gave a message up: no instance took it');
  };
  await sayNotifyMe({ connector, deliver });
  return {
    connector,
    cloud,
    store,
    pace,
    url,
    deliver,
    workers: () => slots,
    holds: () => slots.flatMap((worker) => worker.holds()),
    async strike(order, isOver) {
      const slot = Math.floor(Math.random() * slots.length);
      const victim = slots[slot];
      if (!victim) throw new Error('there is no instance');
      let where: string | undefined = 'at random';
      if (order) {
        await victim.obey(order);
        where = (await victim.struck(isOver)) ?? (await disarmed(victim));
      } else victim.dieNow();
      if (where === undefined) return undefined;
      if (order?.signal !== 'SIGSTOP') {
        await victim.died;
        slots[slot] = await start();
      }
      return { where, holds: victim.holds(), thaw: () => victim.thaw() };
    },
    async stop() {
      await store.close();
      for (const worker of slots) await worker.stop();
      await connector.stop();
      await cloud.stop();
      await rm(notebooks, { recursive: true });
    },
  };
}

/** It may have come there in the last moment. */
async function disarmed(victim: CrashWorker): Promise<string | undefined> {
  await victim.obey(nowhere);
  return victim.struck(() => true);
}

async function sayNotifyMe(wire: Pick<CrashWorld, 'connector' | 'deliver'>): Promise<void> {
  await createTeamsChat({ ...wire, organisationId }, alexsChat).types(alex, 'notify me');
}

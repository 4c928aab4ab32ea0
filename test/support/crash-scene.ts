// The moment before the review card's submit, kept in a file, to be played many times with another end.
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery } from '../../src/core/delivery.ts';
import type { TransitionEvent } from '../../src/core/events.ts';
import { expandEvents } from '../../src/core/use-cases/telling/expand-events.ts';
import { hashOf } from '../../src/runtime.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startFakeConnector, type FakeConnector } from './fake-connector.ts';
import { houseRedirectUris } from './house-config.ts';
import { isLivingCard } from './journey.ts';
import type { Fate } from './mortal-house.ts';
import { startSandboxCloud, type SandboxCloud } from './sandbox-cloud.ts';
import { createFolder } from './sqlite-database.ts';
import { createTeamsChat, thread } from './teams-chat.ts';
import { customerTyped } from './transition-forms.ts';
import { alex, fillTransition, megan, openWholeHouse, organisationId, postActivity } from './whole-house.ts';

/** What Teams shows and what has been mailed. */
interface World {
  chat: ReturnType<FakeConnector['chat']>;
  calls: FakeConnector['calls'];
  mailed: number;
}

export interface CrashScene {
  cloud: SandboxCloud;
  connector: FakeConnector;
  /** A copy of a database file; of the one with the review card when none is named. */
  copy(databaseUrl?: string): Promise<string>;
  fate(databaseUrl: string, diesAt: number): Fate;
  /** Before the click. */
  opening: World;
  world(): World;
  /** Puts Teams back to how it was; mails stay sent, and are counted from there. */
  restore(world: World): void;
  /** How often each of the things that the submit promises has gone out since the opening. */
  sent(since: World): Record<Promised, number>;
  click(url: string, activityId: string): Promise<number>;
  stop(): Promise<void>;
}

export const promised = ['livingCard', 'shareCard', 'instructionsForCustomer', 'instructionsForStaff'] as const;
export type Promised = (typeof promised)[number];

export async function openCrashScene(): Promise<CrashScene> {
  const cloud = await startSandboxCloud({ redirectUris: houseRedirectUris });
  const connector = await startFakeConnector();
  connector.members.push(megan, alex);
  const folder = await createFolder();
  const original = `sqlite:${join(folder, 'review.db')}`;
  const tidy = async () => {
    await connector.stop();
    await cloud.stop();
    await rm(folder, { recursive: true });
  };
  const house = await openWholeHouse({ cloud, connector, databaseUrl: original }).catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  await fillTransition(house.chat(thread));
  const review = house.chat(thread).button('submit');
  await house.stop();

  let copies = 0;
  const world = (): World => ({
    chat: structuredClone(connector.chat(thread.conversationId)),
    calls: [...connector.calls],
    mailed: cloud.sandbox.controls.mails().length,
  });
  return {
    cloud,
    connector,
    opening: world(),
    world,
    async copy(databaseUrl = original) {
      copies += 1;
      const path = join(folder, `copy-${String(copies)}.db`);
      // What a killed process wrote last is still in the log beside the file.
      for (const part of ['', '-wal']) {
        await copyFile(`${pathOf(databaseUrl)}${part}`, `${path}${part}`).catch(() => {});
      }
      return `sqlite:${path}`;
    },
    fate: (databaseUrl, diesAt) => ({ databaseUrl, cloudUrl: cloud.url, now: cloud.clock.now().toISOString(), diesAt }),
    restore({ chat, calls }) {
      const standing = connector.chat(thread.conversationId);
      standing.splice(0, standing.length, ...structuredClone(chat));
      connector.calls.splice(0, connector.calls.length, ...calls);
    },
    sent(since) {
      const posts = connector.calls.slice(since.calls.length).filter(({ method }) => method === 'POST');
      const mails = cloud.sandbox.controls.mails().slice(since.mailed);
      return {
        livingCard: posts.filter(isLivingCard).length,
        shareCard: posts.filter(({ body }) => JSON.stringify(body).includes('Connect your Microsoft 365 tenant'))
          .length,
        instructionsForCustomer: mails.filter(({ to }) => to.includes(customerTyped.email)).length,
        instructionsForStaff: mails.filter(({ to }) => to.includes(megan.email ?? '')).length,
      };
    },
    async click(url, id) {
      const deliver = (activity: object) => postActivity(url, activity);
      const chat = createTeamsChat({ connector, organisationId, deliver }, thread);
      return (await chat.submits(megan, review.value, { replyToId: review.activityId, id })).status;
    },
    stop: tidy,
  };
}

function pathOf(databaseUrl: string): string {
  return databaseUrl.slice('sqlite:'.length);
}

/** What the process had in its hands, by what the file says: begun to send, and not known to have been sent. */
export async function inHandAtDeath(databaseUrl: string): Promise<ReadonlySet<Promised>> {
  const store = await openStore(databaseUrl);
  try {
    const { items } = await store.transitions.list(organisationId, { open: false, limit: 1 });
    const [transition] = items;
    if (!transition) return new Set();
    const audited = await store.audit.listFor(organisationId, transition.transitionId);
    const events: readonly TransitionEvent[] = transition.outbox.length > 0 ? transition.outbox : audited;
    const expected = expandEvents(hashOf, { transition, subscriptions: [] }, events);
    const known = await Promise.all(expected.map(({ deliveryId }) => store.deliveries.get(deliveryId)));
    const sending = known.filter((delivery): delivery is Delivery => delivery?.state === 'sending');
    return new Set(promised.filter((kind) => sending.some(({ content }) => content.kind === kind)));
  } finally {
    await store.close();
  }
}

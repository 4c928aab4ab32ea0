// `npm run test:crash`: the way to the database is gone for half a minute, first without a word and then refused.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { it } from 'mocha';
import { accountFor, transitionsIn } from '../../support/crash/crash-account.ts';
import { startLeg } from '../../support/crash/crash-copies.ts';
import { walkThroughCrashes } from '../../support/crash/crash-journey.ts';
import { openCrashWorld, type CrashWorld } from '../../support/crash/crash-world.ts';
import type { Hold } from '../../support/crash/notebook.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { createTeamsChat, type Place } from '../../support/teams-chat.ts';
import { createVisitor } from '../../support/visitor.ts';
import { megan, organisationId, postActivity } from '../../support/whole-house.ts';

const outageMs = 30_000;
const pace = 4;
const longestMs = 10 * 60 * 1000;
const place: Place = { conversationId: '19:general@thread.tacv2;messageid=1', kind: 'channel' };
const megansChat: Place = { conversationId: 'a:megan', kind: 'personal' };

describeOnMongo('two instances that lose their database for half a minute, on MongoDB', ({ fresh, urlOf }) => {
  it('say so, answer people in words, lose nothing, and go on by themselves', async function () {
    this.timeout(longestMs);
    const direct = new URL(urlOf(await fresh('lost')));
    const proxy = await startTcpProxy({ host: direct.hostname, port: Number(direct.port || 27017) });
    const proxied = new URL(direct);
    proxied.host = `127.0.0.1:${String(proxy.port)}`;
    proxied.searchParams.set('directConnection', 'true');
    const world = await openCrashWorld(direct.href, pace, proxied.href);
    try {
      const workers = [...world.workers()];
      const leg = startLeg(world, place);
      const walking = walkThroughCrashes(world, place);
      while ((await transitionsIn(world, place)).length === 0) await wait(100);

      const seen = await outage(world, proxy);
      const walked = await walking;
      const account = await accountFor(world, leg, seen.holds);

      assert.deepEqual(walked, {});
      assert.deepEqual(account.faults, []);
      assert.equal(seen.ready, 503);
      assert.equal((await fetch(`${world.url()}/readyz`)).status, 200);
      assert.equal(seen.page.status, 503);
      assert.match(seen.page.text, /try again/i);
      assert.match(seen.said, /try again|minute/i);
      assert.deepEqual(
        workers.map((worker) => worker.isAlive()),
        [true, true],
      );
    } finally {
      await world.stop();
      await proxy.stop();
    }
  });
});

interface Seen {
  ready: number;
  page: { status: number; text: string };
  said: string;
  /** What was being sent when the database went away: it may come twice. */
  holds: Hold[];
}

/** Half of it silence, half of it refusals; what people and a load balancer meet meanwhile. */
async function outage(world: CrashWorld, proxy: TcpProxy): Promise<Seen> {
  proxy.behave('stall');
  const holds = world.holds();
  const beganAt = Date.now();
  const readiness = fetch(`${world.url()}/readyz`);
  const deliver = (activity: object) => postActivity(world.url(), activity).catch(() => ({ status: 0 }));
  const chat = createTeamsChat({ connector: world.connector, organisationId, deliver }, megansChat);
  const asked = chat.types(megan, 'list');
  const ready = (await readiness).status;
  await wait(outageMs / 2 - (Date.now() - beganAt));
  proxy.behave('refuse');
  const page = await createVisitor(world.url()).get('/connect/link-of-nobody.AAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await asked;
  const said = chat.lastLine();
  await wait(Math.max(0, outageMs - (Date.now() - beganAt)));
  proxy.behave('pass');
  return { ready, page, said, holds };
}

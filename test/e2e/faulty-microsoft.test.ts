// The main job while calls to every service of Microsoft's fail at random, again and again, in each way that there is.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Config } from '../../src/config.ts';
import { statusAt } from '../../src/core/transition.ts';
import { tenantByDomain } from '../../src/sandbox/directory.ts';
import type { Mail } from '../../src/sandbox/world/state.ts';
import { walkThroughCrashes } from '../support/crash/crash-journey.ts';
import { startFailingCloud, type BadAnswer, type Service, type WhatFails } from '../support/failing-cloud.ts';
import { theTransition } from '../support/journey.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, postActivity, type WholeHouse } from '../support/whole-house.ts';

const { tenantId } = tenantByDomain('contoso.com');
const services: readonly Service[] = ['login', 'graph', 'partnercenter'];
const seed = 7;
/** Shorter than the silence below; what it stands for is ten seconds. */
const patienceMs = 150;

const faults: readonly [string, BadAnswer][] = [
  ['is silent', { delayMs: 400 }],
  ['drops the connection', { drop: true }],
  ['answers 429 without a word', { status: 429 }],
  ['answers 429 with Retry-After', { status: 429, headers: { 'Retry-After': '0.05' } }],
  ['answers 500', { status: 500 }],
  ['answers 502 with a page', { status: 502, body: '<html><h1>Bad gateway</h1></html>' }],
  ['answers 503', { status: 503 }],
  ['answers 504', { status: 504 }],
  ['answers a page instead of JSON', { status: 200, body: '<html></html>', headers: { 'Content-Type': 'text/html' } }],
  ['answers JSON that is cut off', { status: 200, body: '{"value":[{"id"' }],
  ['answers a byte order mark and nothing', { status: 200, body: '\uFEFF' }],
];

describe('the main job ends Normal, and nothing exists twice at Microsoft,', function () {
  this.timeout(180_000);

  for (const [index, [name, fault]] of faults.entries()) {
    it(`where every third call, at random, of each service ${name}`, async () => {
      const failing = await startFailingCloud(oneInThree(seed + index, fault));
      const house = await openWholeHouse({
        cloud: failing.cloud,
        configure: (config) => (fault.delayMs === undefined ? config : impatient(config)),
      });
      try {
        const walked = await walkThroughCrashes(groundsOf(house), thread);

        assert.deepEqual(walked, {});
        assert.equal(statusAt(await theTransition(house), house.clock.now()), 'normal');
        // A mail that Microsoft did not take may be on its way still.
        for (let minutes = 0; minutes < 10; minutes += 1) await house.leap(60);
        assertOnce(house);
        // Who gives up early may do so on a true answer, and sends a mail anew that may have gone.
        if (fault.delayMs === undefined) assertEachOnce(house.cloud.sandbox.controls.mails().map(lineOf));
        const met = services.map((service) => failing.failed.filter((call) => call.includes(`/${service}/`)).length);
        assert.ok(met.every((times) => times > 1) && failing.failed.length > 9, `met: ${met.join()}`);
      } finally {
        await house.stop();
        await failing.stop();
      }
    });
  }
});

function impatient(config: Config): Config {
  const microsoft = { ...config.microsoft, requestTimeoutMs: patienceMs };
  return { ...config, microsoft };
}

/** Each service has its own row of chances: which of its calls fail does not depend on what is asked of another meanwhile. */
function oneInThree(seed: number, fault: BadAnswer): WhatFails {
  const rows = new Map<Service, () => number>();
  return (service) => {
    const row = rows.get(service) ?? chances(seed + services.indexOf(service) * 1000);
    rows.set(service, row);
    return row() < 1 / 3 ? fault : undefined;
  };
}

/** Numbers in [0, 1), always the same ones after one seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each thing that was made or asked for. */
function assertOnce({ cloud }: WholeHouse): void {
  const { relationships, resellers, agreements } = cloud.sandbox.controls.state();
  const made = relationships.filter(({ customer }) => customer?.tenantId === tenantId);
  const groups = made.flatMap(({ assignments }) => assignments.map(({ groupId }) => groupId));
  assert.equal(made.length, 1);
  assertEachOnce(groups);
  assert.equal(resellers.filter(({ customerTenantId }) => customerTenantId === tenantId).length, 1);
  assert.equal(agreements.filter((agreement) => agreement.tenantId === tenantId).length, 1);
}

function assertEachOnce(things: readonly string[]): void {
  assert.ok(things.length > 0);
  assert.deepEqual(things, [...new Set(things)]);
}

function lineOf({ to, subject }: Mail): string {
  return `${to.join()} ${subject}`;
}

/** Who has looked for two minutes looks once a minute: visits that could not read everything come no sooner. */
const patientAfter = 120;

function groundsOf(house: WholeHouse) {
  const { cloud, connector } = house;
  let moments = 0;
  return {
    connector,
    cloud,
    url: () => house.url(),
    deliver: (activity: object) => postActivity(house.url(), activity),
    async pause() {
      moments += 1;
      await (moments < patientAfter ? house.pass(1) : house.leap(60));
    },
  };
}

// The main job while every service of Microsoft's fails again and again, in each way that there is.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { statusAt } from '../../src/core/transition.ts';
import type { NewFault } from '../../src/sandbox/control/controls.ts';
import { tenantByDomain } from '../../src/sandbox/directory.ts';
import { walkThroughCrashes } from '../support/crash/crash-journey.ts';
import { theTransition } from '../support/journey.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, postActivity, type WholeHouse } from '../support/whole-house.ts';

const { tenantId } = tenantByDomain('contoso.com');
const services = ['/login', '/graph', '/partnercenter'] as const;
/** In seconds; no look at Microsoft comes as regularly, so that each meets another fault, or none. */
const rhythm = 7;
/** Shorter than the silence below; what it stands for is ten seconds. */
const patienceMs = 100;

const faults: readonly [string, Omit<NewFault, 'path'>][] = [
  ['is silent', { delayMs: 250 }],
  ['drops the connection', { drop: true }],
  ['answers 429 without a word', { status: 429 }],
  ['answers 429 with Retry-After', { status: 429, headers: { 'Retry-After': '1' } }],
  ['answers 500', { status: 500 }],
  ['answers 502 with a page', { status: 502, body: '<html><h1>Bad gateway</h1></html>' }],
  ['answers 503', { status: 503 }],
  ['answers 504', { status: 504 }],
  ['answers a page instead of JSON', { status: 200, body: '<html></html>', headers: { 'Content-Type': 'text/html' } }],
  ['answers JSON that is cut off', { status: 200, body: '{"value":[{"id"' }],
  ['answers a byte order mark and nothing', { status: 200, body: '\uFEFF' }],
];

describe('the main job ends Normal, and nothing exists twice at Microsoft,', function () {
  this.timeout(60_000);

  for (const [name, fault] of faults) {
    it(`where each service ${name}, again and again`, async () => {
      const house = await openWholeHouse({
        configure: (config) => ({ ...config, microsoft: { ...config.microsoft, requestTimeoutMs: patienceMs } }),
      });
      try {
        const walked = await walkThroughCrashes(groundsOf(house, fault), thread);

        const transition = await theTransition(house);
        const { relationships } = house.cloud.sandbox.controls.state();
        assert.deepEqual(walked, {});
        assert.equal(statusAt(transition, house.clock.now()), 'normal');
        assert.equal(relationships.filter(({ customer }) => customer?.tenantId === tenantId).length, 1);
      } finally {
        await house.stop();
      }
    });
  }
});

/** Three seconds in seven the next call to one of the services fails; people come to Microsoft's own pages unhindered. */
function groundsOf(house: WholeHouse, fault: Omit<NewFault, 'path'>) {
  const { cloud, connector } = house;
  let moments = 0;
  return {
    connector,
    url: () => house.url(),
    cloud: {
      url: cloud.url,
      async post(...sent: Parameters<typeof cloud.post>) {
        cloud.sandbox.controls.clearFaults();
        return cloud.post(...sent);
      },
    },
    deliver: (activity: object) => postActivity(house.url(), activity),
    async pause() {
      const path = services[moments % rhythm];
      moments += 1;
      // What nobody met is not kept for later: a service that never answers is another story.
      cloud.sandbox.controls.clearFaults();
      if (path !== undefined) cloud.sandbox.controls.addFault({ path, ...fault });
      await house.pass(1);
    },
  };
}

// The main job while Microsoft answers truly, but late: within our patience, and behind it.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { statusAt } from '../../src/core/transition.ts';
import type { NewLatency } from '../../src/sandbox/control/latency-controls.ts';
import { tenantByDomain } from '../../src/sandbox/directory.ts';
import { walkThroughCrashes } from '../support/crash/crash-journey.ts';
import { accountOf, theTransition, walk, type Account } from '../support/journey.ts';
import { relationshipsPath } from '../support/sandbox-cloud.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, postActivity, type WholeHouse } from '../support/whole-house.ts';

const { tenantId } = tenantByDomain('contoso.com');
const services = ['/login', '/graph', '/partnercenter'] as const;

describe('while every service of Microsoft’s answers truly, and late,', function () {
  this.timeout(120_000);

  it('the main job is told, and done at Microsoft, as where each answers at once', async () => {
    const prompt = await walked([]);
    const late = await walked(services.map((path) => ({ path, delayMs: 150 })));

    assert.deepEqual(late.account, prompt.account);
    assert.deepEqual(late.writes, prompt.writes);
    assert.equal(late.account.audit.filter((line) => line === 'service: status normal').length, 1);
    assert.deepEqual(late.problems, []);
  });
});

/** Shorter than the delays below; what it stands for is fifteen seconds. */
const patienceMs = 150;
const lateMs = 600;
/** By then we have asked anew, more than once, while what was asked for first is still to be done. */
const veryLateMs = 2500;

type Late = Pick<NewLatency, 'path' | 'delayMs' | 'work'> & { times: number };

const atOnce = { delayMs: lateMs, work: 'first' } as const;
const onlyThen = { delayMs: veryLateMs, work: 'last' } as const;
const rolesPath = `${relationshipsPath}/*/accessAssignments`;

const writes: readonly [string, Late][] = [
  ['a request for delegated admin, which was made at once', { path: relationshipsPath, times: 1, ...atOnce }],
  ['requests for delegated admin, which were made only then', { path: relationshipsPath, times: 3, ...onlyThen }],
  ['its lock, which was there at once', { path: `${relationshipsPath}/*/requests`, times: 1, ...atOnce }],
  ['the groups’ roles, which they had at once', { path: rolesPath, times: 4, ...atOnce }],
  ['the groups’ roles, which they had only then', { path: rolesPath, times: 4, ...onlyThen }],
  ['mails, which went out at once', { path: '/graph/v1.0/users/*/sendMail', times: 2, ...atOnce }],
];

describe('the main job ends Normal, and nothing exists twice at Microsoft, where the answer came after we gave up', function () {
  this.timeout(60_000);

  for (const [what, late] of writes) {
    it(`to ${what}`, async () => {
      const house = await openWholeHouse({
        configure: (config) => ({ ...config, microsoft: { ...config.microsoft, requestTimeoutMs: patienceMs } }),
      });
      try {
        house.cloud.sandbox.latencies.add({ ...late, method: 'POST' });

        const end = await walkThroughCrashes(groundsOf(house), thread);
        await untilAllIsDone(house, late);

        assert.deepEqual(end, {});
        assert.equal(statusAt(await theTransition(house), house.clock.now()), 'normal');
        assertOnce(house);
      } finally {
        await house.stop();
      }
    });
  }
});

/** Each thing that was made, asked for or sent. */
function assertOnce({ cloud }: WholeHouse): void {
  const { relationships, resellers, agreements, latencies } = cloud.sandbox.controls.state();
  const [relationship, ...others] = relationships.filter(({ customer }) => customer?.tenantId === tenantId);
  const groups = relationship?.assignments.map(({ groupId }) => groupId) ?? [];
  const mails = cloud.sandbox.controls.mails().map(({ to, subject }) => `${to.join()} ${subject}`);
  assert.deepEqual(latencies, [], 'the answers did come late');
  assert.deepEqual(others, []);
  assert.deepEqual(
    relationship?.requests.map(({ action }) => action),
    ['lockForApproval'],
  );
  for (const things of [groups, mails]) {
    assert.ok(things.length > 0);
    assert.deepEqual(things, [...new Set(things)]);
  }
  assert.equal(resellers.filter(({ customerTenantId }) => customerTenantId === tenantId).length, 1);
  assert.equal(agreements.filter((agreement) => agreement.tenantId === tenantId).length, 1);
}

/** What was asked for earlier and is still to be done comes before this answer, which is as late. */
async function untilAllIsDone({ cloud }: WholeHouse, { delayMs }: Late): Promise<void> {
  const path = '/login/contoso.com/v2.0/.well-known/openid-configuration';
  cloud.sandbox.latencies.add({ path, delayMs, times: 1 });
  assert.equal((await cloud.call('GET', path)).status, 200);
}

function groundsOf(house: WholeHouse) {
  const { cloud, connector } = house;
  return {
    connector,
    cloud,
    url: () => house.url(),
    deliver: (activity: object) => postActivity(house.url(), activity),
    pause: () => house.pass(1),
  };
}

interface Walked {
  account: Account;
  /** How often each was asked for at Microsoft. */
  writes: Record<string, number>;
  problems: unknown[];
}

async function walked(latencies: readonly NewLatency[]): Promise<Walked> {
  const house = await openWholeHouse();
  try {
    for (const latency of latencies) house.cloud.sandbox.latencies.add(latency);
    await walk(house, ({ seconds = 1 }) => house.pass(seconds));
    return {
      account: await accountOf(house),
      writes: writesIn(house.cloud.lines),
      problems: house.log.filter(({ level }) => level !== 'info'),
    };
  } finally {
    await house.stop();
  }
}

function writesIn(lines: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    if (!/^(POST|PATCH|PUT) [/](graph|partnercenter)[/]/.test(line)) continue;
    const call = line.replaceAll(/[0-9a-f-]{36,73}/g, '*');
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

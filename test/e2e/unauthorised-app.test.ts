// An installation that is not finished at Microsoft's: nobody registered the app in Partner Center, let it into the partner's
// own tenant, or permitted it to act for the service account.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { FindingCode } from '../../src/core/check-up/findings.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { TroublesPatch } from '../../src/sandbox/control/controls.ts';
import { houseRedirectUris } from '../support/house-config.ts';
import { startSandboxCloud, type SandboxCloud } from '../support/sandbox-cloud.ts';
import { alex } from '../support/whole-house.ts';
import type { HouseChanges } from './failure-modes/house-changes.ts';
import { minute, openScene, t, type Scene } from './failure-modes/scene.ts';

interface Unfinished {
  what: string;
  troubles: TroublesPatch;
  finding: FindingCode;
  /** What a look at the tenant says. */
  code: ErrorCode;
}

const atMicrosoft: readonly Unfinished[] = [
  {
    what: 'an app that is not registered in Partner Center',
    troubles: { appUnregistered: true },
    finding: 'CUSTOMERS_REFUSED',
    code: 'PARTNER_ROLE_MISSING',
  },
  {
    what: 'an app that may not act for the service account at Partner Center',
    troubles: { notPermitted: ['partnerCenter'] },
    finding: 'SERVICE_ACCOUNT_NOT_CONSENTED',
    code: 'PARTNER_ROLE_MISSING',
  },
  {
    what: 'an app that may not act for the service account anywhere',
    troubles: { notPermitted: ['partnerCenter', 'graph'] },
    finding: 'SERVICE_ACCOUNT_NOT_CONSENTED',
    code: 'PARTNER_ROLE_MISSING',
  },
  {
    what: 'an app that the partner’s own tenant does not know',
    troubles: { appAbsent: true },
    finding: 'APP_UNKNOWN',
    code: 'OWN_CREDENTIALS_REFUSED',
  },
];
const mended: TroublesPatch = { appUnregistered: false, notPermitted: [], appAbsent: false };
/** Twelve looks at the tenant, and six at our own access. */
const mostCallsInAnHour = 60;

describe('the doctor names, and the card says that an operator must act on,', function () {
  this.timeout(60_000);
  let cloud: SandboxCloud;
  before(async () => {
    cloud = await startSandboxCloud({ redirectUris: houseRedirectUris });
  });
  after(() => cloud.stop());

  async function played(changes: HouseChanges, play: (scene: Scene) => Promise<void>): Promise<void> {
    const scene = await openScene(cloud, changes);
    await play(scene).finally(() => scene.stop());
  }

  for (const { what, troubles, finding, code } of atMicrosoft) {
    it(`${what}; Microsoft is left in peace, and all goes on when that is mended`, () =>
      played({}, async (scene) => {
        scene.controls.setTroubles(troubles);
        await assertNamed(scene, { finding, code });

        scene.controls.setTroubles(mended);
        await scene.later(10 * minute);
        await customerGoesOn(scene);
        await scene.checkNow();

        assert.notEqual((await scene.transition()).verifiedAt, undefined, scene.card());
      }));
  }

  it('a service account that has never signed in; Microsoft is left in peace', () =>
    played({ environment: () => ({ SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: '' }) }, (scene) =>
      assertNamed(scene, { finding: 'SERVICE_ACCOUNT_ABSENT', code: 'SERVICE_ACCOUNT_REFUSED' }),
    ));
});

async function assertNamed(scene: Scene, { finding, code }: Pick<Unfinished, 'finding' | 'code'>): Promise<void> {
  await scene.operator.types(alex, 'doctor');
  const doctor = scene.operator.lastLine();
  await scene.connect();
  await customerGoesOn(scene);
  await scene.checkNow();
  const card = scene.card();
  const calls = await callsInAnHour(scene);
  const { steps } = await scene.transition();

  assert.ok(doctor.includes(wordsOf(finding)), doctor);
  assert.ok(card.includes(t(`errors.${code}`)), card);
  assert.match(t(`errors.${code}`), /An operator must/);
  assert.ok(Object.values(steps).every(({ state }) => state !== 'blocked'));
  assert.ok(calls > 0 && calls <= mostCallsInAnHour, `${String(calls)} calls in an hour`);
}

/** As far as there is something to accept at Microsoft. */
async function customerGoesOn(scene: Scene): Promise<void> {
  const { steps, relationshipId } = await scene.transition();
  if (relationshipId !== undefined && steps.delegatedAdmin.state === 'notStarted') await scene.approveDelegatedAdmin();
  if (steps.resellerRelationship.state === 'notStarted') await scene.authoriseCsp();
  await scene.house.pass(minute);
}

async function callsInAnHour({ house, cloud }: Scene): Promise<number> {
  const before = cloud.lines.length;
  for (let times = 0; times < 12; times += 1) await house.leap(5 * minute);
  return cloud.lines.slice(before).filter((line) => /^\w+ [/](login|graph|partnercenter)[/]/.test(line)).length;
}

/** As far as nothing varies in them. */
function wordsOf(finding: FindingCode): string {
  return t(`doctor.finding.${finding}`, { detail: '{detail}' }).split('{detail}')[0]?.replace(/ \($/, '') ?? '';
}

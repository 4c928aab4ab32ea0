import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { comeToMicrosoft } from '../support/customer-walk.ts';
import { houseRedirectUris } from '../support/house-config.ts';
import { theTransition } from '../support/journey.ts';
import { approvalAddress, invitationAddress, startSandboxCloud, type SandboxCloud } from '../support/sandbox-cloud.ts';
import { thread } from '../support/teams-chat.ts';
import { openWebhookDoor, type WebhookDoor } from '../support/webhook-door.ts';
import { openWholeHouse, organisationId, startTransition, type WholeHouse } from '../support/whole-house.ts';

const admin = 'admin@contoso.com';
const minuteMs = 60 * 1000;

describe('with webhooks', () => {
  let house: WholeHouse;
  let cloud: SandboxCloud;
  let door: WebhookDoor;

  /** What the customer accepts at Microsoft reaches the partner some seconds later; events go out as they happen. */
  async function passWithWebhooks(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await house.pass(1);
      await cloud.sandbox.webhooks.deliverDue();
    }
    await house.pass(1);
  }

  async function isNormal(): Promise<boolean> {
    return (await theTransition(house)).verifiedAt !== undefined;
  }

  async function nextLook(): Promise<Date | undefined> {
    const { transitionId } = await theTransition(house);
    return house.store().visits.nextVisitAt(organisationId, transitionId);
  }

  beforeEach(async () => {
    cloud = await startSandboxCloud({ redirectUris: houseRedirectUris });
    door = await openWebhookDoor(cloud);
    house = await openWholeHouse({ cloud, configure: (config) => ({ ...config, webhooks: door.config }) });
    door.leadTo(() => house.url());
    const chat = house.chat(thread);
    await startTransition(house, chat);
    await comeToMicrosoft({ house, chat, domain: 'contoso.com' });
    // The customer lets it rest: by now nobody looks more often than each five minutes.
    for (let times = 0; times < 40; times += 1) {
      house.clock.advance(minuteMs);
      await house.pass(1);
    }
  });

  afterEach(async () => {
    await house.stop();
    door.close();
    await cloud.stop();
  });

  it('what the customer accepts is seen before anybody looks, and the tenant turns Normal', async () => {
    const plannedLook = await nextLook();
    await acceptEverything(house);

    await passWithWebhooks(30);

    assert.equal(await isNormal(), true);
    assert.ok(plannedLook && house.clock.now() < plannedLook, 'it was faster than the poll');
    assert.deepEqual(problemsIn(house), []);
  });
});

/** At Microsoft, without a word to us. */
async function acceptEverything(house: WholeHouse): Promise<void> {
  const { relationshipId = '' } = await theTransition(house);
  const { cloud } = house;
  const approved = await cloud.post(approvalAddress(relationshipId), { user: admin, action: 'approve' });
  const accepted = { user: admin, action: 'authorise', authorise: 'yes', agreement: 'yes' };
  const authorised = await cloud.post(invitationAddress(), accepted);
  assert.deepEqual([approved.status, authorised.status], [303, 303]);
}

function problemsIn(house: WholeHouse): unknown[] {
  return house.log.filter(({ level }) => level !== 'info');
}

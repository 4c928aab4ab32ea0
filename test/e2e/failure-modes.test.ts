// F1 to F56: Microsoft's stand-in is brought into the situation, people do what they do, and read what they must.
import { after, before, describe, it } from 'mocha';
import { houseRedirectUris } from '../support/house-config.ts';
import { startSandboxCloud, type SandboxCloud } from '../support/sandbox-cloud.ts';
import { openScene } from './failure-modes/scene.ts';
import { scenarios } from './failure-modes/scenarios.ts';

describe('failure modes', () => {
  let cloud: SandboxCloud;
  before(async () => {
    cloud = await startSandboxCloud({ redirectUris: houseRedirectUris });
  });
  after(() => cloud.stop());

  for (const [mode, { tells, house, play }] of Object.entries(scenarios)) {
    it(`${mode}: ${tells}`, async () => {
      const scene = await openScene(cloud, house);

      await play(scene).finally(() => scene.stop());
    });
  }
});

import { createCheckUp } from '../../check-up/create-check-up.ts';
import { ConfigError, readConfig, type Config, type Environment } from '../../config.ts';
import { finding, type Finding } from '../../core/check-up/findings.ts';
import { createLog } from '../../log.ts';
import { createMicrosoft } from '../../microsoft/create-microsoft.ts';
import { microsoftConfigIn } from '../../microsoft/microsoft-config.ts';
import { callbackUrlOf } from '../../microsoft/webhooks/webhook-config.ts';
import { randomIds, systemClock, systemTimers } from '../../runtime.ts';
import { openStore } from '../../store/open-store.ts';

/** Everything that can be looked at; with a configuration that cannot be read, what is wrong with it. */
export async function examine(environment: Environment): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => finding('configuration', 'CONFIGURATION_WRONG', { problem }));
  }
  return examineWith(config);
}

async function examineWith(config: Config): Promise<readonly Finding[]> {
  const microsoftConfig = microsoftConfigIn(config.policy.cloud, config.microsoft);
  // The findings say it all; what the clients would log beside them is for the service.
  const log = createLog('silent');
  const opening = openStore(config.databaseUrl);
  const store = await opening.catch(() => undefined);
  const microsoft = createMicrosoft(microsoftConfig, {
    clock: systemClock,
    ids: randomIds,
    timers: systemTimers,
    log,
    // The newest refresh token is there, where the service keeps it.
    ...(store && { secrets: store.secrets }),
  });
  const checkUp = createCheckUp(
    { ...config, microsoft: microsoftConfig },
    {
      ...microsoft,
      webhookUrl: config.webhooks && callbackUrlOf(config.webhooks),
      pingDatabase: async () => (await opening).ping(),
      databaseClockAheadMs: async () => (await opening).clockAheadMs(),
      clock: systemClock,
    },
  );
  try {
    return await checkUp();
  } finally {
    await store?.close();
  }
}

// The real cloud. Only `npm run test:contract` loads this file: no setting makes a plain `npm test` do so.
import { readConfig } from '../../src/config.ts';
import { doctorEnvironment } from '../../src/cli/doctor-command/environment.ts';
import { createMicrosoft } from '../../src/microsoft/create-microsoft.ts';
import { microsoftConfigIn } from '../../src/microsoft/microsoft-config.ts';
import { randomIds, systemClock, systemTimers } from '../../src/runtime.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createCallLog } from './call-log.ts';
import { cloudContract, type CloudUnderTest } from './cloud-contract.ts';

const { MICROSOFT_CONTRACT_ENV: env, MICROSOFT_CONTRACT_TENANT: domain, MICROSOFT_CONTRACT_WRITE: write } = process.env;

if (env === undefined || env === '') throw new Error('no environment is named');
cloudContract(`the real cloud, as env/.env.${env} names it`, () => openLive(env));

/** As the service itself, over its own store: the newest refresh token is there. */
async function openLive(name: string): Promise<CloudUnderTest> {
  const settings = readConfig(doctorEnvironment({ env: name }, process.env));
  const config = microsoftConfigIn(settings.policy.cloud, settings.microsoft);
  const store = await openStore(settings.databaseUrl);
  const callLog = createCallLog();
  const machine = { clock: systemClock, ids: randomIds, timers: systemTimers };
  const microsoft = createMicrosoft(config, { ...machine, log: callLog, secrets: store.secrets });
  try {
    const customer = domain === undefined || domain === '' ? undefined : await customerOf(microsoft, domain);
    return { microsoft, callLog, config, customer, mayWrite: write === 'yes', stop: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function customerOf({ directory }: Pick<CloudUnderTest['microsoft'], 'directory'>, name: string) {
  const found = await directory.findTenant(name);
  if (found.kind !== 'found') throw new Error(`${name}: ${found.kind}`);
  return { tenantId: found.tenantId, domain: name };
}

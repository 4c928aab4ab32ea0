// The bot as it is served: its room, our server, SQLite in the file named. Only Microsoft is played, by
// answers that cost nothing; no watcher and no delivery runs, because the echo has neither.
import { createBot } from '../../../src/bot/create-bot.ts';
import { createHttpServer } from '../../../src/http/http-server.ts';
import { createLog } from '../../../src/log.ts';
import { createSignText, hashOf, randomIds, systemClock } from '../../../src/runtime.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { testPolicy } from '../../support/core-deps.ts';
import { createFakeAddresses } from '../../support/fake-addresses.ts';
import { fakeDirectory } from '../../support/fake-directory.ts';
import { createFakeMicrosoft } from '../../support/fake-microsoft.ts';
import { testOrganisationId } from '../../support/records.ts';
import { untilStopped } from './until-stopped.ts';

const [databaseUrl = ''] = process.argv.slice(2);
const publicUrl = 'http://127.0.0.1';
const log = createLog('info');
const store = await openStore(databaseUrl);
const bot = createBot({
  config: {
    authentication: 'off',
    appType: 'SingleTenant',
    organisations: [{ organisationId: testOrganisationId, name: 'Northwind Traders' }],
    roles: { managers: [], operators: [] },
    defaultCountry: 'AU',
    publicUrl,
  },
  store,
  clock: systemClock,
  ids: randomIds,
  hashOf,
  sign: createSignText(['a key of the tests that is long enough']),
  policy: testPolicy,
  directory: fakeDirectory(async (domain) => ({ kind: 'found', tenantId: domain, cloud: 'global' })),
  partner: createFakeMicrosoft().partner,
  addresses: createFakeAddresses(),
  within: (_ms, work) => work,
  checkUp: async () => [],
  translate: createTranslate(),
  log,
  wakeWatcher() {},
  wakeDelivery() {},
});
const http = createHttpServer({
  host: '127.0.0.1',
  port: 0,
  publicUrl,
  routes: [bot.messagesRoute],
  health: { ping: () => store.ping() },
  log,
});
bot.warm();

await untilStopped(await http.start());
await http.stop();
await bot.drain();
await store.close();

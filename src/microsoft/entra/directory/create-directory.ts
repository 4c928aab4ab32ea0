import type { TenantDirectory } from '../../../core/ports/microsoft.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import type { MicrosoftConfig } from '../../microsoft-config.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import type { Log } from '../../reading.ts';
import { createKeeping } from '../keep-for-a-while.ts';
import { createPublicSigns } from './public-signs.ts';
import { createTenantDirectory } from './tenant-directory.ts';

export interface DirectoryDeps {
  login: Outbound;
  otherLogins: Outbound;
  /** Its troubles are nobody else's: it is asked for one line of what is known before a link. */
  externalLogin: Outbound;
  readDisplayName: (tenantId: string) => Promise<string | undefined>;
  clock: Clock;
  log: Log;
}

/** What Microsoft tells everybody of a tenant. */
export function createDirectory(config: MicrosoftConfig, deps: DirectoryDeps): TenantDirectory {
  const { login, otherLogins, externalLogin, readDisplayName, clock, log } = deps;
  const { loginUrl, otherLoginUrls, externalLoginUrl, partnerTenantId } = config;
  const { findTenant } = createTenantDirectory({
    loginUrl,
    sendHttpFor: (domain) => login({ name: 'findTenant', tenant: domain, repeat: 'always' }),
    otherLoginUrls,
    sendElsewhere: (domain) => otherLogins({ name: 'findTenantElsewhere', tenant: domain, repeat: 'never' }),
    readDisplayName,
    log,
  });
  const keep = createKeeping(clock);
  const findOurs = keep(
    async () => findTenant(partnerTenantId),
    ({ kind }) => kind === 'found',
  );
  return {
    // Every look at a customer's tenant compares it with ours.
    findTenant: async (domain) => (domain === partnerTenantId ? findOurs() : findTenant(domain)),
    ...createPublicSigns({
      loginUrl,
      externalLoginUrl,
      partnerTenantId,
      sendRealm: (domain) => login({ name: 'readSignIn', tenant: domain, repeat: 'always' }),
      sendExternal: (tenantId) => externalLogin({ name: 'readExternalTenant', tenant: tenantId, repeat: 'never' }),
      keep,
      log,
    }),
  };
}

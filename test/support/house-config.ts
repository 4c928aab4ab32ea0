import { readSandboxSettings } from '../../src/cli/sandbox-command/settings.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-command/environment.ts';
import { readConfig, type Config, type Environment } from '../../src/config.ts';

/** What the links begin with. Nobody listens there: the tests' customers know where the service really is. */
export const housePublicUrl = 'http://localhost';

export const houseRedirectUris = ['signed-in', 'consented', 'partner-consented'].map(
  (path) => `${housePublicUrl}/connect/${path}`,
);

interface HouseSettings {
  databaseUrl: string;
  cloudUrl: string;
  /** Keys that this house has different. */
  environment?: Environment;
}

/** The sandbox command's own configuration, on a port that the machine chooses. */
export function houseConfig({ databaseUrl, cloudUrl, environment }: HouseSettings): Config {
  const settings = readSandboxSettings({ PORT: '0', PUBLIC_URL: housePublicUrl });
  const linkKey = 'a key of the tests that is long enough';
  const config = readConfig({ ...sandboxEnvironment(settings, { cloudUrl, linkKey }), ...environment });
  // The stand-in's clock stands still meanwhile, so that waiting for it would change nothing.
  const microsoft = { ...config.microsoft, retryDelayMs: 0 };
  return { ...config, databaseUrl, microsoft };
}

import type { Environment } from '../../../src/config.ts';

/** What the house of one scenario has different. */
export interface HouseChanges {
  /** Keys of the environment. */
  environment?: (cloudUrl: string) => Environment;
  /** Partner Center tells of changes. */
  hasWebhooks?: boolean;
}

import type { Finding } from '../core/check-up/findings.ts';
import type { AddressDirectory } from '../core/ports/addresses.ts';
import type { Clock, HashOf, Ids, SignText, Within } from '../core/ports/runtime.ts';
import type { Policy } from '../core/policy.ts';
import type { TenantDirectory } from '../core/ports/microsoft.ts';
import type { PreFlightDeps } from '../core/use-cases/staff/pre-flight.ts';
import type { RelationshipActionDeps } from '../core/use-cases/staff/relationship-actions.ts';
import type { Store } from '../core/ports/store/store.ts';
import type { Translate } from '../text/translate.ts';
import type { BotConfig } from './bot-config.ts';

/** What the bot needs of a logger; pino's fits. */
export interface BotLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: Record<string, unknown>): BotLog;
}

export interface BotDeps {
  config: BotConfig;
  store: Pick<
    Store,
    'transitions' | 'visits' | 'deliveries' | 'deadLetters' | 'conversations' | 'subscriptions' | 'dialogs' | 'turns'
  >;
  clock: Clock;
  ids: Ids;
  hashOf: HashOf;
  sign: SignText;
  policy: Policy;
  directory: TenantDirectory;
  /** What we have with a tenant already. */
  partner: PreFlightDeps['partner'] & RelationshipActionDeps['partner'];
  addresses: AddressDirectory;
  within: Within;
  /** Looks, now, at everything that the service depends on. */
  checkUp: () => Promise<readonly Finding[]>;
  /** A fresh address of the page on which the service account signs in; absent where there is none. */
  newConsentUrl?: (() => string) | undefined;
  /** Through whom an organisation sells; absent where none does so. */
  providerNameOf?: ((organisationId: string) => string | undefined) | undefined;
  translate: Translate;
  log: BotLog;
  /** Something is due now: a visit to a tenant, or news to deliver. */
  wakeWatcher: () => void;
  wakeDelivery: () => void;
  /** How it waits for another instance; tests wait for nothing. */
  wait?: (ms: number) => Promise<void>;
}

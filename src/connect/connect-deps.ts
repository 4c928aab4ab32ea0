import type { CompanyNames } from '../core/companies.ts';
import type { Clock, HashOf, Ids } from '../core/ports/runtime.ts';
import type { CustomerSignIn, DirectoryConnection, PartnerCloud } from '../core/ports/microsoft.ts';
import type { ServiceAccountCheckDeps } from '../core/check-up/check-service-account.ts';
import type { ServiceAccountSignIn } from '../core/ports/service-account.ts';
import type { EphemeralStore } from '../core/ports/store/ephemeral-store.ts';
import type { CustomerActionDeps } from '../core/use-cases/customer/customer-actions.ts';
import type { Translate } from '../text/translate.ts';

export interface ConnectConfig extends CompanyNames {
  /** Without a final slash. Every address that we hand out begins with it; what a request's headers say is never used. */
  publicUrl: string;
  /** A mail address, telephone number or sentence: where customers may ask. */
  supportContact?: string;
  /** Microsoft's sign-out page, offered to people who signed in with the wrong account. */
  signOutUrl?: string;
  /** How many proxies of ours stand before us and append to X-Forwarded-For. 0: the header is not read. */
  trustedProxyHops?: number;
}

export interface ConnectLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** Where the partner's own service account signs in. */
export interface PartnerConsentDeps extends ServiceAccountCheckDeps {
  signIn: ServiceAccountSignIn;
}

export interface ConnectDeps {
  config: ConnectConfig;
  core: CustomerActionDeps;
  signIn: CustomerSignIn;
  connection: DirectoryConnection;
  partner: Pick<PartnerCloud, 'approvalUrl' | 'cspPartners'>;
  /** Absent where nothing is there to keep what it gives encrypted. */
  partnerConsent?: PartnerConsentDeps | undefined;
  ephemeral: EphemeralStore;
  ids: Ids;
  hashOf: HashOf;
  clock: Clock;
  translate: Translate;
  /** Something became due: look now rather than at the next round. */
  wakeWatcher(): void;
  log: ConnectLog;
}

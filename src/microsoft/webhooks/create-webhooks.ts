import type { Clock, HashOf } from '../../core/ports/runtime.ts';
import type { EphemeralStore } from '../../core/ports/store/ephemeral-store.ts';
import { heedMicrosoft, type HeedDeps } from '../../core/use-cases/visit/heed-microsoft.ts';
import type { Route } from '../../http-route.ts';
import type { AuditTrail } from './audit-trail.ts';
import { readTrust } from './read-trust.ts';
import { createRefusals } from './refusals.ts';
import type { WebhookRegistration } from './registration.ts';
import { createSigningCertificates } from './signing-certificates.ts';
import { createWebhookUpkeep } from './upkeep.ts';
import { createVerifySignature } from './verify-signature.ts';
import { callbackUrlOf, type WebhookConfig } from './webhook-config.ts';
import { createWebhookRoute } from './webhook-route.ts';

export interface Webhooks {
  routes: readonly Route[];
  start(): void;
  stop(): Promise<void>;
  /** Resolves when what was begun is done. */
  drain(): Promise<void>;
}

export interface WebhooksDeps extends HeedDeps {
  registration: WebhookRegistration;
  auditTrail: AuditTrail;
  ephemeral: EphemeralStore;
  hashOf: HashOf;
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  wakeWatcher: () => void;
  log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

/** Polling only: there is no route, nothing is registered and nothing is asked. */
const pollingOnly: Webhooks = { routes: [], start() {}, async stop() {}, async drain() {} };

export function createWebhooks(config: WebhookConfig | undefined, deps: WebhooksDeps): Webhooks {
  if (!config) return pollingOnly;
  const { clock } = deps;
  const findCertificates = createSigningCertificates({
    prefixes: config.certificateUrlPrefixes,
    clock,
    timers: deps.timers,
  });
  const heed = async (subjects: Parameters<typeof heedMicrosoft>[1]) => {
    if ((await heedMicrosoft(deps, subjects)) > 0) deps.wakeWatcher();
  };
  const door = createWebhookRoute({
    ...deps,
    heed,
    verifySignature: createVerifySignature({ trust: readTrust(config), findCertificates, clock }),
    refused: createRefusals(deps),
  });
  const upkeep = createWebhookUpkeep({ ...deps, callbackUrl: callbackUrlOf(config), heed });
  return {
    routes: [door.route],
    start: () => upkeep.start(),
    async stop() {
      await Promise.all([upkeep.stop(), door.drain()]);
    },
    async drain() {
      await Promise.all([upkeep.drain(), door.drain()]);
    },
  };
}

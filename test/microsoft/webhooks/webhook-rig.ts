// The webhooks of the microsoft room behind a real server, and the stand-in for Partner Center that posts to them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MicrosoftSubject } from '../../../src/core/ports/store/transition-store.ts';
import { createHttpServer } from '../../../src/http/http-server.ts';
import { createMicrosoft } from '../../../src/microsoft/create-microsoft.ts';
import { createWebhooks } from '../../../src/microsoft/webhooks/create-webhooks.ts';
import { webhookBody } from '../../../src/microsoft/webhooks/webhook-config.ts';
import { hashOf, systemTimers } from '../../../src/runtime.ts';
import { sandboxApp, sandboxPartner } from '../../../src/sandbox/directory.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createFakeIds } from '../../support/fake-ids.ts';
import { createFakeTimers } from '../../support/fake-timers.ts';
import { createMemoryEphemeralStore } from '../../support/memory-ephemeral-store.ts';
import { aTransition } from '../../support/records.ts';
import { startSandboxCloud } from '../../support/sandbox-cloud.ts';
import { testConfig } from '../microsoft-fixture.ts';

export const relationshipId = '50000000-0000-4000-8000-000000000001-50000000-0000-4000-8000-000000000002';
export const aboutRelationship = `/granularAdminRelationships/${relationshipId}`;

interface Line {
  level: 'info' | 'warn' | 'error';
  facts: object;
  message: string;
}

type Forgery = Parameters<Sandbox['webhooks']['send']>[1];

export type WebhookRig = Awaited<ReturnType<typeof startWebhookRig>>;

export async function startWebhookRig() {
  const cloud = await startSandboxCloud();
  const { clock } = cloud;
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const rootFile = join(folder, 'root.pem');
  writeFileSync(rootFile, cloud.sandbox.webhooks.rootPem());

  const lines: Line[] = [];
  const logger = (level: Line['level']) => (facts: object, message: string) =>
    void lines.push({ level, facts, message });
  const log = { debug: () => undefined, info: logger('info'), warn: logger('warn'), error: logger('error') };
  const microsoft = createMicrosoft(
    testConfig(cloud.url, {
      clientId: sandboxApp.clientId,
      clientSecret: sandboxApp.clientSecret,
      partnerTenantId: sandboxPartner.tenantId,
    }),
    { clock, ids: createFakeIds(), timers: systemTimers, log },
  );

  /** Where Microsoft is told to send; the server takes its port before anything is registered. */
  let publicUrl = '';
  const looked: MicrosoftSubject[] = [];
  const visited: string[] = [];
  const ephemeral = createMemoryEphemeralStore();
  const woken = { times: 0 };
  const timers = createFakeTimers(clock);
  const open = () =>
    createWebhooks(
      {
        publicUrl,
        trustedCertificateFiles: [rootFile],
        certificateUrlPrefixes: [`${cloud.url}/3psostorageacct/cert/`],
        certificateNames: ['pcnotifications-dispatch.microsoft.com'],
      },
      {
        registration: microsoft.registration,
        auditTrail: microsoft.auditTrail,
        ephemeral,
        hashOf,
        clock,
        timers,
        log,
        transitions: {
          async listAbout(subject) {
            looked.push(subject);
            return [aTransition()];
          },
        },
        visits: {
          async makeDue(_organisationId, transitionId) {
            visited.push(transitionId);
            return true;
          },
        },
        wakeWatcher: () => (woken.times += 1),
      },
    );

  const routed: { webhooks: ReturnType<typeof open> | undefined } = { webhooks: undefined };
  const http = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1',
    health: { ping: async () => undefined },
    log,
    routes: [
      {
        method: 'POST',
        path: '/webhooks/partner-center',
        accepts: webhookBody,
        async handle(request, response) {
          await routed.webhooks?.routes[0]?.handle(request, response);
        },
      },
    ],
  });
  const { port } = await http.start();
  publicUrl = `http://127.0.0.1:${String(port)}`;
  const webhooks = open();
  routed.webhooks = webhooks;

  return {
    cloud,
    clock,
    timers,
    webhooks,
    registration: microsoft.registration,
    callbackUrl: `${publicUrl}/webhooks/partner-center`,
    lines,
    looked,
    visited,
    woken,
    /** Posts as Partner Center would, and waits until what was accepted is done. */
    async send(forgery?: Forgery, path = aboutRelationship) {
      const status = await cloud.sandbox.webhooks.send(path, forgery);
      await webhooks.drain();
      return status;
    },
    async stop() {
      await webhooks.stop();
      await http.stop(100);
      await cloud.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

// A stand-in for Microsoft's cloud over HTTP: Entra, Graph, Partner Center and the admin centre, for a fresh machine,
// tests and demos. It knows nothing of the product it is used with.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { approvalRoutes } from './admin/approval.ts';
import { invitationRoutes } from './admin/invitation.ts';
import { partnerRelationshipRoutes } from './admin/partner-relationships.ts';
import { controlRoutes } from './control/control-routes.ts';
import { createControls, takeFault, type Controls } from './control/controls.ts';
import {
  createLatencyControls,
  latencyControlRoutes,
  takeLatency,
  type LatencyControls,
} from './control/latency-controls.ts';
import {
  createRelationshipControls,
  relationshipControlRoutes,
  type RelationshipControls,
} from './control/relationship-controls.ts';
import { createWebhookControls, webhookControlRoutes, type WebhookControls } from './control/webhook-controls.ts';
import { assignmentGraphRoutes } from './graph/assignments.ts';
import { directoryObjectRoutes } from './graph/directory-objects.ts';
import { batchRoute } from './graph/batch.ts';
import { graphError, graphRoutes } from './graph/edge.ts';
import { licenceGraphRoutes } from './graph/licences.ts';
import { mailGraphRoutes } from './graph/mail.ts';
import { organizationGraphRoutes } from './graph/organization.ts';
import { relationshipGraphRoutes } from './graph/relationships.ts';
import { adminConsentRoutes } from './login/admin-consent.ts';
import { authorizeRoutes } from './login/authorize.ts';
import { discoveryRoutes } from './login/discovery.ts';
import { publicSignRoutes } from './login/public-signs.ts';
import { signOutRoutes } from './login/sign-out.ts';
import { createTokenIssuer, type TokenIssuer } from './login/token-issuer.ts';
import { tokenRoutes } from './login/token.ts';
import { assetRoutes } from './pages/assets.ts';
import { homeRoutes } from './pages/home.ts';
import { page } from './pages/layout.ts';
import { outboxRoutes } from './pages/outbox.ts';
import { complianceRoutes } from './partner-center/compliance.ts';
import { addressRoutes } from './partner-center/addresses.ts';
import { countryRoutes } from './partner-center/countries.ts';
import { customerRoutes } from './partner-center/customers.ts';
import { partnerCenterRoutes } from './partner-center/edge.ts';
import { qualificationRoutes } from './partner-center/qualifications.ts';
import { relationshipRoutes } from './partner-center/relationships.ts';
import { json, type Route, type SandboxRequest, type SandboxResponse } from './server/message.ts';
import { Refusal } from './server/refusal.ts';
import { createRouter } from './server/router.ts';
import { createSandboxServer } from './server/server.ts';
import { auditRecordRoutes } from './webhooks/audit-records.ts';
import { certificateRoutes, webhookRegistrationRoutes } from './webhooks/registration.ts';
import { createSigner } from './webhooks/signed-post.ts';
import { createWorld, type World } from './world/world.ts';

export interface SandboxOptions {
  readonly clock: () => Date;
  readonly log?: (line: string) => void;
  /** From the customer's last acceptance until everything is active and visible. */
  readonly normalAfterSeconds?: number;
  readonly host?: string;
  readonly port?: number;
  /** The base of every absolute link; the address it listens on when absent. */
  readonly publicUrl?: string;
  readonly stateFile?: string;
  /** Exactly the addresses to which people may be sent back after sign-in and consent. */
  readonly redirectUris?: readonly string[];
  /** Application permissions the app registration asks customers for. */
  readonly permissions?: readonly string[];
  /** PEM certificates or public keys with which the app may authenticate instead of its secret. */
  readonly clientCertificates?: readonly string[];
  /** Webhooks go out by themselves, so often; without it when the controls say so. */
  readonly deliverWebhooksEverySeconds?: number;
}

export interface Sandbox {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  readonly controls: Controls;
  readonly latencies: LatencyControls;
  readonly relationships: RelationshipControls;
  readonly webhooks: WebhookControls;
}

const defaultPermissions = ['Organization.Read.All', 'User.Read.All'];

function allRoutes(world: World, issuer: TokenIssuer, controls: Controls): readonly Route[] {
  const graph = graphRoutes(world, issuer, [
    ...organizationGraphRoutes,
    ...licenceGraphRoutes,
    ...relationshipGraphRoutes,
    ...assignmentGraphRoutes,
    ...mailGraphRoutes,
    ...directoryObjectRoutes,
  ]);
  return [
    ...discoveryRoutes(world, issuer),
    ...publicSignRoutes(world),
    ...authorizeRoutes(world),
    ...tokenRoutes(world, issuer),
    ...adminConsentRoutes(world),
    ...signOutRoutes,
    ...graph,
    batchRoute(world, graph),
    // The literal `customers/relationshiprequests` must come before `customers/:customerId`.
    ...partnerCenterRoutes(world, issuer, [
      ...relationshipRoutes,
      ...qualificationRoutes,
      ...complianceRoutes,
      ...customerRoutes,
      ...addressRoutes,
      ...countryRoutes,
      ...webhookRegistrationRoutes,
      ...auditRecordRoutes,
    ]),
    ...approvalRoutes(world),
    ...invitationRoutes(world),
    ...partnerRelationshipRoutes(world),
    ...homeRoutes(world, controls.activateRole),
    ...outboxRoutes(world),
    ...assetRoutes,
    ...controlRoutes(controls),
  ];
}

function missing(world: World, request: SandboxRequest): SandboxResponse {
  const { pathname } = request.url;
  if (pathname.startsWith('/graph/')) {
    const refusal = new Refusal(400, 'BadRequest', `Resource not found for the segment '${pathname.slice(-100)}'.`);
    return graphError(request, refusal, world.now());
  }
  if (pathname.startsWith('/partnercenter/')) {
    const trace = { 'ms-requestid': randomUUID(), 'ms-correlationid': randomUUID() };
    return json(404, { code: 1000, description: 'Not found', data: [], source: 'PartnerFD' }, trace);
  }
  return page({ title: 'There is no such page', site: 'Sandbox', status: 404, content: 'Check the address.' });
}

function deliverRegularly(
  webhooks: WebhookControls,
  { deliverWebhooksEverySeconds: everySeconds, log = () => undefined }: SandboxOptions,
): () => void {
  if (everySeconds === undefined) return () => undefined;
  const failed = (error: unknown): void => log(`webhooks could not be delivered: ${String(error)}`);
  const timer = setInterval(() => void webhooks.deliverDue().catch(failed), everySeconds * 1000);
  return () => {
    clearInterval(timer);
  };
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const world = createWorld({
    clock: options.clock,
    normalAfterSeconds: options.normalAfterSeconds ?? 20,
    redirectUris: options.redirectUris ?? [],
    permissions: options.permissions ?? defaultPermissions,
    clientCertificates: options.clientCertificates ?? [],
    stateFile: options.stateFile,
  });
  const controls = createControls(world);
  const latencies = createLatencyControls(world);
  const relationships = createRelationshipControls(world);
  const signer = createSigner({ publicUrl: () => world.publicUrl, now: () => world.now() });
  const webhooks = createWebhookControls(world, signer);
  let stopDelivering = (): void => undefined;
  let router: ReturnType<typeof createRouter> = () => undefined;
  const server = createSandboxServer({
    log,
    baseUrl: () => world.publicUrl,
    now: () => world.now(),
    takeFault: (method, pathname) => takeFault(world, method, pathname),
    takeLatency: (method, pathname) => takeLatency(world, method, pathname),
    answer: async (request) => (await router(request)) ?? missing(world, request),
  });

  return {
    controls,
    latencies,
    relationships,
    webhooks,
    async start() {
      router = createRouter([
        ...allRoutes(world, await createTokenIssuer(world), controls),
        ...certificateRoutes(signer),
        ...webhookControlRoutes(webhooks),
        ...latencyControlRoutes(latencies),
        ...relationshipControlRoutes(relationships),
      ]);
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address();
      const listeningPort = typeof address === 'object' && address !== null ? address.port : port;
      const url = `http://${host}:${String(listeningPort)}`;
      world.publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? url;
      stopDelivering = deliverRegularly(webhooks, options);
      return { url };
    },
    async stop() {
      stopDelivering();
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

// Partner Center's webhook registration, test events, and where the certificates lie.

import { STATUS_CODES } from 'node:http';

import { z } from 'zod';

import { sandboxPartner } from '../directory.ts';
import { Refusal } from '../server/refusal.ts';
import { empty, json, param, type Route, type SandboxResponse } from '../server/message.ts';
import { parsedBody, type PartnerCenterCall, type PartnerCenterRoute } from '../partner-center/edge.ts';
import type { WebhookRegistration } from '../world/state.ts';
import { secondsAfter } from '../world/timing.ts';
import { newDelivery, webhooksOf } from './deliveries.ts';
import { certificateFolder, foreignFolder, type Signer } from './signed-post.ts';

const eventNames = [
  'test-created',
  'azure-fraud-event-detected',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-deleted',
  'granular-admin-access-assignment-updated',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-expired',
  'granular-admin-relationship-terminated',
  'indirect-reseller-relationship-accepted-by-customer',
  'invoice-ready',
  'reseller-relationship-accepted-by-customer',
  'subscription-updated',
  'usagerecords-thresholdExceeded',
];

const NewRegistration = z.object({
  WebhookUrl: z.url(),
  WebhookEvents: z.array(z.enum(eventNames as [string, ...string[]])).min(1),
  SignatureTokenToMsSignatureHeader: z.boolean().default(false),
});

const testsAMinute = 2;
const subscriberId = '60000000-0000-4000-8000-000000000001';

function wire({ url, events }: WebhookRegistration): object {
  return { WebhookUrl: url, WebhookEvents: events };
}

/** What writing answers with; reading leaves the subscriber out. */
function written(call: PartnerCenterCall): object {
  return { SubscriberId: subscriberId, ...wire(write(call)) };
}

function registrationOf({ world }: PartnerCenterCall): WebhookRegistration {
  const { registration } = webhooksOf(world);
  if (registration === undefined) throw new Refusal(404, '2000', 'No webhook registration was found for the partner.');
  return registration;
}

function write(call: PartnerCenterCall): WebhookRegistration {
  const parsed = NewRegistration.safeParse(parsedBody(call.request));
  if (!parsed.success) throw new Refusal(400, '800002', 'Invalid request input');
  const registration: WebhookRegistration = {
    url: parsed.data.WebhookUrl,
    events: parsed.data.WebhookEvents,
    usesSignatureHeader: parsed.data.SignatureTokenToMsSignatureHeader,
    registeredAt: call.world.nowText(),
  };
  const webhooks = webhooksOf(call.world);
  call.world.change(() => (webhooks.registration = registration));
  return registration;
}

function register(call: PartnerCenterCall): SandboxResponse {
  if (webhooksOf(call.world).registration !== undefined) {
    throw new Refusal(409, '2001', 'A registration exists already. Use PUT to change it.');
  }
  return json(200, written(call));
}

function change(call: PartnerCenterCall): SandboxResponse {
  registrationOf(call);
  return json(200, written(call));
}

function sendTest(call: PartnerCenterCall): SandboxResponse {
  const { world } = call;
  if (!registrationOf(call).events.includes('test-created')) {
    throw new Refusal(400, '2002', 'The registration does not contain the event test-created.');
  }
  const { deliveries } = webhooksOf(world);
  const minuteAgo = secondsAfter(world.now(), -60);
  const recent = deliveries.filter((one) => one.eventName === 'test-created' && new Date(one.changedAt) > minuteAgo);
  if (recent.length >= testsAMinute) throw new Refusal(429, '2003', 'Two test events a minute are the limit.');
  const changedAt = world.nowText();
  const resourceUri = `${world.publicUrl}/partnercenter/webhooks/v1/registration/validationEvents/${changedAt}`;
  const made = newDelivery(world, { eventName: 'test-created', resourceName: 'test', resourceUri, changedAt });
  world.change(() => deliveries.push(made));
  return json(200, { correlationId: made.deliveryId });
}

function readTest(call: PartnerCenterCall): SandboxResponse {
  const correlationId = param(call.request, 'correlationId');
  const made = webhooksOf(call.world).deliveries.find(({ deliveryId }) => deliveryId === correlationId);
  if (made === undefined) throw new Refusal(404, '2004', 'The validation event was not found.');
  const statuses = { waiting: 'Submitted', dropped: 'Submitted', delivered: 'completed', parked: 'failed' };
  return json(200, {
    correlationId,
    partnerId: sandboxPartner.tenantId,
    status: statuses[made.state],
    callbackUrl: registrationOf(call).url,
    results: made.responseCodes.map((code) => ({
      // The status by its name, such as OK or InternalServerError.
      responseCode: code === 'none' ? null : (STATUS_CODES[code] ?? String(code)).replaceAll(' ', ''),
      responseMessage: '',
      systemError: code === 'none',
      dateTimeUtc: made.dueAt,
    })),
  });
}

const validationEvents = '/registration/validationEvents';

const routes: readonly Omit<PartnerCenterRoute, 'version' | 'caller'>[] = [
  { method: 'GET', path: '/registration/events', handle: () => json(200, eventNames) },
  { method: 'GET', path: '/registration', handle: (call) => json(200, wire(registrationOf(call))) },
  { method: 'POST', path: '/registration', handle: register },
  { method: 'PUT', path: '/registration', handle: change },
  { method: 'POST', path: validationEvents, handle: sendTest },
  { method: 'GET', path: `${validationEvents}/:correlationId`, handle: readTest },
];

export const webhookRegistrationRoutes: readonly PartnerCenterRoute[] = routes.map((route) => ({
  ...route,
  version: 'webhooks/v1',
  caller: 'any',
}));

/** Where signatures say that their certificates are, and a place where nobody should believe one. */
export function certificateRoutes(signer: Signer): readonly Route[] {
  return [certificateFolder, foreignFolder].map((folder) => ({
    method: 'GET',
    path: `${folder}/:file`,
    handle: (request) => {
      const pem = signer.certificate(param(request, 'file'));
      if (pem === undefined) return empty(404);
      return { status: 200, headers: { 'content-type': 'application/pkix-cert' }, body: pem };
    },
  }));
}

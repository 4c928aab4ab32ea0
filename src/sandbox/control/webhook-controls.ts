// What a test may do to webhooks: have them delivered, lose or delay them, forge one, send one again.

import { z } from 'zod';

import { empty, json, type Route } from '../server/message.ts';
import { createDeliveries, webhooksOf, type Deliveries } from '../webhooks/deliveries.ts';
import { forgeries, type Signer } from '../webhooks/signed-post.ts';
import type { World } from '../world/world.ts';
import { controlRoute } from './control-routes.ts';

const Handling = z.strictObject({
  drop: z.boolean().optional(),
  delaySeconds: z.number().min(0).max(100_000_000).optional(),
});
type Handling = z.infer<typeof Handling>;

const Sent = z.strictObject({ path: z.string().startsWith('/'), forgery: z.enum(forgeries).optional() });

export interface WebhookControls extends Deliveries {
  /** For what happens from now on. */
  readonly handle: (handling: Handling) => void;
  /** What a receiver must trust. */
  readonly rootPem: () => string;
}

export function createWebhookControls(world: World, signer: Signer): WebhookControls {
  return {
    ...createDeliveries(world, signer),
    rootPem: () => signer.rootPem(),
    handle: ({ drop, delaySeconds }) => {
      const webhooks = webhooksOf(world);
      const { handling } = webhooks;
      world.change(() => {
        webhooks.handling = { drop: drop ?? handling.drop, delaySeconds: delaySeconds ?? handling.delaySeconds };
      });
    },
  };
}

export function webhookControlRoutes(controls: WebhookControls): readonly Route[] {
  return [
    controlRoute('POST', '/webhooks', (_, body) => {
      controls.handle(Handling.parse(body));
      return empty(204);
    }),
    controlRoute('POST', '/webhooks/deliver', async () => {
      await controls.deliverDue();
      return empty(204);
    }),
    controlRoute('POST', '/webhooks/send', async (_, body) => {
      const { path, forgery } = Sent.parse(body);
      return json(200, { status: await controls.send(path, forgery) });
    }),
    controlRoute('POST', '/webhooks/replay', async () => json(200, { status: await controls.replay() })),
    controlRoute('GET', '/webhooks/root.pem', () => ({
      status: 200,
      headers: { 'content-type': 'application/x-pem-file' },
      body: controls.rootPem(),
    })),
  ];
}

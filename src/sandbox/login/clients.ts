// Who may speak for our app registration: its secret, or an assertion signed with a registered certificate.

import { createPublicKey } from 'node:crypto';

import { jwtVerify } from 'jose';

import { sandboxApp, sandboxBot } from '../directory.ts';
import { headerOf, type SandboxRequest } from '../server/message.ts';
import type { World } from '../world/world.ts';
import { EntraError } from './errors.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Credentials {
  readonly clientId: string;
  readonly secret: string | undefined;
}

function basicCredentials(request: SandboxRequest): Credentials | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId, secret };
}

async function isSignedByUs(world: World, assertion: string): Promise<boolean> {
  for (const certificate of world.clientCertificates) {
    try {
      await jwtVerify(assertion, createPublicKey(certificate), {
        issuer: sandboxApp.clientId,
        subject: sandboxApp.clientId,
        algorithms: ['RS256', 'PS256'],
        currentDate: world.now(),
        clockTolerance: '5 minutes',
      });
      return true;
    } catch {
      continue;
    }
  }
  return false;
}

export interface ClientCall {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly form: URLSearchParams;
  readonly tenantName: string;
}

function checkSecret(world: World, secret: string | null): void {
  if (secret === null) throw new EntraError(7000218);
  if (secret !== sandboxApp.clientSecret) throw new EntraError(7000215, sandboxApp.clientId);
  if (world.state.troubles.clientSecretExpired) throw new EntraError(7000222, sandboxApp.clientId);
}

function checkBotPassword(password: string | null): void {
  if (password === null) throw new EntraError(7000218);
  if (password !== sandboxBot.appPassword) throw new EntraError(7000215, sandboxBot.appId);
}

/** Returns when the request comes from our app; throws Entra's refusal otherwise. */
export async function authenticateClient(call: ClientCall): Promise<void> {
  const { request, form } = call;
  const basic = basicCredentials(request);
  const clientId = basic?.clientId ?? form.get('client_id');
  const secret = basic?.secret ?? form.get('client_secret');
  if (clientId === null) throw new EntraError(900144, 'client_id');
  if (clientId === sandboxBot.appId) {
    checkBotPassword(secret);
    return;
  }
  await authenticateApp(call, { clientId, secret });
}

interface Presented {
  readonly clientId: string;
  readonly secret: string | null;
}

async function authenticateApp(
  { world, form, tenantName }: ClientCall,
  { clientId, secret }: Presented,
): Promise<void> {
  if (clientId !== sandboxApp.clientId) throw new EntraError(700016, clientId.slice(0, 100), tenantName);
  if (form.get('client_assertion_type') !== assertionType) {
    checkSecret(world, secret);
    return;
  }
  const isGenuine = await isSignedByUs(world, form.get('client_assertion') ?? '');
  if (!isGenuine) throw new EntraError(700027);
}

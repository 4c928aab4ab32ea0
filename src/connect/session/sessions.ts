import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ConnectDeps } from '../connect-deps.ts';
import type { Cookies } from './cookies.ts';

const verifiedIdentity = z.object({
  tenantId: z.string(),
  objectId: z.string(),
  userName: z.string(),
  isGuest: z.boolean(),
  roleTemplateIds: z.array(z.string()).readonly().exactOptional(),
});

const session = z.object({
  organisationId: z.string(),
  transitionId: z.string(),
  /** A reissued or revoked link ends the sessions that began with it. */
  linkVersion: z.number(),
  identity: verifiedIdentity,
  /** Travels in our forms; another site cannot know it. */
  formToken: z.string(),
});
/** An administrator who signed in through a Partner Connect link. */
export type Session = z.infer<typeof session>;

export interface Sessions {
  /** A new id each time, so that an id planted before the sign-in is worth nothing. */
  begin(request: IncomingMessage, response: ServerResponse, begun: Omit<Session, 'formToken'>): Promise<void>;
  current(request: IncomingMessage): Promise<Session | undefined>;
  /** At once and for good: the cookie of a shared device is worth nothing then. */
  end(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const cookieName = 'partner-connect-session';
const lifetimeMs = 8 * 60 * 60 * 1000;

export function createSessions(
  deps: Pick<ConnectDeps, 'ephemeral' | 'ids' | 'hashOf' | 'clock'>,
  cookies: Cookies,
): Sessions {
  const { ephemeral, ids, clock } = deps;
  // The store never holds what would let its reader take over a session.
  const keyOf = (sessionId: string) => `connect-session:${deps.hashOf(sessionId)}`;
  return {
    async begin(request, response, begun) {
      const earlier = cookies.read(request, cookieName);
      if (earlier !== undefined) await ephemeral.take(keyOf(earlier), clock.now());
      const sessionId = ids.random();
      const value: Session = { ...begun, formToken: ids.random() };
      const expiresAt = new Date(clock.now().getTime() + lifetimeMs);
      await ephemeral.put(keyOf(sessionId), JSON.stringify(value), expiresAt);
      cookies.set(response, cookieName, { value: sessionId, maxAgeSeconds: lifetimeMs / 1000 });
    },
    async end(request, response) {
      const sessionId = cookies.read(request, cookieName);
      if (sessionId !== undefined) await ephemeral.take(keyOf(sessionId), clock.now());
      cookies.set(response, cookieName, { value: '', maxAgeSeconds: 0 });
    },
    async current(request) {
      const sessionId = cookies.read(request, cookieName);
      if (sessionId === undefined) return undefined;
      const json = await ephemeral.get(keyOf(sessionId), clock.now());
      return json === undefined ? undefined : session.parse(JSON.parse(json));
    },
  };
}

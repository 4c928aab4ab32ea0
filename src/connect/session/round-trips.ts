// What we must remember while a person is on Microsoft's pages: single use, a few minutes, bound to who left.
import { z } from 'zod';
import type { ConnectDeps } from '../connect-deps.ts';

const roundTrip = z.discriminatedUnion('purpose', [
  z.object({
    purpose: z.literal('signIn'),
    organisationId: z.string(),
    transitionId: z.string(),
    linkVersion: z.number(),
    /** Hash of the cookie of the browser that left. */
    browser: z.string(),
    codeVerifier: z.string(),
    nonce: z.string(),
  }),
  z.object({
    purpose: z.literal('consent'),
    organisationId: z.string(),
    transitionId: z.string(),
    /** The person who left; a session begun meanwhile by the same person in another tab may finish it. */
    objectId: z.string(),
  }),
  z.object({
    purpose: z.literal('partnerConsent'),
    addressId: z.string(),
    /** ISO 8601. */
    expiresAt: z.string(),
    browser: z.string(),
    codeVerifier: z.string(),
    nonce: z.string(),
  }),
]);
export type RoundTrip = z.infer<typeof roundTrip>;
type Purpose = RoundTrip['purpose'];

export interface RoundTrips {
  /** Returns the `state` to send along. */
  begin(trip: RoundTrip): Promise<string>;
  /** The trip with this state, once; undefined when it is unknown, used, over, or was made for something else. */
  finish<P extends Purpose>(purpose: P, state: string): Promise<Extract<RoundTrip, { purpose: P }> | undefined>;
}

const lifetimeMs = 15 * 60 * 1000;

export function createRoundTrips({
  ephemeral,
  ids,
  hashOf,
  clock,
}: Pick<ConnectDeps, 'ephemeral' | 'ids' | 'hashOf' | 'clock'>): RoundTrips {
  const keyOf = (purpose: Purpose, state: string) => `connect-${purpose}:${hashOf(state)}`;
  return {
    async begin(trip) {
      const state = ids.random();
      const expiresAt = new Date(clock.now().getTime() + lifetimeMs);
      await ephemeral.put(keyOf(trip.purpose, state), JSON.stringify(trip), expiresAt);
      return state;
    },
    async finish<P extends Purpose>(purpose: P, state: string) {
      const json = await ephemeral.take(keyOf(purpose, state), clock.now());
      if (json === undefined) return undefined;
      const trip = roundTrip.parse(JSON.parse(json));
      return isFor(trip, purpose) ? trip : undefined;
    },
  };
}

function isFor<P extends Purpose>(trip: RoundTrip, purpose: P): trip is Extract<RoundTrip, { purpose: P }> {
  return trip.purpose === purpose;
}

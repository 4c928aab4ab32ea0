// Microsoft is slow and answers truly: unlike a fault, what was asked for is done and told.

import { z } from 'zod';

import { empty, type Route } from '../server/message.ts';
import type { Latency } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { controlRoute } from './control-routes.ts';
import { fitsCall } from './fits-call.ts';

export const NewLatency = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().startsWith('/'),
  delayMs: z.number().int().min(1).max(60_000),
  times: z.number().int().min(1).max(1000).optional(),
  work: z.enum(['first', 'last']).default('first'),
});
export type NewLatency = z.input<typeof NewLatency>;

export interface LatencyControls {
  readonly add: (latency: NewLatency) => void;
  readonly clear: () => void;
}

export function createLatencyControls(world: World): LatencyControls {
  return {
    add: (latency) => {
      const whole: Latency = NewLatency.parse(latency);
      world.change((state) => (state.latencies = [...(state.latencies ?? []), whole]));
    },
    clear: () => {
      world.change((state) => (state.latencies = []));
    },
  };
}

/** The first that fits; one that is for some calls only is counted down. */
export function takeLatency(world: World, method: string, pathname: string): Latency | undefined {
  const found = world.state.latencies?.find((latency) => fitsCall(latency, { method, pathname }));
  if (found?.times === undefined) return found;
  const { times } = found;
  world.change((state) => {
    found.times = times - 1;
    state.latencies = state.latencies?.filter((latency) => latency.times !== 0) ?? [];
  });
  return found;
}

export function latencyControlRoutes(controls: LatencyControls): readonly Route[] {
  return [
    controlRoute('POST', '/latencies', (_, body) => {
      controls.add(NewLatency.parse(body));
      return empty(204);
    }),
    controlRoute('DELETE', '/latencies', () => {
      controls.clear();
      return empty(204);
    }),
  ];
}

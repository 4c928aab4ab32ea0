import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { healthRoutes } from '../../src/http/health.ts';

describe('readiness', () => {
  it('asks the store once for all who want to know within a second, and again when it had failed', async () => {
    const pings: PromiseWithResolvers<undefined>[] = [];
    const ping = () => {
      const asked = Promise.withResolvers<undefined>();
      pings.push(asked);
      return asked.promise.then(() => undefined);
    };
    const [ask, ...others] = healthRoutes({ ping, now: () => 0 }, { warn: () => {} }).slice(1);
    assert.ok(ask && others.length === 0);
    const statuses: number[] = [];
    const response = {
      writeHead(status: number) {
        statuses.push(status);
      },
      end: () => {},
    } as never;
    const calls = [1, 2, 3].map(() => ask.handle({ correlationId: 'one' } as never, response));

    pings[0]?.reject(new Error('disk is gone'));
    await Promise.all(calls);
    const again = ask.handle({ correlationId: 'two' } as never, response);
    pings[1]?.resolve(undefined);
    await again;
    await ask.handle({ correlationId: 'three' } as never, response);

    assert.deepEqual(statuses, [503, 503, 503, 200, 200]);
    assert.equal(pings.length, 2);
  });
});

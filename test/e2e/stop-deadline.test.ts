import assert from 'node:assert/strict';
import { setImmediate as nextRound } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { createApp } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createFakeTimers } from '../support/fake-timers.ts';
import { houseConfig } from '../support/house-config.ts';
import { interceptedStore } from '../support/intercepted-store.ts';

describe('a stop in which nothing comes to its end', () => {
  it('is over after half a minute all the same', async () => {
    const clock = createFakeClock();
    const timers = createFakeTimers(clock);
    const never = () => new Promise<never>(() => {});
    const file = await openStore('sqlite::memory:');
    const store = { ...interceptedStore(file, never), close: never };
    const config = houseConfig({ databaseUrl: 'sqlite::memory:', cloudUrl: 'http://127.0.0.1:1' });
    const app = await createApp(config, createLog('silent'), { clock, timers, store });
    await app.start();

    const process: { isOver: boolean } = { isOver: false };
    const stopped = app.stop().then(() => {
      process.isOver = true;
    });

    // Only the sockets need real time, and they close by themselves.
    for (let seconds = 0; seconds < 30 && !process.isOver; seconds += 1) {
      await timers.advance(1_000);
      await nextRound();
    }
    assert.ok(process.isOver);
    await stopped;
    await file.close();
  });
});

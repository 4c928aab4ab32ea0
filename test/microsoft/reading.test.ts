import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AppError } from '../../src/core/errors.ts';
import { asReading } from '../../src/microsoft/reading.ts';
import { warningLog } from './microsoft-fixture.ts';

describe('a reading', () => {
  it('is what was read', async () => {
    assert.deepEqual(await reading(() => Promise.resolve(17)), { kind: 'read', value: 17 });
  });

  it('that failed says why, for how long to wait, and by which ids Microsoft finds the call', async () => {
    const details = { retryAfterMs: '2000', correlationId: 'correlation-1', requestId: 'request-1', status: '429' };

    assert.deepEqual(await reading(() => Promise.reject(new AppError('UPSTREAM_THROTTLED', details))), {
      kind: 'unread',
      code: 'UPSTREAM_THROTTLED',
      retryAfterMs: 2000,
      trace: { correlationId: 'correlation-1', requestId: 'request-1' },
    });
  });

  it('that failed before there was a call has no ids', async () => {
    assert.deepEqual(await reading(() => Promise.reject(new AppError('UPSTREAM_UNAVAILABLE'))), {
      kind: 'unread',
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });

  it('lets a bug through', async () => {
    await assert.rejects(
      reading(() => Promise.reject(new TypeError('a bug'))),
      TypeError,
    );
  });
});

async function reading<T>(read: () => Promise<T>) {
  return asReading(
    warningLog(() => undefined),
    'read something',
    read,
  );
}

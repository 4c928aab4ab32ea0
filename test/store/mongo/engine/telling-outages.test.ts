import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoWriteConcernError,
  type BulkWriteResult,
} from 'mongodb';
import { AppError } from '../../../../src/core/errors.ts';
import { isDuplicateKey } from '../../../../src/store/mongo/engine/mongo-error.ts';
import { tellingOutages } from '../../../../src/store/mongo/engine/telling-outages.ts';

const outages: readonly [string, Error][] = [
  ['a connection that breaks', new MongoNetworkError('the words say nothing')],
  ['a client that is closed', new MongoNotConnectedError('the words say nothing')],
  ['a bulk write that never began', bulkError(new MongoNotConnectedError('the words say nothing'))],
  ['a primary that steps down', new MongoServerError({ message: 'the words say nothing', code: 189 })],
  ['writes that stay in each other’s way', new MongoServerError({ message: 'the words say nothing', code: 112 })],
  ['a node that is no primary', new MongoServerError({ message: 'the words say nothing', code: 10107 })],
  ['a disk that is full', new MongoServerError({ message: 'the words say nothing', code: 14031 })],
  ['a bulk write that fills the disk', bulkError(new MongoServerError({ message: 'anything', code: 14031 }))],
  ['a cluster of Atlas over its quota', new MongoServerError({ message: 'the words say nothing', code: 8000 })],
  [
    'a write that no majority has in time',
    new MongoWriteConcernError({ writeConcernError: { code: 64, errmsg: '' }, ok: 1 }),
  ],
];
const others: readonly [string, Error][] = [
  ['a duplicate', new MongoServerError({ message: 'the words say nothing', code: 11000 })],
  ['a bulk write that is wrong', bulkError(new MongoServerError({ message: 'connection refused', code: 2 }))],
  ['a query that is wrong', new MongoServerError({ message: 'connection refused', code: 2 })],
  ['a bug of ours', new TypeError('network error')],
];

/** As the driver makes it: of what stopped it, and of what was done until then. */
function bulkError(cause: Error & { message: string }): Error {
  const done: Partial<BulkWriteResult> = { insertedCount: 0 };
  return new MongoBulkWriteError(cause, done as BulkWriteResult);
}

function failingWith(error: Error) {
  return tellingOutages({
    get: async () => {
      throw error;
    },
  });
}

describe('a port whose database is out of reach', () => {
  for (const [what, error] of outages) {
    it(`rejects in a way that can be recognised: ${what}`, async () => {
      await assert.rejects(failingWith(error).get(), (told) => {
        assert.ok(told instanceof AppError);
        assert.equal(told.code, 'STORE_UNAVAILABLE');
        assert.equal(told.cause, error);
        return true;
      });
    });
  }

  for (const [what, error] of others) {
    it(`tells everything else as it is: ${what}`, async () => {
      await assert.rejects(failingWith(error).get(), (told) => told === error);
    });
  }

  it('answers as before when nothing is wrong', async () => {
    const port = tellingOutages({ add: async (a: number, b: number) => a + b });

    assert.equal(await port.add(1, 2), 3);
  });
});

describe('a duplicate key', () => {
  it('is known by its code, whatever the words are', () => {
    assert.equal(isDuplicateKey(new MongoServerError({ message: 'anything', code: 11000 })), true);
    assert.equal(isDuplicateKey(new MongoServerError({ message: 'E11000 duplicate key error', code: 2 })), false);
    assert.equal(isDuplicateKey(new Error('E11000 duplicate key error')), false);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isBusy, isOutage } from '../../../../src/store/sqlite/engine/sqlite-error.ts';

/** https://www.sqlite.org/rescode.html */
const busy: readonly [string, number][] = [
  ['SQLITE_BUSY', 5],
  ['SQLITE_BUSY_SNAPSHOT', 517],
  ['SQLITE_LOCKED', 6],
];
const outages: readonly [string, number][] = [
  ...busy,
  ['SQLITE_READONLY', 8],
  ['SQLITE_IOERR', 10],
  ['SQLITE_IOERR_FSYNC', 1034],
  ['SQLITE_FULL', 13],
  ['SQLITE_CANTOPEN', 14],
];
const others: readonly [string, number][] = [
  ['SQLITE_ERROR', 1],
  ['SQLITE_CORRUPT', 11],
  ['SQLITE_CONSTRAINT_UNIQUE', 2067],
];

const failure = (errcode: number) => Object.assign(new Error('the text says nothing'), { errcode });

describe('an error of SQLite', () => {
  for (const [name, errcode] of outages) {
    it(`is an outage: ${name}`, () => {
      assert.equal(isOutage(failure(errcode)), true);
      assert.equal(
        isBusy(failure(errcode)),
        busy.some(([, code]) => code === errcode),
      );
    });
  }

  for (const [name, errcode] of others) {
    it(`is told as it is: ${name}`, () => {
      assert.equal(isOutage(failure(errcode)), false);
      assert.equal(isBusy(failure(errcode)), false);
    });
  }

  it('is known by its code, whatever the words are', () => {
    assert.equal(isOutage(new Error('database is locked')), false);
    assert.equal(isOutage({ errcode: 5 }), false);
  });
});

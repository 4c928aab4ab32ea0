import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRecordVersions } from '../../../src/store/records/record-versions.ts';

describe('the versions of a record', () => {
  const versions = createRecordVersions('visit', [
    ({ due, ...rest }) => ({ ...rest, dueAt: due }),
    (record) => ({ ...record, quietVisits: 0 }),
  ]);

  it('lead from the first to the current one, in order', () => {
    const upgraded = versions.upgrade({ schemaVersion: 1, id: 'a', due: 5 });

    assert.equal(versions.current, 3);
    assert.deepEqual(upgraded, { schemaVersion: 3, id: 'a', dueAt: 5, quietVisits: 0 });
  });

  it('begin where the record is', () => {
    assert.deepEqual(versions.upgrade({ schemaVersion: 2, dueAt: 5 }), { schemaVersion: 3, dueAt: 5, quietVisits: 0 });
    assert.deepEqual(versions.upgrade({ schemaVersion: 3, dueAt: 5 }), { schemaVersion: 3, dueAt: 5 });
  });

  it('are refused in words when a newer release wrote the record', () => {
    assert.throws(
      () => versions.upgrade({ schemaVersion: 4 }),
      /A visit in the database of DATABASE_URL has version 4; .* up to 3\. It was written by a newer release/,
    );
  });

  for (const record of [undefined, {}, { schemaVersion: 0 }, { schemaVersion: '1' }]) {
    it(`are not guessed for ${JSON.stringify(record)}`, () => {
      assert.throws(() => versions.upgrade(record));
    });
  }
});

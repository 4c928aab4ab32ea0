import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'mocha';
import { readFreeBytes } from '../../src/check-up/free-bytes.ts';

describe('the look at the disk', () => {
  it('counts what is free where the database lies', async () => {
    const bytes = await readFreeBytes(`sqlite:${tmpdir()}/partner-connect.db`);

    assert.ok(bytes !== undefined && bytes > 0);
  });

  it('has nothing to say of a database without a folder here', async () => {
    for (const url of ['sqlite::memory:', 'sqlite:/no/such/folder/x.db', 'mongodb://somewhere/db']) {
      assert.equal(await readFreeBytes(url), undefined, url);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MongoBulkWriteError, MongoServerError, type BulkWriteResult } from 'mongodb';
import { unlessDuplicate, upsertInTurn } from '../../../../src/store/mongo/engine/upsert.ts';

const duplicate = 11000;
const conflict = 112;
const outage = 189;

describe('a write that a unique index guards', () => {
  it('is written', async () => {
    assert.equal(await unlessDuplicate(answering()), true);
  });

  it('is refused as a duplicate, once and for good', async () => {
    const write = answering(refused(duplicate));

    assert.equal(await unlessDuplicate(write), false);
    assert.equal(write.calls(), 1);
  });

  it('is done again when the server undid it because others were in its way', async () => {
    const write = answering(refused(conflict), refused(conflict));

    assert.equal(await unlessDuplicate(write), true);
    assert.equal(write.calls(), 3);
  });

  it('may be a duplicate when it is done again', async () => {
    assert.equal(await unlessDuplicate(answering(refused(conflict), refused(duplicate))), false);
  });

  it('is done again as one of many that were partly there', async () => {
    const write = answering(bulk(duplicate, conflict), bulk(duplicate, duplicate));

    assert.equal(await unlessDuplicate(write), false);
    assert.equal(write.calls(), 2);
  });

  it('is given up when others stay in its way', async () => {
    const refusals = Array.from({ length: 50 }, () => refused(conflict));

    await assert.rejects(unlessDuplicate(answering(...refusals)), (error) => error === refusals[4]);
  });

  it('lets every other refusal through at once', async () => {
    const write = answering(refused(outage));

    await assert.rejects(unlessDuplicate(write), MongoServerError);
    assert.equal(write.calls(), 1);
  });
});

describe('an upsert of one document', () => {
  for (const code of [duplicate, conflict]) {
    it(`is done again after the refusal ${String(code)}, and finds what the first one wrote`, async () => {
      const upsert = answering(refused(code));

      await upsertInTurn(upsert);

      assert.equal(upsert.calls(), 2);
    });
  }
});

/** Refuses as listed, one call after the other, and then takes what it is given. */
function answering(...refusals: readonly Error[]) {
  let calls = 0;
  const write = () => {
    const refusal = refusals[calls];
    calls += 1;
    return refusal ? Promise.reject(refusal) : Promise.resolve();
  };
  return Object.assign(write, { calls: () => calls });
}

function refused(code: number): MongoServerError {
  return new MongoServerError({ message: 'the words say nothing', code });
}

function bulk(...codes: readonly number[]): MongoBulkWriteError {
  const writeErrors = codes.map((code) => ({ code }));
  const result: Partial<BulkWriteResult> = { getWriteConcernError: () => undefined };
  return Object.assign(new MongoBulkWriteError(refused(codes[0] ?? 0), result as BulkWriteResult), { writeErrors });
}

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSpreadClaim, type Candidate } from '../../../../src/store/mongo/engine/claim-spread.ts';

describe('a claim among several instances', () => {
  it('takes the oldest when nobody else claims', async () => {
    const queue = queueOf('a', 'b', 'c', 'd');

    const taken = await createSpreadClaim()(3, queue);

    assert.deepEqual(taken, ['a', 'b', 'c']);
    assert.deepEqual(queue.asked, [3]);
  });

  it('takes what there is when that is less than wanted, and asks once', async () => {
    const queue = queueOf('a', 'b');

    const taken = await createSpreadClaim()(5, queue);

    assert.deepEqual(taken, ['a', 'b']);
    assert.deepEqual(queue.asked, [5]);
  });

  it('takes nothing where nothing is due', async () => {
    assert.deepEqual(await createSpreadClaim()(5, queueOf()), []);
  });

  it('looks further along the queue when others were quicker, until it has what it wanted', async () => {
    const queue = queueOf('a', 'b', 'c', 'd', 'e', 'f');
    queue.snatch('a', 'b');

    const taken = await createSpreadClaim(() => 0)(2, queue);

    assert.deepEqual(taken, ['c', 'd']);
    assert.deepEqual(queue.asked, [2, 8]);
  });

  it('takes lanes at random, each in its order, once others were quicker', async () => {
    const queue = queueOf('a1', 'b1', 'a2', 'b2', 'a3');
    queue.snatch('a1');
    const random = [0.9, 0.1];

    const taken = await createSpreadClaim(() => random.shift() ?? 0)(1, queue);

    assert.deepEqual(taken, ['a2']);
  });

  it('looks less far again when nothing is contested', async () => {
    const queue = queueOf('a', 'b', 'c', 'd', 'e', 'f', 'g');
    queue.snatch('a');
    const claim = createSpreadClaim(() => 0);

    for (let count = 0; count < 4; count += 1) await claim(1, queue);

    assert.deepEqual(queue.asked, [1, 4, 2, 1, 1]);
  });

  it('gives up when others are always quicker', async () => {
    const candidates = async () => [{ id: 'a', lane: 'a' }];

    const taken = await createSpreadClaim()(1, { candidates, take: async () => undefined });

    assert.deepEqual(taken, []);
  });

  it('keeps what it won when one of them cannot be taken, and asks no further', async () => {
    const queue = queueOf('a', 'b', 'c', 'd', 'e');
    queue.breakAt('b');

    const taken = await createSpreadClaim()(4, queue);

    assert.deepEqual(taken, ['a', 'c', 'd']);
    assert.deepEqual(queue.asked, [4]);
  });

  it('keeps what it won in the first round when the second one fails', async () => {
    const queue = queueOf('a', 'b', 'c');
    queue.snatch('b');
    let asked = 0;
    const candidates = async (limit: number) => {
      asked += 1;
      if (asked > 1) throw broken;
      return queue.candidates(limit);
    };

    const taken = await createSpreadClaim()(2, { candidates, take: queue.take });

    assert.deepEqual(taken, ['a']);
    assert.equal(asked, 2);
  });

  it('says what failed when it won nothing', async () => {
    const queue = queueOf('a', 'b');
    queue.snatch('a');
    queue.breakAt('b');

    const claimed = createSpreadClaim()(2, queue);

    await assert.rejects(claimed, broken);
  });
});

const broken = new Error('out of reach');

/** A queue whose lanes are the first letters. What is snatched is shown once more, and then had by somebody else. */
function queueOf(...ids: string[]) {
  const free = new Set(ids);
  const snatched = new Set<string>();
  const breaking = new Set<string>();
  const asked: number[] = [];
  return {
    asked,
    snatch(...these: string[]) {
      for (const id of these) snatched.add(id);
    },
    breakAt: (id: string) => void breaking.add(id),
    candidates: async (limit: number): Promise<Candidate[]> => {
      asked.push(limit);
      return [...free].slice(0, limit).map((id) => ({ id, lane: id.charAt(0) }));
    },
    take: async (id: string): Promise<string | undefined> => {
      if (breaking.has(id)) throw broken;
      free.delete(id);
      return snatched.has(id) ? undefined : id;
    },
  };
}

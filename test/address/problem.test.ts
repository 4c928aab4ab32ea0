import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { settle, wrong } from '../../src/address/problem.ts';

describe('settling several checks', () => {
  it('gives all values when every check passed', () => {
    const settled = settle({ a: { kind: 'ok', value: 'x' }, b: { kind: 'ok', value: 2 } });

    assert.deepEqual(settled, { kind: 'ok', values: { a: 'x', b: 2 } });
  });

  it('gives every problem, and no value, when one did not', () => {
    const settled = settle({ a: { kind: 'ok', value: 'x' }, b: wrong('missing'), c: wrong('tooLong', { max: 5 }) });

    assert.deepEqual(settled, {
      kind: 'wrong',
      fields: { b: { code: 'missing' }, c: { code: 'tooLong', values: { max: 5 } } },
    });
  });
});

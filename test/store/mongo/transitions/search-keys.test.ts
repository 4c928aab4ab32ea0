import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { searchKeysOf, wantedBy } from '../../../../src/store/mongo/transitions/search-keys.ts';
import { foldText } from '../../../../src/store/search-text.ts';

describe('the keys of a text', () => {
  it('are its runs of three characters and the beginnings of its words', () => {
    assert.deepEqual(searchKeysOf('ab cd\nxyz').toSorted(), [
      ' cd',
      'ab ',
      'b c',
      'word:a',
      'word:ab',
      'word:c',
      'word:cd',
      'word:x',
      'word:xy',
      'xyz',
    ]);
  });

  it('take characters of two code units as one', () => {
    assert.ok(searchKeysOf('a\u{1F600}b').includes('a\u{1F600}b'));
  });

  it('include all that any part of it is looked up by', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }).map(foldText);
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, from, length) => {
        const letters = Array.from(text);
        const begin = from % Math.max(1, letters.length);
        const part = letters.slice(begin, begin + 3 + (length % 20)).join('');
        const wanted = wantedBy(part);
        if (!wanted || Array.from(foldText(part)).length < 3) return;
        const keys = new Set(searchKeysOf(text));
        for (const key of wanted.keys) assert.ok(keys.has(key), key);
      }),
    );
  });
});

describe('what a text is looked up by', () => {
  it('is the beginning of a word when it is short', () => {
    assert.deepEqual(wantedBy('Ü'), { keys: ['word:u'] });
    assert.deepEqual(wantedBy('co'), { keys: ['word:co'] });
  });

  it('is one run of three when it is just that', () => {
    assert.deepEqual(wantedBy('con'), { keys: ['con'] });
  });

  it('is some of its runs and the text itself when it is longer', () => {
    assert.deepEqual(wantedBy('Conto'), { keys: ['con', 'ont', 'nto'], contained: 'conto' });
    assert.equal(wantedBy('a name that goes on and on without an end')?.keys.length, 8);
  });

  it('is nothing when it is blank', () => {
    assert.equal(wantedBy(' \t'), undefined);
  });
});

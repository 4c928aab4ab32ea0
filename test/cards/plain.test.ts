import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { plain, shortened } from '../../src/cards/plain.ts';

describe('text made plain', () => {
  it('keeps what people write', () => {
    for (const text of ['Contoso & Söhne', 'شركة كونتوسو', '**bold** [x](http://y)', '${x}', '👩‍👩‍👧‍👦 {one}']) {
      assert.equal(plain(text), text);
    }
  });

  it('is one line without hidden or turning characters', () => {
    assert.equal(plain(' a\r\n\t b\0\u200b\u202ec\u2069\ufeff\ud800 '), 'a bc');
  });

  it('calls no function of the card', () => {
    assert.equal(plain('{{DATE(2026-01-01T00:00:00Z)}}'), '{ {DATE(2026-01-01T00:00:00Z)}}');
    assert.doesNotMatch(plain('{{{{TIME(x)}}'), /\{\{/);
    assert.doesNotMatch(plain('{\u200b{DATE(x)}}'), /\{\{/);
  });

  it('is not endless', () => {
    assert.equal(plain('x'.repeat(300)), 'x'.repeat(300));
    assert.equal(plain('x'.repeat(301)), `${'x'.repeat(299)}…`);
    assert.ok(plain('💥'.repeat(500_000)).length <= 300);
  });

  it('cuts no character in two', () => {
    assert.equal(shortened('abcdef', 6), 'abcdef');
    assert.equal(shortened('abcd👩‍👩‍👧‍👦', 8), 'abcd…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.integer({ min: 1, max: 50 }), (text, length) => {
        const short = shortened(text, length);

        assert.ok(short.length <= length && short.isWellFormed());
      }),
    );
  });

  it('is safe for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(plain(text), /\{\{|[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { foldText, searchTextOf } from '../../src/store/search-text.ts';
import { aTransition } from '../support/records.ts';

describe('text as it is searched', () => {
  const same: readonly [string, string][] = [
    ['Crème BRÛLÉE', 'creme brulee'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'Straße'],
    ['Ørsted', 'orsted'],
    ['Łódź', 'lodz'],
    ['Đà Nẵng', 'da nang'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ＣＯＮＴＯＳＯ', 'contoso'],
    ['e\u0301', '\u00e9'],
    ['  a\t\n b  ', 'A B'],
    ['zero\u200Bwidth', 'zerowidth'],
    ['nul\u0000byte', 'nul byte'],
  ];
  for (const [one, other] of same) {
    it(`is the same for ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
      assert.equal(foldText(one), foldText(other));
    });
  }

  it('keeps different names apart', () => {
    assert.notEqual(foldText('Contoso'), foldText('Contosa'));
    assert.notEqual(foldText('a-b'), foldText('ab'));
  });

  it('does not change when it is folded again', () => {
    for (const text of ['Straße', 'ΟΔΟΣ', 'ﬁ Æsop', '\uD800x']) assert.equal(foldText(foldText(text)), foldText(text));
  });

  it('does not change when it is folded again, whatever the letter', () => {
    const points = Array.from({ length: 0x110000 }, (_, point) => point);
    const letters = points.map((point) => String.fromCodePoint(point)).filter((letter) => /[\p{L}\p{M}]/u.test(letter));

    const unstable = letters.filter((letter) => foldText(foldText(`a${letter}b`)) !== foldText(`a${letter}b`));

    assert.deepEqual(unstable, []);
  });

  it('holds the names of a transition, one a line', () => {
    const transition = aTransition({ tenant: { tenantId: 't', domain: 'contoso.example', displayName: 'Con\ntoso' } });

    assert.equal(searchTextOf(transition), 'contoso pharmaceuticals\ncontoso.example\ncon toso');
  });
});

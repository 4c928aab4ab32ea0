import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { searchKeysOf, wantedBy } from '../../../../src/store/mongo/transitions/search-keys.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { foldText } from '../../../../src/store/search-text.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { describeOnMongo } from '../../../support/mongo-database.ts';
import { aTransition } from '../../../support/records.ts';

const organisation = 'organisation';
/** What all keys of this organisation begin with. */
const [mark = ''] = searchKeysOf(organisation, 'abc').map((key) => key.slice(0, -'abc'.length));
const unmarked = (keys: readonly string[]) => keys.map((key) => key.replace(mark, ''));

describe('the keys of a text', () => {
  it('are its runs of three and of five characters and the beginnings of its words', () => {
    assert.deepEqual(unmarked(searchKeysOf(organisation, 'ab cd\nxyz')).toSorted(), [
      ' cd',
      'ab ',
      'ab cd',
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

  it('are others in another organisation', () => {
    const keys = new Set(searchKeysOf(organisation, 'contoso'));

    assert.ok(searchKeysOf('another organisation', 'contoso').every((key) => !keys.has(key)));
  });

  it('take characters of two code units as one', () => {
    assert.ok(searchKeysOf(organisation, 'a\u{1F600}b').includes(`${mark}a\u{1F600}b`));
  });

  it('include all that any part of it is looked up by', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }).map(foldText);
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, from, length) => {
        const letters = Array.from(text);
        const begin = from % Math.max(1, letters.length);
        const part = letters.slice(begin, begin + 3 + (length % 20)).join('');
        const wanted = wantedBy(organisation, part);
        if (!wanted || Array.from(foldText(part)).length < 3) return;
        const keys = new Set(searchKeysOf(organisation, text));
        for (const key of wanted.keys) assert.ok(keys.has(key), key);
      }),
    );
  });
});

describe('what a text is looked up by', () => {
  const wanted = (text: string) => {
    const { keys = [], contained } = wantedBy(organisation, text) ?? {};
    return { keys: unmarked(keys), contained };
  };

  it('is the beginning of a word when it is short', () => {
    assert.deepEqual(wanted('Ü'), { keys: ['word:u'], contained: undefined });
    assert.deepEqual(wanted('co'), { keys: ['word:co'], contained: undefined });
  });

  it('is one run when it is just that', () => {
    assert.deepEqual(wanted('con'), { keys: ['con'], contained: undefined });
    assert.deepEqual(wanted('conto'), { keys: ['conto'], contained: undefined });
  });

  it('is the first of its longest runs and the text itself when it is longer', () => {
    assert.deepEqual(wanted('cont'), { keys: ['con', 'ont'], contained: 'cont' });
    assert.deepEqual(wanted('Contoso'), { keys: ['conto', 'ntoso'], contained: 'contoso' });
    assert.deepEqual(wanted('Contoso Pharma Ltd').keys, ['conto', 'so ph']);
  });

  it('is nothing when it is blank', () => {
    assert.equal(wantedBy(organisation, ' \t'), undefined);
  });
});

describeOnMongo('organisations whose keys happen to be the same', (database) => {
  it('see their own transitions only', async () => {
    const store = await openStore(database.urlOf(await database.fresh('alike')));
    const [one, other] = twoAlike();
    await store.transitions.insert(aTransition({ organisationId: one }), { visitDueAt: testNow });

    const found = await Promise.all([one, other].map((id) => store.transitions.search(id, 'contoso', 5)));
    await store.close();

    assert.deepEqual(
      found.map(({ length }) => length),
      [1, 0],
    );
  });
});

function twoAlike(): [string, string] {
  const seen = new Map<string, string>();
  for (let number = 0; ; number += 1) {
    const organisationId = `organisation-${String(number)}`;
    const [key = ''] = wantedBy(organisationId, 'contoso')?.keys ?? [];
    const alike = seen.get(key);
    if (alike !== undefined) return [alike, organisationId];
    seen.set(key, organisationId);
  }
}

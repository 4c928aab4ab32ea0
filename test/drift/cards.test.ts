import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { cardNames } from '../../src/cards/render.ts';
import { en } from '../../src/text/en.ts';

const folder = new URL('../../cards/', import.meta.url);
const files = readdirSync(folder);

function textKeysOf(file: string): string[] {
  return [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"text:([^"]*)"/g)].map(([, key]) => key ?? '');
}

describe('templates of cards', () => {
  it('have one template and one sample each, and no file besides', () => {
    const expected = cardNames.flatMap((name) => [`${name}.json`, `${name}.data.json`]);

    assert.deepEqual(files.toSorted(), expected.toSorted());
  });

  it('are each rendered by a function in a file of their name', () => {
    const modules = new Set(readdirSync(new URL('../../src/cards/', import.meta.url)));

    for (const name of cardNames) {
      const code = modules.has(`${name}-card.ts`)
        ? readFileSync(new URL(`../../src/cards/${name}-card.ts`, import.meta.url), 'utf8')
        : '';

      assert.ok(code.includes(`'${name}'`), `src/cards/${name}-card.ts does not render ${name}`);
    }
  });

  it('name only sentences that exist, without values to fill in', () => {
    const sentences: Readonly<Record<string, string>> = en;
    const named = files.filter((file) => !file.endsWith('.data.json')).flatMap(textKeysOf);

    assert.ok(named.length > 20);
    for (const key of named) {
      assert.ok(sentences[key], `no sentence ${key}`);
      assert.doesNotMatch(sentences[key], /\{/, key);
    }
  });

  it('contain no sentence of their own', () => {
    for (const file of files.filter((name) => !name.endsWith('.data.json'))) {
      const texts = readFileSync(new URL(file, folder), 'utf8').matchAll(
        /"(?:text|label|placeholder|errorMessage|title)": "([^"]*)"/g,
      );

      for (const [, text] of texts) assert.match(text ?? '', /^(\$\{[\w.]+\}|text:[\w.]+|✓)$/, file);
    }
  });

  it('have no sentence in the text room that nothing shows', () => {
    const used = [
      ...files.map((file) => readFileSync(new URL(file, folder), 'utf8')),
      ...sourcesIn(new URL('../../src/cards/', import.meta.url)),
      ...sourcesIn(new URL('../../src/bot/', import.meta.url)),
    ].join('\n');
    const chosenByCode = /^cards\.(problem|status|mustAct|action|customer\.section|address\.section|tenant\.section)/;
    const unused = Object.keys(en)
      .filter((key) => key.startsWith('cards.') && !chosenByCode.test(key))
      .filter((key) => !used.includes(key));

    assert.deepEqual(unused, []);
  });
});

function sourcesIn(directory: URL): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, directory), 'utf8'));
}

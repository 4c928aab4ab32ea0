// The map in the README and the folders on disk; file names.
import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, it } from 'mocha';

const repository = resolve(import.meta.dirname, '../..');

describe('the layout', () => {
  it('is the one that the README draws', () => {
    const readme = readFileSync(resolve(repository, 'README.md'), 'utf8');
    const drawn = [...readme.matchAll(/^\| `src\/([^`/]+)\/?`/gm)].map(([, place]) => place);

    const found = readdirSync(resolve(repository, 'src'));

    assert.deepEqual(drawn.toSorted(), found.toSorted());
  });

  it('names files in kebab-case, and has no barrels', () => {
    const names = globSync('{src,test,cards}/**/*.{ts,json}', { cwd: repository }).map((file) => basename(file));

    const odd = names.filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) || /^index\./.test(name));

    assert.deepEqual(odd, []);
  });
});

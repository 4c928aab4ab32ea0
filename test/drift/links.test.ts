// What the documents point to in each other.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, it } from 'mocha';

const repository = resolve(import.meta.dirname, '../..');
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: repository });
const textOf = (file: string) => readFileSync(file, 'utf8');

/** As they are shown on the web: lower case, hyphens for blanks, no punctuation. */
function anchorsOf(file: string): string[] {
  return Array.from(textOf(file).matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsNowhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : resolve(dirname(from), path);
  return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
}

describe('the links of the documents', () => {
  it('lead to a page, and to a heading, that is there', () => {
    const links = pages.flatMap((page) => {
      const from = resolve(repository, page);
      const found = textOf(from).matchAll(/\]\(([^)\s]+)\)/g);
      return Array.from(found, ([, link = '']) => ({ page, from, link })).filter(({ link }) => !/^\w+:/.test(link));
    });

    const broken = links
      .filter(({ from, link }) => leadsNowhere(from, link))
      .map(({ page, link }) => `${page}: ${link}`);

    assert.ok(links.length > 40);
    assert.deepEqual(broken, []);
  });
});

// docs/install.md repeats keys, addresses and permissions that the code decides.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { ConfigError, readConfig } from '../../src/config.ts';
import { en } from '../../src/text/en.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/install.md');

/** One of those that take each other's place is enough. */
function keysDemanded(): readonly string[] {
  try {
    readConfig({});
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.flatMap((problem) => /^\w+/.exec(problem)?.[0] ?? []);
  }
}

describe('docs/install.md', () => {
  it('names only keys that env/.env.example explains', () => {
    const example = read('env/.env.example');
    const named = new Set(guide.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g));

    assert.ok(named.size > 15);
    for (const key of named) assert.match(example, new RegExp(`^${key}=`, 'm'), key);
  });

  it('lists every key without which the service does not start, where it is to be filled in', () => {
    const [, step = ''] = /^## 6\..*?$(.*?)^## 7\./ms.exec(guide) ?? [];

    const demanded = keysDemanded().map((key) => step.includes(`\`${key}\``) || key);

    assert.ok(demanded.length > 8);
    assert.deepEqual([...new Set(demanded)], [true]);
  });

  it('names every key that the app package is filled from', () => {
    const filledIn = Array.from(read('appPackage/manifest.json').matchAll(/\$\{\{(\w+)\}\}/g), ([, key]) => key ?? '');

    for (const key of filledIn) assert.ok(guide.includes(`\`${key}\``), key);
  });

  it('registers the addresses that the site and the bot answer', () => {
    const routes = [
      'src/connect/journey/signed-in.ts',
      'src/connect/journey/consent.ts',
      'src/bot/wire/messages-route.ts',
    ]
      .flatMap((file) => [...read(file).matchAll(/'(\/connect\/(?:signed-in|consented)|\/api\/messages)'/g)])
      .map(([, path]) => path ?? '');

    assert.equal(new Set(routes).size, 3);
    for (const path of routes) assert.ok(guide.includes(`\`PUBLIC_URL${path}\``), path);
  });

  it('lets customers be asked for as many permissions as the site explains to them', () => {
    const explained = Object.keys(en).filter((key) => /^connect\.permission\.(?!never|revoke)/.test(key));

    const [, table = ''] = /these two, and \*\*nothing else\*\*\.([\s\S]*?)Customers are asked/.exec(guide) ?? [];

    assert.equal(table.match(/`\w+\.Read\.All`/g)?.length, explained.length);
  });
});

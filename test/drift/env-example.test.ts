import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { environmentSchema } from '../../src/config.ts';

const lines = readFileSync(new URL('../../env/.env.example', import.meta.url), 'utf8').split('\n');
const manifest = readFileSync(new URL('../../appPackage/manifest.json', import.meta.url), 'utf8');
const keys = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

describe('env/.env.example', () => {
  it('lists exactly the keys that the service reads and the app package is filled from', () => {
    const filledIn = Array.from(manifest.matchAll(/\$\{\{(\w+)\}\}/g), ([, key]) => key ?? '');

    const read = new Set([...Object.keys(environmentSchema.shape), ...filledIn]);

    assert.deepEqual([...keys].sort(), [...read].sort());
  });

  it('explains every key, alone or together with the key above it', () => {
    const unexplained = lines.filter((line, index) => /^[A-Z]/.test(line) && (lines[index - 1] ?? '') === '');

    assert.deepEqual(unexplained, []);
  });

  it('holds no secret', () => {
    assert.deepEqual(
      lines.filter((line) => /^SECRET_[A-Z_]+=./.test(line)),
      [],
    );
  });

  it('shows the defaults that are really used', () => {
    const shown = lines.flatMap((line) => {
      const [, key, value] = /^([A-Z][A-Z0-9_]*)=(.+)$/.exec(line) ?? [];
      return key === undefined || key === 'PUBLIC_URL' ? [] : [{ key, value }];
    });
    const defaults: Record<string, unknown> = environmentSchema.partial().parse({});

    for (const { key, value } of shown) assert.equal(JSON.stringify(defaults[key]).replaceAll('"', ''), value, key);
  });
});

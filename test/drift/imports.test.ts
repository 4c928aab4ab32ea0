// Importing a file defines things and does nothing else. As a by-catch every file is loaded, so that the coverage report
// can tell a file without tests from a file that has only types.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';

const repository = resolve(import.meta.dirname, '../..');
const importAll = "await Promise.all(process.argv.slice(1).map((file) => import('./' + file)));";

describe('the files of src', () => {
  it('start nothing and say nothing when they are imported', async () => {
    const files = globSync('src/**/*.ts', { cwd: repository, exclude: ['src/main.ts', 'src/cli'] });

    // A server, a timer or an open file would keep this process from ending by itself.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', importAll, '--', ...files],
      { cwd: repository, timeout: 15_000 },
    );

    assert.equal(stdout, '');
  });
});

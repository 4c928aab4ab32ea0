import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runScript } from '../support/operator-command.ts';

describe('npm run test:contract', () => {
  const run = async (...args: string[]) => runScript('test/contract/run-live.ts', args);

  it('says that it was skipped where no credentials are named', async () => {
    const { code, stdout } = await run();

    assert.equal(code, 0);
    assert.match(stdout, /SKIPPED: no credentials were given/);
  });

  for (const [args, said] of [
    [['--env', 'nowhere'], /^env\/\.env\.nowhere does not exist.*\nusage: npm run test:contract.*\n$/],
    [['--env', '../x'], /^--env takes the <name> of env\/\.env\.<name>\nusage: .*\n$/],
    [['--everything'], /^Unknown option '--everything'.*\nusage: .*\n$/],
    [['--env'], /^Option '--env <value>' argument missing\nusage: .*\n$/],
  ] as const) {
    it(`says what is wrong with ${args.join(' ')}, and how it is used`, async () => {
      const { code, stderr, stdout } = await run(...args);

      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, said);
    });
  }

  it('names the keys of a file that is not filled in, and tries nothing', async () => {
    const { code, stderr, stdout } = await run('--env', 'example');

    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /SECRET_LINK_KEYS/);
    assert.doesNotMatch(stderr, /^ {4}at /m);
  });
});

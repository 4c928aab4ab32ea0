// The sandbox's controls, and docs/sandbox.md.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';
import { BehaviourPatch, NewFault, TroublesPatch } from '../../src/sandbox/control/controls.ts';
import { NewLatency } from '../../src/sandbox/control/latency-controls.ts';

const repository = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(repository, 'docs/sandbox.md'), 'utf8');
const sources = globSync('src/sandbox/control/*.ts', { cwd: repository })
  .map((file) => readFileSync(resolve(repository, file), 'utf8'))
  .join('');

/** Without the names of the parts that vary, which the page puts into braces. */
function shapeOf(path: string): string {
  return path.replaceAll(/:[a-z]+|\{[^}]+\}/gi, '*');
}

describe('the page about the sandbox', () => {
  it('names every call of the control endpoint, and no other', () => {
    const offered = Array.from(sources.matchAll(/controlRoute\('([A-Z]+)', '([^']+)'/g), ([, method = '', path = '']) =>
      shapeOf(`${method} /control${path}`),
    );
    const named = Array.from(page.matchAll(/`([A-Z]+ \/control\/[^`]+)`/g), ([, call = '']) => shapeOf(call));

    assert.ok(offered.length > 10);
    assert.deepEqual(named.toSorted(), offered.toSorted());
  });

  for (const [what, { shape }] of Object.entries({ BehaviourPatch, TroublesPatch, NewFault, NewLatency })) {
    it(`names everything that can be set: ${what}`, () => {
      const unnamed = Object.keys(shape).filter((key) => !page.includes(`\`${key}\``));

      assert.deepEqual(unnamed, []);
    });
  }
});

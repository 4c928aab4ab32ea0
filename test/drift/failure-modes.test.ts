// The table of failure modes in docs/errors.md, and the scenarios that play them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { errorSpecs, type ErrorCode } from '../../src/core/errors.ts';
import { scenarios } from '../e2e/failure-modes/scenarios.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const section = page.slice(page.indexOf('## Failure modes'));
const rows = [...section.matchAll(/^\| (F\d+) +\|([^|]+)\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm)].map((cells) => {
  const [, mode = '', situation = '', codes = '', mustAct = '', helps = ''] = cells.map((cell) => cell.trim());
  return { mode, situation, codes: codesIn(codes), mustAct: mustAct.split(', '), helps };
});
const alone = codesIn(/^Of no mode, .+?:(.+?)\.$/ms.exec(section)?.[1] ?? '');

function codesIn(text: string): string[] {
  return [...text.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code);
}

function specsOf(codes: readonly string[]) {
  return codes.map((code) => errorSpecs[code as ErrorCode]);
}

describe('the table of failure modes', () => {
  it('has the modes that are played, each once and in order, under the same codes', () => {
    assert.deepEqual(
      rows.map(({ mode, codes }) => [mode, codes]),
      Object.entries(scenarios).map(([mode, { codes }]) => [mode, codes]),
    );
    assert.equal(rows.length, 56);
  });

  it('says of each mode who must act, as its codes do', () => {
    for (const { mode, codes, mustAct } of rows.filter((row) => row.codes.length > 0)) {
      const told = new Set<string>(specsOf(codes).map((spec) => spec.mustAct));

      assert.deepEqual(new Set(mustAct), told, mode);
    }
    assert.deepEqual(
      rows.filter(({ situation, helps }) => situation === '' || helps === ''),
      [],
    );
  });

  it('names the button of each code that has one on the card', () => {
    const words = {
      newLink: '“New link”',
      sendInstructions: '“E-mail instructions”',
      checkNow: '“Check now”',
      cancel: '“Cancel”',
      extend: '“Extend”',
      approve: '“Approve”',
      requestQualification: '“Request Education qualification”',
      doctor: '`doctor`',
    } as const;
    const silent = rows.flatMap(({ mode, codes, helps }) =>
      specsOf(codes).flatMap(({ button }) =>
        button === 'none' || helps.includes(words[button]) || isToldElsewhere(mode) ? [] : [`${mode}: ${button}`],
      ),
    );

    assert.deepEqual(silent, []);
  });

  it('leaves no code out: it belongs to a mode, or is listed as one of our own', () => {
    const ofModes = new Set(rows.flatMap(({ codes }) => codes));
    const others = Object.keys(errorSpecs).filter((code) => !ofModes.has(code));

    assert.deepEqual(alone.toSorted(), others.toSorted());
  });
});

/** What happens there is seen on the site, by the operator or on a badge alone, or passes before anybody could press. */
function isToldElsewhere(mode: string): boolean {
  return ['F14', 'F20', 'F28', 'F40', 'F45'].includes(mode);
}

// The error codes of core, and what docs/errors.md says of them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { errorSpecs, type ErrorSpec } from '../../src/core/errors.ts';
import { errorTexts } from '../../src/text/en/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const sections = page.split(/^### /m).slice(1);
const documented = Object.fromEntries(sections.map((section) => [section.slice(0, section.indexOf('\n')), section]));
const codes = Object.keys(errorSpecs);
const buttonWords: Record<ErrorSpec['button'], string> = {
  newLink: '“New link” on the card',
  sendInstructions: '“E-mail instructions” on the card',
  checkNow: '“Check now” on the card',
  cancel: '“Cancel” on the card',
  extend: '“Extend” on the card',
  approve: '“Approve” on the card',
  requestQualification: '“Request Education qualification” on the card',
  doctor: '`doctor` in the chat',
  none: 'none',
};

/** What stands behind the label, on as many lines as it takes. */
function field(section: string, label: string): string | undefined {
  return new RegExp(`^- ${label}: ((?:.+\\n?)+?)(?=^- |^$|\\z)`, 'm').exec(section)?.[1]?.replace(/\s+/g, ' ').trim();
}

describe('docs/errors.md', () => {
  it('describes exactly the codes that there are, each once', () => {
    const described = sections.map((section) => section.slice(0, section.indexOf('\n')));

    assert.deepEqual(described.toSorted(), codes.toSorted());
  });

  it('says of each code who must act, whether trying again helps and which button does, as the code does', () => {
    const told = Object.entries(documented).map(([code, section]) => {
      const button = Object.entries(buttonWords).find(([, words]) => words === field(section, 'Button'))?.[0];
      const retryable = field(section, 'Retryable') === 'yes';
      return [code, { mustAct: field(section, 'Must act'), retryable, button }] as const;
    });

    assert.deepEqual(Object.fromEntries(told), errorSpecs);
  });

  it('names a cause and a remedy for each code', () => {
    const incomplete = Object.entries(documented).filter(
      ([, section]) => !field(section, 'Cause') || !field(section, 'Remedy') || !field(section, 'Retryable'),
    );

    assert.deepEqual(
      incomplete.map(([code]) => code),
      [],
    );
  });

  it('quotes the sentence that staff read', () => {
    const quoted = Object.entries(documented).map(([code, section]) => {
      return [`errors.${code}`, [...section.matchAll(/^> (.+)$/gm)].map(([, line]) => line).join(' ')] as const;
    });

    assert.deepEqual(Object.fromEntries(quoted), errorTexts);
  });
});

/** Where a failure is met or told, and not only described: neither the catalogue and its sentences, nor the stand-in. */
const describing = /^(core\/errors\.ts|text\/|sandbox\/|connect\/pages\/)/;
/** Asked for, and not made. */
const compared = /(===|!==|case) '[A-Z_]+'/g;

describe('the catalogue of errors', () => {
  it('has no code that nothing produces', () => {
    const folder = new URL('../../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !describing.test(file));
    const sources = files.map((file) => readFileSync(new URL(file, folder), 'utf8').replace(compared, '')).join('\n');
    const made = new Set([...sources.matchAll(/'(?:errors\.)?([A-Z_]+)'/g)].map(([, code]) => code));

    assert.deepEqual(
      codes.filter((code) => !made.has(code)),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkText } from '../../src/address/check-text.ts';

const required = { max: 20, required: true };

function valueOf(typed: string, max = 20): string {
  const check = checkText(typed, { max, required: true });
  assert.equal(check.kind, 'ok', JSON.stringify(check));
  return check.value;
}

function codeOf(typed: string, rule = required): string {
  const check = checkText(typed, rule);
  assert.equal(check.kind, 'wrong', JSON.stringify(check));
  return check.problem.code;
}

describe('checking a line of text', () => {
  it('keeps what people of many languages write', () => {
    for (const text of [
      'Contoso',
      'Müller & Söhne',
      '株式会社コントソ',
      'شركة كونتوسو',
      'O’Brien-Łódź',
      'R2 👩‍🔬',
      'می‌خواهم',
    ]) {
      assert.equal(valueOf(text), text);
    }
  });

  it('composes letters and makes one space of any white space', () => {
    assert.equal(valueOf('  Zu\u0308rich\t\r\n  \u00a0West\u2003 '), 'Zürich West');
  });

  it('turns each kind of line break into a space', () => {
    for (const space of ['\t', '\n', '\v', '\f', '\r', '\u2028']) assert.equal(valueOf(`a${space}b`), 'a b');
  });

  it('removes controls, invisible characters and marks that turn the direction of writing', () => {
    const hidden = ['\0', '\u0007', '\u007f', '\u0085', '\u00ad', '\u061c', '\u180e', '\u200b', '\u200e', '\u200f'];
    const turning = ['\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff'];

    for (const character of [...hidden, ...turning]) {
      assert.equal(valueOf(`a${character}b`), 'ab', JSON.stringify(character));
    }
  });

  it('leaves no double space where something hidden stood between two', () => {
    assert.equal(valueOf('a \u200b b'), 'a b');
  });

  it('says that a required text is missing, also when only hidden characters were typed', () => {
    for (const typed of ['', '   ', '\u200b\u202e\n']) assert.equal(codeOf(typed), 'missing');
  });

  it('takes nothing for an answer where the text is optional', () => {
    assert.deepEqual(checkText(' \u200b ', { max: 5, required: false }), { kind: 'ok', value: '' });
  });

  it('counts what is left after cleaning against the limit, and names the limit', () => {
    assert.equal(valueOf(` ${'x'.repeat(20)} \u200b`), 'x'.repeat(20));
    assert.deepEqual(checkText('x'.repeat(21), required), {
      kind: 'wrong',
      problem: { code: 'tooLong', values: { max: 20 } },
    });
  });

  it('calls a text far beyond the limit too long even if cleaning would shorten it', () => {
    assert.equal(valueOf(`a${' '.repeat(399)}`), 'a');
    assert.deepEqual(checkText(`a${' '.repeat(400)}`, required), {
      kind: 'wrong',
      problem: { code: 'tooLong', values: { max: 20 } },
    });
  });

  it('refuses characters that belong to no text', () => {
    for (const typed of ['a\ud800', 'a\ue000', 'a\u0378', 'a\u{e0041}', 'a\uffff']) {
      assert.equal(codeOf(typed), 'unusable', JSON.stringify(typed));
    }
  });

  it('refuses marks stacked higher than any language does', () => {
    const mark = '\u0316';

    assert.equal(valueOf(`e${mark.repeat(4)}`), `e${mark.repeat(4)}`);
    assert.equal(codeOf(`e${mark.repeat(5)}`), 'unusable');
  });

  it('wants at least one letter or digit', () => {
    for (const typed of ['---', '😀', '…', '<>']) assert.equal(codeOf(typed), 'unusable');
    for (const typed of ['7', 'ß', '-١-']) assert.equal(valueOf(typed), typed);
  });

  it('never yields hidden characters or too long a text, and cleans once for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (typed, max) => {
        const check = checkText(typed, { max, required: false });
        if (check.kind === 'wrong') return;

        assert.ok(check.value.length <= max);
        assert.doesNotMatch(check.value, /[\p{Cc}\u202a-\u202e\u2066-\u2069]|^\s|\s$|\s\s/u);
        assert.deepEqual(checkText(check.value, { max, required: false }), check);
      }),
    );
  });
});

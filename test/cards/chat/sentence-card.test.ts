import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sentenceCard } from '../../../src/cards/chat/sentence-card.ts';
import { interpretedTexts, lintCard, nodesOf } from '../../support/card-lint.ts';

const hostile = 'Groupco [pay](http://evil.example) <b>hi</b>\n{{DATE(2026-01-01T00:00:00Z,SHORT)}} ${1+1}';

describe('the card of one sentence', () => {
  it('shows it as it was typed, interprets nothing of it and keeps to the rules of Teams', () => {
    const { content } = sentenceCard(hostile);

    assert.deepEqual(interpretedTexts(content), []);
    const shown = nodesOf(content).flatMap(({ type, text }) => (type === 'TextRun' ? [text] : []));
    assert.deepEqual(shown, [
      'Groupco [pay](http://evil.example) <b>hi</b> { {DATE(2026-01-01T00:00:00Z,SHORT)}} ${1+1}',
    ]);
    assert.deepEqual(lintCard(content), []);
  });
});

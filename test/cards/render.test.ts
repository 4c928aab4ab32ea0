import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cardNames, renderCard, warmCards } from '../../src/cards/render.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { cardOf, sampleOf } from '../support/card-samples.ts';

const t = createTranslate('en');

describe('rendering', () => {
  it('warms every template, each of which can also do without data', () => {
    warmCards(t);

    for (const name of cardNames) {
      assert.equal(JSON.stringify(renderCard(t, name, {})).includes('${'), false, name);
    }
  });

  it('gives a new card each time, so that changing one changes no other', () => {
    const first = cardOf(t, 'welcome', sampleOf('welcome'));
    const second = cardOf(t, 'welcome', sampleOf('welcome'));

    assert.deepEqual(first, second);
    assert.notEqual(first.content.body[0], second.content.body[0]);
  });

  it('is an attachment as Teams takes it', () => {
    const { contentType, content } = renderCard(t, 'notice', { fallbackText: 'Hello.' });

    assert.equal(contentType, 'application/vnd.microsoft.card.adaptive');
    assert.deepEqual([content.type, content.version, content.fallbackText], ['AdaptiveCard', '1.5', 'Hello.']);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { readSubmission } from '../../src/cards/actions.ts';
import type { CardContent } from '../../src/cards/attachment.ts';
import { cardNames, type CardName } from '../../src/cards/render.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { interpretedTexts, lintCard, nodesOf } from '../support/card-lint.ts';
import { cardOf, sampleOf } from '../support/card-samples.ts';

const t = createTranslate('en');

/** The keys under which samples hold what a person typed or another system told. */
const typedKeys = new Set(
  (
    'companyName givenName familyName email phone line1 line2 city state postalCode domain product product1 ' +
    'quantity2 displayName partnerName notice text filter reference note userName'
  ).split(' '),
);

/** Elsewhere a title is that of a choice from a list of ours. */
const titled: readonly CardName[] = ['hand-over', 'receipt', 'notice'];

/** Enumerations and such, which share a key with typed text. */
const notTyped = /^(done|waiting|notStarted|unasked|[A-Z]{2,3})$/;

function hostileCard(name: CardName, hostile: string, over: object = {}): CardContent {
  const isTyped = (key: string) => typedKeys.has(key) || (key === 'title' && titled.includes(name));
  const data = sampleOf(name, (key, text) => (isTyped(key) && !notTyped.test(text) ? hostile : text));
  return cardOf(t, name, { ...(data as object), ...over }).content;
}

const hostileTexts: Record<string, string> = {
  Markdown: 'HOSTILE [pay](http://evil.example) **b** _i_ `c` # h\n- l',
  expressions: 'HOSTILE ${$root} ${fallbackText} ${1+1} text:cards.help.title',
  mentions: 'HOSTILE <at>everyone</at> <script>alert(1)</script> &lt;b&gt;',
  'date functions': 'HOSTILE {{DATE(2026-01-01T00:00:00Z,SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}',
  'a megabyte': `HOSTILE ${'x'.repeat(1024 * 1024)}`,
  'a megabyte of wide characters': `HOSTILE ${'💥'.repeat(256 * 1024)}`,
  'right to left': 'HOSTILE \u202eevil\u202c شركة كونتوسو \u2066x\u2069',
  emoji: 'HOSTILE 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ñ',
  JSON: 'HOSTILE "},{"type":"Action.OpenUrl","url":"http://evil.example"} \\" \\u0000 \0',
};

describe('cards', () => {
  for (const name of cardNames) {
    it(`${name} follows the rules of Teams with its sample`, () => {
      const { content } = cardOf(t, name, sampleOf(name));

      assert.deepEqual(lintCard(content), []);
      assert.equal(JSON.stringify(content).includes('${'), false, 'an expression was left over');
    });
  }

  for (const [kind, hostile] of Object.entries(hostileTexts)) {
    it(`show ${kind} as it was typed and interpret nothing of it`, () => {
      const seen = cardNames.map((name) => {
        const card = hostileCard(name, hostile);

        assert.deepEqual(lintCard(card), [], name);
        for (const text of interpretedTexts(card)) assert.doesNotMatch(text, /HOSTILE/, name);
        assert.deepEqual(
          actionTypes(card),
          actionTypes(cardOf(t, name, sampleOf(name)).content),
          `${name} has other buttons`,
        );
        return textRuns(card).filter((text) => text.includes('HOSTILE'));
      });

      const shown = seen.flat();
      assert.ok(shown.length > 20, String(shown.length));
      for (const text of shown) assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]|\{\{/u);
    });
  }

  it('leave a name uninterpreted in an answer that says where the link is', () => {
    const card = hostileCard('transition', String(hostileTexts['Markdown']), { view: 'status' });

    assert.ok(textRuns(card).some((text) => /^The link is on .*HOSTILE \[pay\]\(http/.test(text)));
    for (const text of interpretedTexts(card)) assert.doesNotMatch(text, /HOSTILE/);
    assert.deepEqual(lintCard(card), []);
  });

  it('have no yellow text in parts that the samples do not show', () => {
    const yellow = cardNames.filter((name) => {
      const template = readFileSync(new URL(`../../cards/${name}.json`, import.meta.url), 'utf8');
      return nodesOf(JSON.parse(template)).some(({ color }) => color === 'Warning');
    });

    assert.deepEqual(yellow, []);
  });

  it('leave what was typed in expressions unevaluated', () => {
    const card = hostileCard('review', 'HOSTILE ${1+1} ${$root}');

    const shown = textRuns(card).filter((text) => text.includes('HOSTILE'));

    assert.ok(shown.length > 0 && shown.every((text) => text.includes('HOSTILE ${1+1} ${$root}')));
  });
});

function actionTypes(card: CardContent): unknown[] {
  return nodesOf(card).flatMap(({ type, data, url }) => {
    const submission = readSubmission(data);
    const action = submission.kind === 'action' ? submission.action.action : undefined;
    return type.startsWith('Action.') ? [[type, action, url]] : [];
  });
}

function textRuns(card: CardContent): string[] {
  return nodesOf(card).flatMap(({ type, text }) => (type === 'TextRun' && typeof text === 'string' ? [text] : []));
}

describe('the lint of cards', () => {
  const good = { type: 'AdaptiveCard', version: '1.5', fallbackText: 'A card.', body: [] as unknown[] };
  const faulty: Record<string, object> = {
    'the version is not 1.5': { ...good, version: '1.6' },
    'no fallbackText': { ...good, fallbackText: ' ' },
    'more than 28 KB': { ...good, speak: 'x'.repeat(29 * 1024) },
    'an id is used twice': { ...good, body: [text({ id: 'a' }), text({ id: 'a' })] },
    'more than one heading': { ...good, body: [text({ style: 'heading' }), text({ style: 'heading' })] },
    'a colour of its own': { ...good, body: [text({ color: '#ff0000' })] },
    'a yellow that cannot be read on white': { ...good, body: [text({ color: 'Warning' })] },
    'a sentence without its text': { ...good, body: [text({ text: 'text:cards.unknown' })] },
    'says nothing': { ...good, body: [text({ text: ' ' })] },
    'does not wrap': { ...good, body: [text({ wrap: false })] },
    'parser: ': { ...good, body: [{ type: 'Unheard' }] },
    'no altText': { ...good, body: [{ type: 'Image', url: 'https://contoso.example/a.png' }] },
    'facts are interpreted as Markdown': { ...good, body: [{ type: 'FactSet', facts: [] }] },
    'no label': { ...good, body: [input({ label: '' })] },
    'an id that button data uses': { ...good, body: [input({ id: 'pc' })] },
    'validated without errorMessage': { ...good, body: [input({ isRequired: true })] },
    'isRequired is no boolean': { ...good, body: [input({ isRequired: 'true' })] },
    'a choice twice': {
      ...good,
      body: [input({ type: 'Input.ChoiceSet', choices: [{ title: 'A', value: 'a' }, { title: 'B', value: 'a' }] })], // prettier-ignore
    },
    'sends what no schema knows': { ...good, actions: [submit({ pc: { v: 1, action: 'launch' } })] },
    'is held up by validation': { ...good, actions: [submit({ pc: { v: 1, action: 'back', nonce: 'n' } })] },
    'sends inputs of its own': { ...good, actions: [submit({ pc: { v: 1, action: 'dismiss' }, city: 'x' })] },
    'toggles nothing, which is not there': {
      ...good,
      actions: [{ type: 'Action.ToggleVisibility', title: 'More', targetElements: ['nothing'] }],
    },
    'more than six buttons': { ...good, actions: Array(7).fill(submit({ pc: { v: 1, action: 'dismiss' } })) },
  };

  it('has nothing to say of a good card', () => {
    const buttons = [submit({ pc: { v: 1, action: 'dismiss' } })];
    assert.deepEqual(lintCard({ ...good, body: [text({}), input({})], actions: buttons }), []);
  });

  for (const [fault, card] of Object.entries(faulty)) {
    it(`finds a planted fault: ${fault}`, () => {
      const found = lintCard(card);

      assert.ok(found.some((said) => said.includes(fault)), JSON.stringify(found)); // prettier-ignore
    });
  }
});

function text(changes: object): object {
  return { type: 'TextBlock', text: 'Hello', wrap: true, ...changes };
}

function input(changes: object): object {
  return { type: 'Input.Text', id: 'a', label: 'A', ...changes };
}

function submit(data: object): object {
  return { type: 'Action.Submit', title: 'Go', data };
}

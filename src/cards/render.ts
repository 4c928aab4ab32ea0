import { readFileSync } from 'node:fs';
// Not the package's main module: its types draw in another package's sources, which do not compile under our settings.
import { GlobalSettings, Template } from 'adaptivecards-templating/lib/template-engine.js';
import type { TextKey, Translate } from '../text/translate.ts';
import type { CardAttachment, CardContent } from './attachment.ts';

/** The templates in cards/, each with one function in this room. */
export const cardNames = [
  'customer-form',
  'address-form',
  'address-pick',
  'tenant-form',
  'licences-form',
  'review',
  'receipt',
  'transition',
  'share',
  'hand-over',
  'list',
  'help',
  'welcome',
  'news',
  'confirm',
  'switch-tenant',
  'notice',
  'doctor',
  'dead-letters',
] as const;
export type CardName = (typeof cardNames)[number];

// Without it, a field without a value shows as a literal `${field}`; so it does for an empty substitute (2.3.1).
GlobalSettings.getUndefinedFieldValueSubstitutionString = () => ' ';

const templates = new Map<string, Template>();

/**
 * Fills a template. What differs from card to card is computed before, so that a template has few expressions; its
 * fixed sentences are put in once a language. What a person typed must reach text runs and inputs only (see `plain`).
 */
export function renderCard(t: Translate, name: CardName, data: object): CardAttachment {
  const content = templateFor(t, name).expand({ $root: data }) as CardContent;
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

/** Parses every template, which costs up to a hundred times as much as filling one. */
export function warmCards(t: Translate): void {
  for (const name of cardNames) renderCard(t, name, {});
}

function templateFor(t: Translate, name: CardName): Template {
  const key = `${t.language}/${name}`;
  const known = templates.get(key);
  if (known) return known;
  const json = readFileSync(new URL(`../../cards/${name}.json`, import.meta.url), 'utf8');
  const template = new Template(JSON.parse(json, (_key, value: unknown) => withText(t, value)));
  templates.set(key, template);
  return template;
}

const textMark = 'text:';

/** `"text:cards.customer.title"` in a template is the sentence with that key. A drift test knows that the key exists. */
function withText(t: Translate, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(textMark) ? t(value.slice(textMark.length) as TextKey) : value;
}

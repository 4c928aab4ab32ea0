import { createRequire } from 'node:module';
import { readSubmission } from '../../src/cards/actions.ts';

/** What Teams takes everywhere: bots may send more, other surfaces may not. */
const budgetBytes = 28 * 1024;

interface Node extends Readonly<Record<string, unknown>> {
  type: string;
  id?: string;
  title?: string;
}

/** Everything that is wrong with a card, in words; nothing for a good one. */
export function lintCard(card: object): string[] {
  const nodes = nodesOf(card);
  return [...parserFaults(card), ...wholeFaults(card, nodes), ...nodes.flatMap((node) => nodeFaults(node, nodes))];
}

/** Every element and action of a card, in reading order. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  // What a button sends is data, not card.
  const parts = Object.entries(value).flatMap(([key, part]) => (key === 'data' ? [] : nodesOf(part)));
  return 'type' in value && typeof value.type === 'string' ? [value as Node, ...parts] : parts;
}

/** The texts that a client interprets: Markdown in text blocks and facts. */
export function interpretedTexts(card: object): string[] {
  return nodesOf(card).flatMap(({ type, text }) => (type === 'TextBlock' ? [String(text)] : []));
}

interface Parser {
  AdaptiveCard: new () => {
    parse(card: unknown, context: ParserContext): void;
    validateProperties(): { validationEvents: readonly ParserEvent[] };
  };
  SerializationContext: new (version: unknown) => ParserContext;
  Versions: { v1_5: unknown };
}

interface ParserContext {
  eventCount: number;
  getEventAt(index: number): ParserEvent;
}

interface ParserEvent {
  message: string;
}

/** The package's main module does not load in Node; the bundle for browsers does, and parsing needs no page. */
const require = createRequire(import.meta.url);
const parser = require('adaptivecards/dist/adaptivecards.min.js') as Parser;

function parserFaults(card: object): string[] {
  const context = new parser.SerializationContext(parser.Versions.v1_5);
  const parsed = new parser.AdaptiveCard();
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents].map(({ message }) => `parser: ${message}`);
}

function wholeFaults(card: object, nodes: readonly Node[]): string[] {
  const { version, fallbackText } = card as Record<string, unknown>;
  const json = JSON.stringify(card);
  const ids = nodes.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const headings = nodes.filter(({ style, type }) => type === 'TextBlock' && style === 'heading');
  return faults({
    'the version is not 1.5': version !== '1.5',
    'no fallbackText': isBlank(fallbackText),
    'more than 28 KB': Buffer.byteLength(json) > budgetBytes,
    'an id is used twice': new Set(ids).size !== ids.length,
    'more than one heading': headings.length > 1,
    'a colour of its own': /"(backgroundColor|backgroundImage)":|"#[0-9a-fA-F]{3,8}"/.test(json),
    'a yellow that cannot be read on white': json.includes('"color":"Warning"'),
    'a sentence without its text': json.includes('"text:'),
  });
}

function nodeFaults(node: Node, nodes: readonly Node[]): string[] {
  const found = node.type.startsWith('Input.') ? inputFaults(node) : (faultsByType[node.type]?.(node, nodes) ?? []);
  return found.map((fault) => `${node.type} ${node.id ?? node.title ?? ''}: ${fault}`);
}

const faultsByType: Record<string, (node: Node, nodes: readonly Node[]) => string[]> = {
  TextBlock: ({ wrap, text }) => faults({ 'does not wrap': wrap !== true, 'says nothing': isBlank(text) }),
  RichTextBlock: ({ inlines }) =>
    faults({ 'says nothing': !Array.isArray(inlines) || inlines.some((run: { text?: string }) => isBlank(run.text)) }),
  Image: ({ altText }) => faults({ 'no altText': !altText }),
  FactSet: () => ['facts are interpreted as Markdown: use columns with a RichTextBlock'],
  ActionSet: ({ actions }) => faults({ 'more than six buttons': !Array.isArray(actions) || actions.length > 6 }),
  AdaptiveCard: ({ actions }) => faults({ 'more than six buttons': Array.isArray(actions) && actions.length > 6 }),
  'Action.Submit': submitFaults,
  'Action.OpenUrl': ({ url, title }) =>
    faults({ 'no title': isBlank(title), 'no web address': !/^https?:/.test(String(url)) }),
  'Action.ToggleVisibility': toggleFaults,
};

function inputFaults({ type, id, label, isRequired, regex, errorMessage, choices, value }: Node): string[] {
  const values = Array.isArray(choices) ? choices.map((choice: { value?: unknown }) => choice.value) : [];
  return faults({
    'no label': isBlank(label),
    'an id that button data uses': id === 'pc' || id === 'msteams',
    'validated without errorMessage': (isRequired === true || regex !== undefined) && !errorMessage,
    'isRequired is no boolean': isRequired !== undefined && typeof isRequired !== 'boolean',
    'no choices': type === 'Input.ChoiceSet' && values.length === 0,
    'a choice twice': new Set(values).size !== values.length,
    'a value that is no text': value !== undefined && (typeof value !== 'string' || value === ' '),
  });
}

/** These leave the form: what is typed must not hold them up. */
const leaving = ['back', 'cancelForm', 'restart', 'skip'];

function submitFaults({ title, data, associatedInputs }: Node): string[] {
  const submission = readSubmission(data);
  if (submission.kind !== 'action') return ['sends what no schema knows'];
  return faults({
    'no title': isBlank(title),
    'sends inputs of its own': Object.keys(submission.inputs).length > 0,
    'is held up by validation': leaving.includes(submission.action.action) && associatedInputs !== 'none',
  });
}

function toggleFaults({ title, targetElements }: Node, nodes: readonly Node[]): string[] {
  const targets = Array.isArray(targetElements) ? targetElements : [];
  const ids = targets.map((target: string | { elementId: string }) =>
    typeof target === 'string' ? target : target.elementId,
  );
  const missing = ids.filter((id) => !nodes.some((node) => node.id === id));
  return [...faults({ 'no title': isBlank(title) }), ...missing.map((id) => `toggles ${id}, which is not there`)];
}

/** A template's field without a value is filled with a space. */
function isBlank(text: unknown): boolean {
  return typeof text !== 'string' || text.trim() === '';
}

function faults(claims: Record<string, boolean>): string[] {
  return Object.entries(claims).flatMap(([fault, isTrue]) => (isTrue ? [fault] : []));
}

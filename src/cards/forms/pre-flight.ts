import { preFlightLights, type Light, type PreFlightLine } from '../../core/pre-flight.ts';
import type { Translate } from '../../text/translate.ts';
import { toggleButton, type Button } from '../buttons.ts';
import { optional, type Optional } from './form.ts';
import { plain } from '../plain.ts';

/** A sign, a word and a colour of the theme: never the colour alone. What a person should read stands first. */
const looks = {
  amber: { rank: 0, icon: '!', color: 'Accent' },
  grey: { rank: 1, icon: '–', color: 'Default' },
  green: { rank: 2, icon: '✓', color: 'Good' },
} as const satisfies Record<Light, object>;

interface ShownLine {
  icon: string;
  color: string;
  word: string;
  says: string;
}

interface PreFlightParts {
  icon: string;
  color: string;
  summary: string;
  /** What a person should know. */
  notes: readonly ShownLine[];
  /** What is as it should be, behind a button. */
  passed: readonly ShownLine[];
  actions: readonly Button[];
}

/** What Microsoft told before a link is made: one line when all is well, else what to know, and the rest on request. */
export function preFlightParts(t: Translate, lines: readonly PreFlightLine[]): Optional<PreFlightParts> {
  if (lines.length === 0) return [];
  const merged = withOneNotChecked(lines);
  const sorted = merged.toSorted((a, b) => looks[lightOf(a)].rank - looks[lightOf(b)].rank);
  const notes = sorted.filter((line) => lightOf(line) !== 'green');
  const passed = sorted.filter((line) => lightOf(line) === 'green');
  const worst = looks[lightOf(sorted[0] ?? { finding: 'notChecked' })];
  const showAll = toggleButton(t('cards.preFlight.showAll', { count: passed.length }), {
    preFlightPassed: true,
    preFlightShow: false,
  });
  return optional({
    icon: worst.icon,
    color: worst.color,
    summary: t('cards.preFlight.summary', { count: notes.length }),
    notes: notes.map((line) => shown(t, line)),
    passed: passed.map((line) => shown(t, line)),
    actions: passed.length === 0 ? [] : [showAll],
  });
}

function lightOf({ finding }: PreFlightLine): Light {
  return preFlightLights[finding];
}

function withOneNotChecked(lines: readonly PreFlightLine[]): PreFlightLine[] {
  const checks = lines.flatMap((line) => line.checks ?? []);
  const others = lines.filter(({ finding }) => finding !== 'notChecked');
  return checks.length === 0 ? others : [...others, { finding: 'notChecked', checks }];
}

function shown(t: Translate, line: PreFlightLine): ShownLine {
  const light = lightOf(line);
  const { icon, color } = looks[light];
  return { icon, color, word: t(`cards.light.${light}`), says: plain(sentenceOf(t, line)) };
}

function sentenceOf(t: Translate, { finding, code, checks = [], name = '', until }: PreFlightLine): string {
  const words = checks.map((check) => t(`cards.preFlight.check.${check}`));
  const what = new Intl.ListFormat(t.language).format(words);
  const reason = code === undefined ? '' : t(`errors.${code}`, { domain: '' });
  const dated = until === undefined ? { isDated: 'no', until: '' } : { isDated: 'yes', until: new Date(until) };
  const isNamed = name === '' ? 'no' : 'yes';
  return t(`cards.preFlight.${finding}`, { name, isNamed, what, reason, ...dated });
}

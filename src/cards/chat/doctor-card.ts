import { hasFailed, levelOf, type CheckLevel, type Finding } from '../../core/check-up/findings.ts';
import { findingText, summaryText } from '../../text/finding-text.ts';
import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { openUrlButton, toggleButton } from '../buttons.ts';
import { fallbackOf, optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

export interface Doctor {
  findings: readonly Finding[];
  /** How the service account can sign in, where that is what is wrong. An address is for one person's eyes only. */
  signIn?: { kind: 'here'; url: string } | { kind: 'elsewhere' };
}

/** What somebody must act on stands first: a long list is read from the top, on a phone too. */
const looks = {
  failed: { rank: 0, icon: '✕', color: 'Attention' },
  warning: { rank: 1, icon: '!', color: 'Accent' },
  skipped: { rank: 2, icon: '–', color: 'Default' },
  passed: { rank: 3, icon: '✓', color: 'Good' },
} as const satisfies Record<CheckLevel, object>;

/** A card of Teams has a limit; the command line has none. */
const mostFindings = 40;

export function doctorCard(t: Translate, { findings, signIn }: Doctor): CardAttachment {
  const sorted = findings.toSorted((a, b) => looks[levelOf(a)].rank - looks[levelOf(b)].rank);
  const shown = sorted.slice(0, mostFindings);
  const passed = shown.filter((finding) => levelOf(finding) === 'passed');
  const count = sorted.length - shown.length;
  const summary = summaryText(t, findings);
  return renderCard(t, 'doctor', {
    fallbackText: fallbackOf(t, summary),
    style: hasFailed(findings) ? 'attention' : 'emphasis',
    summary,
    findings: shown.filter((finding) => levelOf(finding) !== 'passed').map((finding) => row(t, finding)),
    passed: optional(passedPart(t, passed)),
    hint: optional(
      signIn && { text: t(signIn.kind === 'here' ? 'cards.doctor.signInHint' : 'cards.doctor.signInElsewhere') },
    ),
    actions: signIn?.kind === 'here' ? [openUrlButton(t('cards.doctor.signIn'), signIn.url)] : [],
    more: optional(count === 0 ? undefined : { text: t('cards.doctor.more', { count }) }),
  });
}

/** Nobody need act on these: behind a button, so that what somebody must act on is not lost among them. */
function passedPart(t: Translate, passed: readonly Finding[]) {
  if (passed.length === 0) return undefined;
  const title = t('cards.doctor.showPassed', { count: passed.length });
  return {
    actions: [toggleButton(title, { passedChecks: true, showPassed: false })],
    rows: passed.map((finding) => row(t, finding)),
  };
}

function row(t: Translate, finding: Finding) {
  const { check, level, says } = findingText(t, finding);
  const { icon, color } = looks[level];
  return { icon, color, check: plain(check), says: plain(says) };
}

import { hasFailed, levelOf, type CheckLevel, type Finding } from '../../core/check-up/findings.ts';
import { findingText, summaryText } from '../../text/finding-text.ts';
import type { Translate } from '../../text/translate.ts';

const signs: Record<CheckLevel, string> = { passed: '✓', warning: '!', failed: '✗', skipped: '–' };

/** One line a finding, for a terminal. */
export function textReport(t: Translate, findings: readonly Finding[]): string {
  const lines = findings.map((finding) => {
    const { check, level, says } = findingText(t, finding);
    return `${signs[level]} ${t(`doctor.level.${level}`)}: ${check}. ${says}`;
  });
  return ['', ...lines, '', summaryText(t, findings), t('doctor.notTried'), ''].join('\n');
}

/** For machines: codes that stay, with the sentence beside them. */
export function jsonReport(t: Translate, findings: readonly Finding[]): string {
  const items = findings.map((finding) => ({
    ...finding,
    level: levelOf(finding),
    says: findingText(t, finding).says,
  }));
  return `${JSON.stringify({ ok: !hasFailed(findings), liveCloudTried: false, findings: items }, undefined, 2)}\n`;
}

import { levelOf, type CheckLevel, type CheckName, type Finding } from '../core/check-up/findings.ts';
import type { Translate } from './translate.ts';

export interface FindingText {
  check: string;
  level: CheckLevel;
  says: string;
}

/** A finding in words. `other`, where a finding has it, is the name of another check. */
export function findingText(t: Translate, finding: Finding): FindingText {
  const { check, code, values } = finding;
  const other = values['other'];
  const named = other === undefined ? values : { ...values, other: t(`doctor.check.${other as CheckName}`) };
  return { check: t(`doctor.check.${check}`), level: levelOf(finding), says: t(`doctor.finding.${code}`, named) };
}

/** The sentence above the list. */
export function summaryText(t: Translate, findings: readonly Finding[]): string {
  const countOf = (level: CheckLevel) => findings.filter((finding) => levelOf(finding) === level).length;
  const [failed, warnings] = [countOf('failed'), countOf('warning')];
  if (failed > 0) return t('doctor.summary.failed', { count: failed });
  return warnings > 0 ? t('doctor.summary.warnings', { count: warnings }) : t('doctor.summary.good');
}

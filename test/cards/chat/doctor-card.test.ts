import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { doctorCard } from '../../../src/cards/chat/doctor-card.ts';
import { finding, findingLevels, type FindingCode } from '../../../src/core/check-up/findings.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard, nodesOf } from '../../support/card-lint.ts';
import { buttonsOf, textsOf } from '../../support/card-reader.ts';

const t = createTranslate('en');
const group = (index: number) => finding('groups', 'GROUP_EXISTS', { group: `group-${String(index)}` });

describe('the doctor card', () => {
  it('says of each check what was found, with a sign and not by its colour alone', () => {
    const findings = [finding('database', 'DATABASE_WORKS'), finding('clock', 'CLOCK_WRONG', { seconds: 90 })];

    const texts = textsOf(doctorCard(t, { findings }));

    assert.deepEqual(texts.slice(1, 5), [
      ...['Nothing failed; one warning.', '!', 'Clock'],
      '90 seconds from Microsoft’s. Sign-ins fail when it goes further, and instances on one database take each other’s work: let the machine set its clock (NTP).',
    ]);
    assert.deepEqual(texts.slice(5, 8), ['✓', 'Database', 'It can be opened, read and written.']);
  });

  it('keeps what is right behind a button, until somebody wants to read it', () => {
    const card = doctorCard(t, { findings: [finding('database', 'DATABASE_WORKS'), finding('mfa', 'MFA_MISSING')] });

    const hidden = nodesOf(card.content).find(({ id }) => id === 'passedChecks');
    assert.equal(hidden?.['isVisible'], false);
    assert.deepEqual(buttonsOf(card), ['Show the one that is right']);
    assert.match(JSON.stringify(hidden), /Database/);
    assert.doesNotMatch(JSON.stringify(hidden), /multi-factor/);
  });

  it('is coloured by the worst', () => {
    const styleOf = (code: FindingCode) => {
      const card = doctorCard(t, { findings: [finding('mfa', code)] });
      return nodesOf(card.content).find(({ type }) => type === 'Container')?.['style'];
    };

    assert.deepEqual([styleOf('MFA_MISSING'), styleOf('MFA_UNKNOWN')], ['attention', 'emphasis']);
  });

  it('stays within what Teams takes, and says what it leaves out', () => {
    const failed = finding('groups', 'GROUP_MISSING', { group: 'group-x' });
    const card = doctorCard(t, { findings: [...Array.from({ length: 60 }, (_, index) => group(index)), failed] });

    assert.deepEqual(lintCard(card.content), []);
    assert.ok(textsOf(card).includes('21 more lines: “npm run doctor” on the service’s machine shows all.'));
    assert.ok(textsOf(card).some((text) => text.includes('group-x does not exist')));
  });

  it('takes the longest sentences there are', () => {
    const values = { problem: 'x', why: 'x', detail: 'x', days: 9, seconds: 9, megabytes: 9, status: 502 };
    const more = {
      tenantId: 'x',
      permission: 'x',
      role: 'x',
      group: 'x',
      appId: 'x',
      count: 9,
      other: 'site',
      partner: 'x',
    };
    const codes = Object.keys(findingLevels) as FindingCode[];

    const card = doctorCard(t, { findings: codes.map((code) => finding('site', code, { ...values, ...more })) });

    assert.deepEqual(lintCard(card.content), []);
  });
});

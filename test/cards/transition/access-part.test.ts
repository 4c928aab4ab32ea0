import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { transitionCard } from '../../../src/cards/transition/transition-card.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard } from '../../support/card-lint.ts';
import { actionOf, buttonsOf, textsOf } from '../../support/card-reader.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../support/records.ts';

const t = createTranslate('en');
const linkUrl = 'https://connect.example/connect/abc.def';
const dayMs = 24 * 60 * 60 * 1000;
const waiting = { state: 'waiting' } as const;
const { link } = aTransition();
const term = { endsAt: after(testNow, 20 * dayMs), extendsItself: false, canExtend: true };
const normal = { verifiedAt: testNow, steps: allStepsDone, relationshipTerm: term };

function cardIn(changes: Partial<Transition>) {
  return transitionCard(t, { transition: aTransition(changes), now: testNow, view: 'living', linkUrl });
}

describe('the card of a tenant whose relationship is to be followed by another', () => {
  describe('asks, before a new link has the customer asked for that,', () => {
    const replaceable = { ...normal, relationshipId: 'old', relationshipTerm: { ...term, canExtend: false } };
    const yes = 'Yes, ask for a new relationship';

    it('which one that follows, how long that goes on and what the customer is asked', () => {
      const card = cardIn(replaceable);

      const texts = textsOf(card).join(' ');
      assert.deepEqual(lintCard(card.content), []);
      assert.match(texts, /present one ends on \{\{DATE\(2026-11-22T09:00:00Z,SHORT\)\}\}, .*it stays until then/);
      assert.match(texts, /the customer is asked to accept the new relationship\. That request cannot be withdrawn/);
      assert.ok(!texts.includes(t('cards.transition.confirmReissue')));
      assert.deepEqual(actionOf(card, yes), {
        ...{ action: 'reissueLink', transitionId: 'transition-contoso-1', linkVersion: 1, replaces: 'old' },
      });
    });

    it('and that they are asked for what else is missing in the same way', () => {
      const texts = textsOf(cardIn({ ...replaceable, steps: { ...allStepsDone, agreement: waiting } }));

      assert.match(texts.join(' '), /accept the new relationship, and to give what else is missing here\./);
    });

    it('but not for what is missing of ours', () => {
      const accessAssignments = { state: 'blocked', code: 'ACCESS_GROUP_GONE' } as const;
      const texts = textsOf(cardIn({ ...replaceable, steps: { ...allStepsDone, accessAssignments } }));

      assert.match(texts.join(' '), /accept the new relationship\. That request/);
    });

    for (const [name, changes] of [
      ['it can be extended', { ...replaceable, relationshipTerm: term }],
      [
        'its end is far',
        { ...replaceable, relationshipTerm: { ...term, canExtend: false, endsAt: after(testNow, 400 * dayMs) } },
      ],
      [
        'the customer was asked already',
        { ...replaceable, relationshipReplaced: { relationshipId: 'old', endsAt: term.endsAt } },
      ],
    ] as [string, Partial<Transition>][]) {
      it(`unless ${name}: then the link is all that is new`, () => {
        const delegatedAdmin =
          'relationshipReplaced' in changes ? ({ state: 'notStarted' } as const) : allStepsDone.delegatedAdmin;
        const card = cardIn({ ...changes, steps: { ...allStepsDone, delegatedAdmin, agreement: waiting } });

        assert.ok(textsOf(card).includes(t('cards.transition.confirmReissue')));
        assert.ok(!buttonsOf(card).includes(yes));
      });
    }
  });

  it('says what is true where that was ended before its time and the new one is awaited', () => {
    const blocked = { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } as const;
    const shown = (changes: Partial<Transition>) =>
      textsOf(
        cardIn({
          ...{ verifiedAt: testNow, steps: { ...allStepsDone, delegatedAdmin: blocked } },
          relationshipReplaced: { relationshipId: 'old', endsAt: testNow, status: 'terminated' },
          relationshipEnds: { delegatedAdmin: { endedBy: 'customer' } },
          ...changes,
        }),
      ).join(' ');

    const awaited = shown({ relationshipStatus: 'approvalPending' });
    const refused = shown({ relationshipStatus: 'terminated' });

    assert.ok(awaited.includes(`${t('common.end.nextAwaited')} The customer’s administrator ended it. We must act.`));
    assert.ok(!awaited.includes(t('errors.RELATIONSHIP_TERMINATED')));
    assert.doesNotMatch(awaited, /asked for a new one/);
    assert.ok(refused.includes(t('errors.RELATIONSHIP_TERMINATED')));
  });

  it('says when the customer was reminded of a new relationship, and not of what was before that', () => {
    const steps = { ...allStepsDone, delegatedAdmin: { state: 'notStarted' } } as const;
    const relationshipReplaced = { relationshipId: 'old', endsAt: term.endsAt };
    const shown = (linkVersion: number) => {
      const reminded = { linkVersion, days: 3, at: testNow };
      const changes = { steps, relationshipReplaced, reminded, link: { ...link, version: 2 } };
      return textsOf(cardIn({ ...normal, ...changes })).join(' ');
    };

    assert.match(shown(2), /The customer, by e-mail, on/);
    assert.doesNotMatch(shown(1), /The customer, by e-mail, on/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { confirmCard, confirmReplaceCard } from '../../src/cards/forms/confirm-card.ts';
import { handOverCard } from '../../src/cards/chat/hand-over-card.ts';
import { helpCard } from '../../src/cards/chat/help-card.ts';
import { listCard, type TransitionList } from '../../src/cards/chat/list-card.ts';
import { noticeCard } from '../../src/cards/chat/notice-card.ts';
import { shareCard } from '../../src/cards/transition/share-card.ts';
import { welcomeCard } from '../../src/cards/chat/welcome-card.ts';
import type { Steps } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { lintCard, nodesOf } from '../support/card-lint.ts';
import { actionOf, buttonsOf, inputOf, textsOf } from '../support/card-reader.ts';
import { testNow } from '../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../support/records.ts';

const t = createTranslate('en');
const transitionId = 'transition-contoso-1';
const companyName = 'Contoso Pharmaceuticals';
const domain = 'contoso.example';

describe('the list card', () => {
  const list: TransitionList = { items: [aTransition()], now: testNow, page: 2, pageCount: 3, total: 12 };

  it('names each transition with its status, and opens it', () => {
    const card = listCard(t, list);

    assert.ok(textsOf(card).includes(companyName));
    assert.ok(textsOf(card).includes('● Waiting for the customer'));
    assert.deepEqual(actionOf(card, `Show the transition of ${companyName}`), {
      action: 'showTransition',
      transitionId,
    });
  });

  it('turns pages, keeping what it was narrowed by', () => {
    const card = listCard(t, { ...list, filter: 'contoso' });

    assert.ok(textsOf(card).includes('12 transitions, page 2 of 3'));
    assert.ok(textsOf(card).includes('Found for “contoso”'));
    assert.deepEqual(actionOf(card, 'Previous'), { action: 'listPage', page: 1, filter: 'contoso' });
    assert.deepEqual(actionOf(card, 'Next'), { action: 'listPage', page: 3, filter: 'contoso' });
  });

  it('turns pages, keeping whose transitions they are', () => {
    const card = listCard(t, { ...list, ownerId: 'user-megan' });

    assert.deepEqual(actionOf(card, 'Next'), { action: 'listPage', page: 3, ownerId: 'user-megan' });
  });

  it('says of a link that was revoked that it was', () => {
    const revoked = aTransition({ link: { ...aTransition().link, revokedAt: testNow } });

    const texts = textsOf(listCard(t, { ...list, items: [revoked] }));

    assert.ok(texts.includes('! Link revoked'));
  });

  it('says beside Normal that something was lost since', () => {
    const steps: Steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } };
    const lost = aTransition({ verifiedAt: testNow, steps });
    const whole = aTransition({ verifiedAt: testNow, steps: allStepsDone });
    const textsWith = (items: Transition[]) => textsOf(listCard(t, { ...list, items }));

    assert.deepEqual(textsWith([lost]).slice(-2), ['✓ Normal', '! Needs attention']);
    assert.equal(textsWith([whole]).at(-1), '✓ Normal');
  });

  it('has no buttons to pages that are not there', () => {
    assert.deepEqual(buttonsOf(listCard(t, { ...list, page: 1 })).slice(1), ['Next']);
    assert.deepEqual(buttonsOf(listCard(t, { ...list, page: 3 })).slice(1), ['Previous']);
    assert.deepEqual(buttonsOf(listCard(t, { ...list, page: 1, pageCount: 1, total: 1 })).slice(1), []);
  });

  it('says how many there are', () => {
    assert.ok(textsOf(listCard(t, { ...list, page: 1, pageCount: 1, total: 1 })).includes('1 transition'));
    assert.ok(textsOf(listCard(t, { ...list, items: [], pageCount: 0, total: 0 })).includes('There is none.'));
    assert.ok(textsOf(listCard(t, { ...list, heading: 'Which one?' })).includes('Which one?'));
  });
});

describe('the card to share', () => {
  it('says who asks, what will happen and where to go, and has nothing for staff only', () => {
    const linkUrl = 'https://connect.example/connect/abc.def';
    const card = shareCard(t, { transition: aTransition(), linkUrl, partnerName: 'Northwind Traders' });

    assert.ok(textsOf(card)[1]?.startsWith('Northwind Traders asks you to connect the tenant of contoso.example'));
    assert.ok(textsOf(card).includes(linkUrl));
    assert.ok(textsOf(card).includes('Questions? Ask Megan Bowen.'));
    assert.deepEqual(buttonsOf(card), ['Open Partner Connect']);
    assert.equal(nodesOf(card.content).find(({ type }) => type === 'Action.OpenUrl')?.['url'], linkUrl);
  });

  it('names the two companies to authorise only where there are two', () => {
    const data = { transition: aTransition(), linkUrl: 'https://connect.example/a', partnerName: 'Northwind Traders' };
    const direct = textsOf(shareCard(t, data));
    const through = shareCard(t, { ...data, providerName: 'Wide World Importers' });

    assert.ok(direct.includes('There too, authorise your Cloud Solution Provider.'));
    assert.match(textsOf(through).join(), /Solution Providers: Wide World Importers, and Northwind Traders\./);
    assert.deepEqual(lintCard(through.content), []);
  });
});

describe('the card to share, once its invitation has ended', () => {
  const steps: Steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } };
  const gone = 'This invitation has ended';
  const cases: [string, Partial<Transition>, string, string][] = [
    [
      'with its link',
      { link: { ...aTransition().link, revokedAt: testNow } },
      gone,
      'The link to connect the tenant of contoso.example no longer works. Nothing is to be done here.',
    ],
    [
      'because the tenant is Normal',
      { verifiedAt: testNow, steps: allStepsDone },
      'Your tenant is connected',
      'The tenant of contoso.example is connected. Nothing more is to be done here.',
    ],
    [
      'and the tenant has lost something since',
      { verifiedAt: testNow, steps },
      gone,
      'The link to connect the tenant of contoso.example no longer works. Nothing is to be done here.',
    ],
  ];
  for (const [why, overrides, heading, sentence] of cases) {
    it(`${why}, says so and asks for nothing`, () => {
      const card = shareCard(t, { transition: aTransition(overrides), partnerName: 'Northwind Traders' });

      assert.deepEqual(lintCard(card.content), []);
      assert.deepEqual(textsOf(card), [heading, sentence, 'Questions? Ask Megan Bowen.']);
      assert.deepEqual(buttonsOf(card), []);
    });
  }
});

describe('the hand-over card', () => {
  const handOver = { transitionId, companyName, domain, colleagues: [{ title: 'Alex Wilber', value: 'user-alex' }] };

  it('offers the colleagues', () => {
    const card = handOverCard(t, handOver);

    assert.deepEqual(inputOf(card, 'colleague')?.['choices'], handOver.colleagues);
    assert.deepEqual(actionOf(card, 'Hand over'), { action: 'assignOwner', transitionId });
    assert.deepEqual(actionOf(card, 'Never mind'), { action: 'dismiss' });
  });

  it('keeps the choice and says what is wrong with it', () => {
    const card = handOverCard(t, { ...handOver, value: 'user-x', problem: { code: 'choice' } });

    assert.equal(inputOf(card, 'colleague')?.['value'], 'user-x');
    assert.ok(textsOf(card).includes('Choose one of these.'));
  });
});

describe('small cards', () => {
  it('ask before a transition is cancelled', () => {
    const card = confirmCard(t, { question: 'cancelTransition', transitionId, companyName, domain });

    assert.deepEqual(actionOf(card, 'Yes, cancel it'), { action: 'cancelTransition', transitionId });
    assert.deepEqual(actionOf(card, 'No, keep it'), { action: 'dismiss' });
  });

  it('ask before a customer is asked for another relationship, elsewhere than on the card of the transition', () => {
    const endsAt = new Date('2026-11-22T09:00:00.000Z');
    const card = confirmReplaceCard(t, aTransition({ steps: allStepsDone }), { relationshipId: 'old', endsAt });

    assert.deepEqual(lintCard(card.content), []);
    assert.match(
      textsOf(card).join(' '),
      /Contoso Pharmaceuticals \(contoso\.example\): .* ends on 22 November 2026, /,
    );
    assert.deepEqual(actionOf(card, 'Yes, ask for a new relationship'), {
      ...{ action: 'reissueLink', transitionId, linkVersion: 1, replaces: 'old' },
    });
    assert.deepEqual(actionOf(card, 'No, keep it'), { action: 'dismiss' });
  });

  it('list the commands', () => {
    const card = helpCard(t, { commands: [{ name: 'list', help: 'List the open transitions.' }] });

    assert.deepEqual(textsOf(card).slice(-2), ['list', 'List the open transitions.']);
    assert.deepEqual(actionOf(card, 'Start a transition'), { action: 'runCommand', command: 'transition' });
  });

  it('welcome, and begin', () => {
    const card = welcomeCard(t);

    assert.deepEqual(buttonsOf(card), ['Start a transition', 'Notify me', 'Help']);
    assert.deepEqual(actionOf(card, 'Notify me'), { action: 'runCommand', command: 'notify me' });
  });

  it('give notice, with a sign and a reference', () => {
    const notice = { title: 'Already done', text: 'Alex Wilber has done this.' };

    assert.deepEqual(textsOf(noticeCard(t, { style: 'good', ...notice })), ['✓', notice.title, notice.text]);
    assert.deepEqual(textsOf(noticeCard(t, { style: 'attention', ...notice, reference: '7f3c' })), [
      ...['!', notice.title, notice.text],
      'Reference: 7f3c',
    ]);
  });
});

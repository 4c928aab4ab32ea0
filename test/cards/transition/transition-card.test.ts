import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { transitionCard, type TransitionView } from '../../../src/cards/transition/transition-card.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import type { Status } from '../../../src/core/status.ts';
import { noStepsYet } from '../../../src/core/steps.ts';
import { statusAt, type Transition } from '../../../src/core/transition.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { lintCard, nodesOf } from '../../support/card-lint.ts';
import { actionOf, buttonsOf, textsOf } from '../../support/card-reader.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../support/records.ts';

const t = createTranslate('en');
const linkUrl = 'https://connect.example/connect/abc.def';
const dayMs = 24 * 60 * 60 * 1000;
const waiting = { state: 'waiting' } as const;
const link = aTransition().link;

/** One transition in each status. */
const inStatus: Record<Status, Partial<Transition>> = {
  awaitingCustomer: {},
  transitioning: {
    steps: {
      ...noStepsYet,
      directoryConnection: { state: 'done' },
      tenantConfirmed: { state: 'done' },
      delegatedAdmin: waiting,
      resellerRelationship: waiting,
    },
  },
  normal: { verifiedAt: testNow, steps: allStepsDone },
  needsAttention: { steps: { ...noStepsYet, agreement: { state: 'blocked', code: 'AGREEMENT_MISSING' } } },
  declined: { declinedAt: testNow },
  expired: { link: { ...link, expiresAt: after(testNow, -dayMs) } },
  cancelled: { cancelledAt: testNow },
};

function cardIn(changes: Partial<Transition>, view: Partial<TransitionView> = {}) {
  return transitionCard(t, { transition: aTransition(changes), now: testNow, view: 'living', linkUrl, ...view });
}

describe('the transition card', () => {
  for (const [status, changes] of Object.entries(inStatus)) {
    it(`says in words and with a sign that it is ${status}, within the rules of Teams`, () => {
      assert.equal(statusAt(aTransition(changes), testNow), status);

      const card = cardIn(changes);

      const heading = nodesOf(card.content).find((node) => node['style'] === 'heading');
      assert.ok(String(heading?.['text']).endsWith(t(`common.status.${status as Status}`)));
      assert.match(String(heading?.['text']), /^\S /);
      assert.deepEqual(lintCard(card.content), []);
    });
  }

  it('says of a step that the customer calls done that Microsoft does not show it yet', () => {
    const texts = textsOf(cardIn(inStatus.transitioning));
    const { steps } = aTransition(inStatus.transitioning);
    const seen = {
      steps: { ...steps, resellerRelationship: { state: 'done' } },
      relationshipStatus: 'activating',
    } as const;

    assert.ok(texts.includes(t('cards.status.transitioningUnseen')));
    assert.equal(texts.filter((text) => text === 'done, they say').length, 2);
    assert.ok(!textsOf(cardIn(seen)).some((text) => text.includes('they say') || text.includes('says that')));
    assert.ok(textsOf(cardIn(seen)).includes(t('cards.status.transitioning')));
  });

  describe('says when Microsoft is looked at again', () => {
    const nextLook = (nextLookAt: Date, changes: Partial<Transition> = inStatus.transitioning) =>
      textsOf(cardIn(changes, { nextLookAt })).filter((text) => text.includes('by itself:') || text.includes('minute'));

    it('in the reader’s own time', () => {
      assert.deepEqual(nextLook(after(testNow, 5 * 60_000)), [
        'The next look at Microsoft comes by itself: {{DATE(2026-11-02T09:05:00Z,SHORT)}} {{TIME(2026-11-02T09:05:00Z)}}.',
      ]);
    });

    it('without a time that is over when it is read', () => {
      assert.deepEqual(nextLook(after(testNow, 5_000)), [
        'The next look at Microsoft comes by itself, within a minute.',
      ]);
    });

    it('and not while there is nothing to look at', () => {
      assert.deepEqual(nextLook(after(testNow, dayMs), {}), []);
      assert.deepEqual(nextLook(after(testNow, dayMs), { ...inStatus.transitioning, cancelledAt: testNow }), []);
    });
  });

  describe('has what support asks for, hidden until it is wanted', () => {
    const blocked: Partial<Transition> = {
      ...inStatus.needsAttention,
      stepSince: { agreement: testNow },
      relationshipId: 'relationship-1',
    };
    const supportLines = (changes: Partial<Transition>) => {
      const block = nodesOf(cardIn(changes).content).find(({ id }) => id === 'support');
      return block && nodesOf(block).flatMap(({ type, text }) => (type === 'TextRun' ? [String(text)] : []));
    };

    it('where a step is blocked', () => {
      assert.deepEqual(supportLines(blocked), [
        'Tenant: tenant-contoso',
        'Transition: transition-contoso-1',
        'Delegated admin relationship: relationship-1',
        'In the way: AGREEMENT_MISSING agreement 2026-11-02T09:00:00.000Z',
      ]);
      assert.deepEqual(lintCard(cardIn(blocked).content), []);
    });

    it('where something could not be read, with the ids of the call', () => {
      const trace = { correlationId: 'correlation-1', requestId: 'request-1' };
      const lastCheck = { at: testNow, unread: ['UPSTREAM_UNAVAILABLE'] as const };
      const lastTrouble = { at: testNow, code: 'UPSTREAM_UNAVAILABLE' as const, trace };

      assert.deepEqual(supportLines({ lastCheck, lastTrouble })?.slice(2), [
        'Could not be read: UPSTREAM_UNAVAILABLE 2026-11-02T09:00:00.000Z',
        'Correlation id: correlation-1',
        'Request id: request-1',
      ]);
    });

    it('and not where nothing is in the way', () => {
      const lastTrouble = { at: testNow, code: 'UPSTREAM_UNAVAILABLE' as const };

      assert.equal(supportLines({ lastCheck: { at: testNow, unread: [] }, lastTrouble }), undefined);
      assert.equal(supportLines({ ...blocked, cancelledAt: testNow }), undefined);
    });
  });

  it('lists every step with a sign and a word', () => {
    const texts = textsOf(cardIn(inStatus.transitioning));

    const start = texts.indexOf('Directory Connection');
    assert.deepEqual(texts.slice(start - 1, start + 2), ['✓', 'Directory Connection', 'done']);
    const delegated = texts.indexOf('Delegated admin');
    assert.deepEqual(texts.slice(delegated - 1, delegated + 2), ['◐', 'Delegated admin', 'done, they say']);
    assert.equal(texts.filter((text) => text === 'to do').length, 2);
  });

  it('says at a blocked step what is in the way and who must act', () => {
    const texts = textsOf(cardIn(inStatus.needsAttention));

    assert.ok(texts.includes(`${t('errors.AGREEMENT_MISSING')} The customer must act.`), JSON.stringify(texts));
  });

  const moment = '{{DATE(2026-11-02T09:00:00Z,SHORT)}} {{TIME(2026-11-02T09:00:00Z)}}';
  const lastCheck = { at: testNow, unread: [] };
  const earlier = { agreement: after(testNow, -1) };
  const checks: readonly [string, Partial<Transition>, string][] = [
    ['is under way', { checkAskedAt: testNow, lastCheck }, 'Asking Microsoft now …'],
    ['found nothing new', { lastCheck, stepSince: earlier }, `Last checked ${moment}: nothing new.`],
    ['found something', { lastCheck, stepSince: { agreement: testNow } }, `Last checked ${moment}.`],
  ];
  for (const [outcome, changes, sentence] of checks) {
    it(`says that the check that staff asked for ${outcome}`, () => {
      const card = cardIn(changes);

      assert.ok(textsOf(card).includes(sentence), JSON.stringify(textsOf(card)));
      assert.deepEqual(lintCard(card.content), []);
    });
  }

  it('says of a check that could not read everything why, each reason once', () => {
    const unread = ['OWN_CREDENTIALS_REFUSED', 'UPSTREAM_UNAVAILABLE', 'OWN_CREDENTIALS_REFUSED'] as const;
    const card = cardIn({ lastCheck: { at: testNow, unread } });

    const texts = textsOf(card);
    const start = texts.indexOf(`Last checked ${moment}: not everything could be read.`);
    assert.deepEqual(texts.slice(start + 1, start + 4), [
      t('errors.OWN_CREDENTIALS_REFUSED'),
      t('errors.UPSTREAM_UNAVAILABLE'),
      '○',
    ]);
    assert.deepEqual(lintCard(card.content), []);
  });

  it('says nothing of checks where none was asked for, or nothing more will come', () => {
    for (const changes of [{}, { cancelledAt: testNow, checkAskedAt: testNow, lastCheck }]) {
      assert.doesNotMatch(textsOf(cardIn(changes)).join(' '), /Last checked|Asking/);
    }
  });

  it('shows the link to be copied and to be opened, and until when it works', () => {
    const card = cardIn({});

    assert.ok(textsOf(card).includes(linkUrl));
    assert.ok(
      textsOf(card).includes('Works until {{DATE(2026-12-02T09:00:00Z,SHORT)}} {{TIME(2026-12-02T09:00:00Z)}}'),
    );
    const open = nodesOf(card.content).find(({ type }) => type === 'Action.OpenUrl');
    assert.equal(open?.['url'], linkUrl);
  });

  it('shows no link as an answer elsewhere', () => {
    const card = cardIn({}, { view: 'status' });

    assert.ok(!JSON.stringify(card).includes(linkUrl));
    assert.ok(!buttonsOf(card).includes('Open the link'));
    assert.deepEqual(buttonsOf(card).slice(0, 3), ['Check now', 'E-mail instructions', 'More']);
    assert.match(
      textsOf(card).join(),
      /The link is on the Partner Connect card in another conversation\. Ask Megan Bowen/,
    );
    assert.deepEqual(lintCard(card.content), []);
    for (const over of [inStatus.normal, inStatus.cancelled, inStatus.expired]) {
      const texts = textsOf(cardIn(over, { view: 'status' })).join();
      assert.doesNotMatch(texts, /The link is on/);
    }
  });

  it('says that a link was revoked or has run out, and offers a new one', () => {
    const revoked = cardIn({ link: { ...link, revokedAt: after(testNow, -1) } });
    const expired = cardIn(inStatus.expired);

    assert.ok(textsOf(revoked).includes('! Link revoked'));
    assert.ok(!textsOf(revoked).some((text) => /expired|in time/.test(text)));
    assert.match(revoked.content.fallbackText, /Link revoked/);
    assert.ok(textsOf(expired).includes('! Link expired'));
    assert.ok(textsOf(revoked).some((text) => text.startsWith('The link was revoked')));
    assert.ok(textsOf(expired).some((text) => text.startsWith('The link has run out')));
    for (const card of [revoked, expired]) {
      assert.equal(textsOf(card).filter((text) => text.includes('opens nothing')).length, 1);
      assert.ok(!JSON.stringify(card).includes(linkUrl));
      assert.ok(buttonsOf(card).includes('New link'));
      assert.ok(!buttonsOf(card).includes('Revoke link'));
      assert.ok(!buttonsOf(card).includes('E-mail instructions'));
    }
  });

  it('offers what the status asks for first, the rest under More', () => {
    assert.deepEqual(buttonsOf(cardIn({})), [
      ...['Check now', 'Open the link', 'E-mail instructions', 'More'],
      ...['Edit customer', 'Hand over', 'New link', 'Revoke link', 'Cancel transition'],
      ...['Yes, make a new link', 'No, keep it', 'Yes, revoke it', 'No, keep it', 'Yes, cancel it', 'No, keep it'],
    ]);
  });

  const helped: readonly [ErrorCode, string][] = [
    ['CONSENT_LOST', t('cards.action.sendInstructions')],
    ['RELATIONSHIP_EXPIRED', t('cards.action.reissueLink')],
    ['TENANT_GONE', t('cards.action.cancelTransition')],
  ];
  for (const [code, button] of helped) {
    it(`offers in sight what helps at a step that is blocked by ${code}`, () => {
      const steps = { ...noStepsYet, directoryConnection: { state: 'blocked', code } } as const;

      const card = cardIn({ steps });

      const buttons = buttonsOf(card);
      const inSight = buttons.slice(0, buttons.indexOf(t('cards.action.more')));
      assert.ok(inSight.includes(button), JSON.stringify(inSight));
      assert.equal(buttons.filter((title) => title === button).length, 1);
      assert.deepEqual(lintCard(card.content), []);
    });
  }

  it('leaves the new link under More where something else helps', () => {
    const buttons = buttonsOf(cardIn(inStatus.needsAttention));

    assert.deepEqual(buttons.slice(0, 4), ['Check now', 'Open the link', 'E-mail instructions', 'More']);
    assert.ok(buttons.slice(4).includes('New link'));
  });

  it('offers less when it is over', () => {
    assert.deepEqual(buttonsOf(cardIn(inStatus.normal)), ['Check now']);
    assert.deepEqual(buttonsOf(cardIn(inStatus.cancelled)), []);
  });

  it('asks on the card itself before something ends, and hides the question until then', () => {
    const card = cardIn({});

    const questions = nodesOf(card.content).filter(({ id }) => id?.startsWith('confirm') === true);
    assert.deepEqual(
      questions.map(({ id, isVisible }) => [id, isVisible]),
      [
        ['confirmReissue', false],
        ['confirmRevoke', false],
        ['confirmCancel', false],
      ],
    );
    const transitionId = 'transition-contoso-1';
    assert.deepEqual(actionOf(card, 'Yes, make a new link'), { action: 'reissueLink', transitionId, linkVersion: 1 });
    assert.deepEqual(actionOf(card, 'Yes, revoke it'), { action: 'revokeLink', transitionId, linkVersion: 1 });
    assert.deepEqual(actionOf(card, 'Yes, cancel it'), { action: 'cancelTransition', transitionId });
  });

  it('keeps saying Normal when something decays, and what it is', () => {
    const card = cardIn({ ...inStatus.normal, ...inStatus.needsAttention });

    const texts = textsOf(card);
    assert.deepEqual(lintCard(card.content), []);
    assert.ok(texts.includes('✓ Normal'));
    assert.ok(texts.includes('The tenant is Normal, but something needs attention: see the steps below.'));
    assert.equal(nodesOf(card.content).find(({ type }) => type === 'Container')?.['style'], 'warning');
    assert.ok(texts.some((text) => text.includes(`${t('errors.AGREEMENT_MISSING')} The customer must act.`)));
  });

  it('offers to cancel what was Normal where the tenant itself is gone', () => {
    const gone = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'TENANT_GONE' } as const };
    const lost = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } as const };

    const [ofGone, ofLost] = [gone, lost].map((steps) => buttonsOf(cardIn({ verifiedAt: testNow, steps })));

    assert.ok(ofGone?.includes('Cancel transition'));
    assert.ok(!ofLost?.includes('Cancel transition'));
  });

  it('shows the link again when something decays, until all of it is given back', () => {
    const steps = { ...allStepsDone, delegatedAdmin: { state: 'notStarted' } } as const;
    const decayed = cardIn({ verifiedAt: testNow, steps });
    const without = cardIn({ verifiedAt: testNow, steps, link: { ...link, expiresAt: testNow } });

    assert.ok(textsOf(decayed).includes(linkUrl));
    assert.deepEqual(buttonsOf(decayed).slice(0, 3), ['Check now', 'Open the link', 'New link']);
    assert.ok(textsOf(without).some((text) => text.startsWith('The link has run out')));
    assert.deepEqual(buttonsOf(without).slice(0, 2), ['Check now', 'New link']);
    assert.deepEqual(buttonsOf(cardIn(inStatus.normal)), ['Check now']);
  });

  it('says after a refusal that the same link still works, and shows it beside the way to a new one', () => {
    const card = cardIn(inStatus.declined);
    const ended = cardIn({ ...inStatus.declined, ...inStatus.expired });

    assert.ok(
      textsOf(card).includes(
        'The customer’s admin declined. Talk to them: they can still use the same link, or you can make a new one.',
      ),
    );
    assert.ok(textsOf(card).includes(linkUrl));
    assert.deepEqual(buttonsOf(card).slice(0, 3), ['Open the link', 'E-mail instructions', 'New link']);
    assert.ok(
      textsOf(ended).includes(
        'The customer’s admin declined, and the link has ended. Talk to them, then make a new link.',
      ),
    );
    assert.equal(buttonsOf(ended)[0], 'New link');
  });

  it('names the contact, the owner and who started it', () => {
    const texts = textsOf(cardIn({ owner: { userId: 'user-alex', displayName: 'Alex Wilber' } }));

    assert.ok(texts.includes('Adele Vance, adele@contoso.example'));
    assert.ok(texts.includes('Alex Wilber'));
    assert.ok(texts.includes('Megan Bowen'));
  });

  it('names whoever started it once while they look after it themselves', () => {
    const texts = textsOf(cardIn({}));

    assert.equal(texts.filter((text) => text === 'Megan Bowen').length, 1);
    assert.ok(!texts.includes('Started by'));
  });

  it('says every date in the reader’s own way', () => {
    const term = { endsAt: after(testNow, 20 * dayMs), extendsItself: false, canExtend: true };

    const texts = textsOf(cardIn({ verifiedAt: testNow, steps: allStepsDone, relationshipTerm: term })).join('\n');

    assert.match(texts, /Until \{\{DATE\(2026-11-22T09:00:00Z,SHORT\)\}\}; it does not extend itself/);
    assert.doesNotMatch(texts, /November/);
  });

  describe('about delegated admin', () => {
    const term = { endsAt: after(testNow, 20 * dayMs), extendsItself: false, canExtend: true };
    const normal = { verifiedAt: testNow, steps: allStepsDone, relationshipTerm: term };

    it('shows the end, that it is near, and the button that helps', () => {
      const card = cardIn(normal);

      const texts = textsOf(card).join(' ');
      assert.match(texts, /Until .*2026.*; it does not extend itself/);
      assert.ok(texts.includes(t('errors.RELATIONSHIP_EXPIRING')));
      assert.deepEqual(actionOf(card, 'Extend delegated admin (managers)'), {
        action: 'extendRelationship',
        transitionId: 'transition-contoso-1',
      });
    });

    it('shows an end that is far, and alarms nobody', () => {
      const texts = textsOf(cardIn({ ...normal, relationshipTerm: { ...term, endsAt: after(testNow, 400 * dayMs) } }));

      assert.ok(!texts.join(' ').includes(t('errors.RELATIONSHIP_EXPIRING')));
    });

    it('has nothing to press where it extends itself', () => {
      const card = cardIn({ ...normal, relationshipTerm: { ...term, extendsItself: true } });

      assert.match(textsOf(card).join(' '), /Microsoft extends it by itself/);
      assert.ok(!buttonsOf(card).includes('Extend delegated admin (managers)'));
    });

    it('says why Microsoft cannot extend it, and has no button that would fail', () => {
      const card = cardIn({ ...normal, relationshipTerm: { ...term, canExtend: false } });

      assert.ok(textsOf(card).join(' ').includes(t('cards.transition.accessCannotExtend')));
      assert.ok(!buttonsOf(card).includes('Extend delegated admin (managers)'));
    });

    it('says until when the one lasts that is to be followed by another, and no end that is past', () => {
      const steps = { ...allStepsDone, delegatedAdmin: { state: 'notStarted' } } as const;
      const until = (endsAt: Date) => {
        const relationshipReplaced = { relationshipId: 'old', endsAt };
        return textsOf(cardIn({ steps, verifiedAt: testNow, relationshipReplaced })).join(' ');
      };

      assert.match(until(after(testNow, 1000)), /Until .*2026.*; the customer is asked for a new one/);
      assert.ok(until(after(testNow, 1000)).includes(t('cards.transition.accessNotReplaced')));
      assert.doesNotMatch(until(testNow), /Until .*asked for a new one/);
    });

    it('offers our approval where our provider asked, and nowhere else', () => {
      const delegatedAdmin = { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } as const;
      const has = (changes: Partial<Transition>) =>
        buttonsOf(cardIn(changes)).includes('Approve for our provider (managers)');

      assert.equal(has({ steps: { ...noStepsYet, delegatedAdmin } }), true);
      assert.equal(has({}), false);
    });

    it('names the group that is gone', () => {
      const accessAssignments = { state: 'blocked', code: 'ACCESS_GROUP_GONE' } as const;
      const goneGroupId = '869713c9-0b28-4d08-8949-ae07ae1bf528';

      const texts = textsOf(cardIn({ steps: { ...allStepsDone, accessAssignments }, goneGroupId }));

      assert.ok(texts.join(' ').includes(`Group: ${goneGroupId}.`));
    });

    it('says of a cancelled one that Microsoft keeps the request', () => {
      for (const relationshipStatus of ['created', 'approvalPending'] as const) {
        const cancelled = { cancelledAt: testNow, relationshipStatus };

        assert.ok(textsOf(cardIn(cancelled)).join(' ').includes(t('errors.RELATIONSHIP_PENDING_ELSEWHERE')));
      }
      assert.ok(
        !textsOf(cardIn({ cancelledAt: testNow }))
          .join(' ')
          .includes('90 days'),
      );
    });

    it('says when the customer was reminded, until the tenant is Normal', () => {
      const reminded = { linkVersion: 1, days: 3, at: testNow };

      assert.match(textsOf(cardIn({ reminded })).join(' '), /The customer, by e-mail, on/);
      assert.doesNotMatch(textsOf(cardIn({ ...normal, reminded })).join(' '), /The customer, by e-mail, on/);
    });
  });
});

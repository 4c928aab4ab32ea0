import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { linkToken } from '../../../../src/core/link.ts';
import type { Transition } from '../../../../src/core/transition.ts';
import { askForLink, findEndedLink } from '../../../../src/core/use-cases/customer/ask-for-link.ts';
import { coreDeps, dayMs } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { allStepsDone, aTransition } from '../../../support/records.ts';

const link = { ...aTransition().link, linkId: 'link-of-contoso-1' };
const expired = aTransition({ link: { ...link, issuedAt: after(testNow, -9), expiresAt: after(testNow, -1) } });

async function scene(transition: Transition, held = transition.link) {
  const deps = coreDeps(transition);
  const token = linkToken(held, deps.sign);
  const ask = async () => {
    const ended = await findEndedLink(deps, token);
    return ended && askForLink(deps, ended);
  };
  const told = () => deps.transitions.stored(transition.transitionId).outbox.map(({ happening }) => happening);
  return { deps, token, ask, told, ended: () => findEndedLink(deps, token) };
}

describe('asking for a new link', () => {
  it('is told to staff with the reason, once a day however often it is asked', async () => {
    const { ask, told, deps } = await scene(expired);

    const outcomes = [await ask(), await ask()];
    await Promise.all([ask(), ask()]);
    deps.clock.advance(dayMs);
    await ask();

    assert.deepEqual(
      outcomes.map((outcome) => outcome?.kind),
      ['changed', 'unchanged'],
    );
    const asked = { kind: 'linkAskedFor', code: 'LINK_EXPIRED' };
    assert.deepEqual(
      told().filter(({ kind }) => kind === 'linkAskedFor'),
      [asked, asked],
    );
  });

  it('is known to have been asked until staff make a new one, whose own end can be told again', async () => {
    const { ask, ended, deps } = await scene(expired);
    await ask();
    const before = (await ended())?.isAskedFor;
    deps.clock.advance(1000);
    const { transitionId, ...stored } = deps.transitions.stored(expired.transitionId);
    const renewed = { ...stored.link, version: 2, issuedAt: deps.clock.now() };
    deps.transitions.put({ transitionId, ...stored, link: renewed });

    const afterwards = await ended();

    assert.equal(before, true);
    assert.deepEqual([afterwards?.code, afterwards?.isAskedFor], ['LINK_REVOKED', false]);
  });

  const others: readonly [string, Transition][] = [
    ['works', aTransition({ link })],
    ['is of a cancelled transition', { ...expired, cancelledAt: testNow }],
    ['is of a tenant that is Normal and whole', { ...expired, verifiedAt: testNow, steps: allStepsDone }],
  ];
  for (const [what, transition] of others) {
    it(`is not offered where the link ${what}`, async () => {
      const { ended } = await scene(transition);

      assert.equal(await ended(), undefined);
    });
  }

  it('is offered where a Normal tenant has to give something again', async () => {
    const steps = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } } as const;
    const { ended } = await scene({ ...expired, verifiedAt: testNow, steps });

    assert.equal((await ended())?.code, 'LINK_EXPIRED');
  });

  it('is not offered to whoever guesses', async () => {
    const { deps } = await scene(expired);
    const nobodys = linkToken({ ...expired.link, linkId: 'link-of-nobody' }, deps.sign);

    for (const token of ['', 'nonsense', nobodys, `${expired.link.linkId}.${'s'.repeat(43)}`]) {
      assert.equal(await findEndedLink(deps, token), undefined);
    }
  });
});

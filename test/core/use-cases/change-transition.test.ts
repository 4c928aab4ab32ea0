import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { service } from '../../../src/core/people.ts';
import { changeTransition, type Decision } from '../../../src/core/use-cases/change-transition.ts';
import { coreDeps } from '../../support/core-deps.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { aTransition } from '../../support/records.ts';

const first = aTransition();
const key = { organisationId: first.organisationId, transitionId: first.transitionId, actor: service };
const signedIn = (after: typeof first): Decision => ({ kind: 'change', after, happenings: [{ kind: 'signedIn' }] });

describe('changing a transition', () => {
  it('writes what was decided with the event that tells of it', async () => {
    const deps = coreDeps(first);

    const outcome = await changeTransition(deps, key, (before) => signedIn({ ...before, category: 'academic' }));

    assert.equal(outcome.kind, 'changed');
    const stored = deps.transitions.stored(first.transitionId);
    assert.equal(stored.category, 'academic');
    assert.deepEqual(
      stored.outbox.map((event) => event.happening.kind),
      ['signedIn'],
    );
  });

  it('decides again on what somebody else wrote meanwhile, so that neither is lost', async () => {
    const deps = coreDeps(first);
    deps.transitions.beforeNextReplace(() => {
      deps.transitions.put({ ...first, version: 2, category: 'government' });
    });

    const outcome = await changeTransition(deps, key, (before) => signedIn({ ...before, licenceSource: 'none' }));

    assert.equal(outcome.kind, 'changed');
    const stored = deps.transitions.stored(first.transitionId);
    assert.equal(stored.category, 'government');
    assert.equal(stored.licenceSource, 'none');
    assert.equal(stored.version, 3);
  });

  it('gives up loudly when it never gets its turn', async () => {
    const deps = coreDeps(first);
    const transitions = { ...deps.transitions, replace: () => Promise.resolve(false) };

    await assert.rejects(changeTransition({ ...deps, transitions }, key, signedIn));
  });

  it('writes nothing when there is nothing to change', async () => {
    const deps = coreDeps(first);

    const outcome = await changeTransition(deps, key, () => ({ kind: 'keep' }));

    assert.deepEqual(outcome, { kind: 'unchanged', transition: first });
    assert.equal(deps.transitions.stored(first.transitionId), first);
  });

  it('says why it refuses and shows what it refused to change', async () => {
    const outcome = await changeTransition(coreDeps(first), key, () => ({ kind: 'refuse', code: 'TRANSITION_CLOSED' }));

    assert.deepEqual(outcome, { kind: 'refused', code: 'TRANSITION_CLOSED', transition: first });
  });

  it('finds nothing in another organisation', async () => {
    const outcome = await changeTransition(coreDeps(first), { ...key, organisationId: 'other' }, signedIn);

    assert.deepEqual(outcome, { kind: 'refused', code: 'TRANSITION_NOT_FOUND' });
  });

  it('makes a visit due only where the decision says so', async () => {
    const deps = coreDeps(first);
    const soon = after(testNow, 5);

    await changeTransition(deps, key, signedIn);
    assert.equal(deps.transitions.visitDueAt(first.transitionId), undefined);

    await changeTransition(deps, key, (before) => ({ ...signedIn(before), visitDueAt: soon }));
    assert.deepEqual(deps.transitions.visitDueAt(first.transitionId), soon);
  });
});

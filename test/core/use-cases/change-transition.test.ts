import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { service } from '../../../src/core/people.ts';
import { changeTransition, changeWhileOurs, type Decision } from '../../../src/core/use-cases/change-transition.ts';
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

describe('changing a transition by what was read earlier', () => {
  it('writes while it is ours', async () => {
    const deps = coreDeps(first);

    const outcome = await changeWhileOurs(deps, key, signedIn);

    assert.equal(outcome.kind, 'changed');
    assert.equal(deps.transitions.stored(first.transitionId).version, 2);
  });

  it('writes nothing once somebody else has taken over', async () => {
    const deps = { ...coreDeps(first), stillOurs: () => Promise.resolve(false) };

    const outcome = await changeWhileOurs(deps, key, signedIn);

    assert.deepEqual(outcome, { kind: 'overtaken' });
    assert.equal(deps.transitions.stored(first.transitionId), first);
  });

  it('asks anew where somebody wrote meanwhile, who may be the one that has taken over', async () => {
    const core = coreDeps(first);
    const answers = [true, false];
    const deps = { ...core, stillOurs: () => Promise.resolve(answers.shift() ?? false) };
    const theirs = { ...first, version: 2, category: 'government' } as const;
    core.transitions.beforeNextReplace(() => core.transitions.put(theirs));

    const outcome = await changeWhileOurs(deps, key, (before) => signedIn({ ...before, licenceSource: 'none' }));

    assert.deepEqual(outcome, { kind: 'overtaken' });
    assert.equal(core.transitions.stored(first.transitionId), theirs);
  });

  it('follows no version that was written after it was asked whether it is ours', async () => {
    const core = coreDeps(first);
    const theirs = { ...first, version: 2, category: 'government' } as const;
    const answers = [true, false];
    const stillOurs = () => {
      const answer = answers.shift() ?? false;
      // Taken over right after this answer.
      if (answer) core.transitions.put(theirs);
      return Promise.resolve(answer);
    };

    const outcome = await changeWhileOurs({ ...core, stillOurs }, key, signedIn);

    assert.deepEqual(outcome, { kind: 'overtaken' });
    assert.equal(core.transitions.stored(first.transitionId), theirs);
  });
});

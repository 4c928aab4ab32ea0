import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isFormAction, readSubmission } from '../../src/cards/actions.ts';

const next = { v: 1, action: 'next', nonce: 'n-1' };

function inputsOf(inputs: object): Readonly<Record<string, string>> {
  const submission = readSubmission({ pc: next, ...inputs });
  assert.equal(submission.kind, 'action');
  return submission.inputs;
}

describe('reading what a card sent', () => {
  it('gives the action and, apart from it, what was typed', () => {
    const value = { pc: next, msteams: { feedback: { hide: true } }, companyName: ' Contoso ', country: 'AU' };

    assert.deepEqual(readSubmission(value), {
      kind: 'action',
      action: { action: 'next', nonce: 'n-1' },
      inputs: { companyName: 'Contoso', country: 'AU' },
    });
  });

  it('reads the payload of every kind of action', () => {
    const payloads = [
      { action: 'editSection', nonce: 'n-1', section: 'tenant' },
      { action: 'checkNow', transitionId: 't-1' },
      { action: 'reissueLink', transitionId: 't-1', linkVersion: 2 },
      { action: 'reissueLink', transitionId: 't-1', linkVersion: 2, replaces: 'r-1' },
      { action: 'listPage', page: 2, filter: 'contoso' },
      { action: 'listPage', page: 1 },
      { action: 'runCommand', command: 'notify me' },
      { action: 'dismiss' },
    ];

    for (const payload of payloads) {
      const submission = readSubmission({ pc: { v: 1, ...payload } });

      assert.deepEqual(submission, { kind: 'action', action: payload, inputs: {} });
    }
  });

  it('leaves to others what is not ours', () => {
    for (const value of [undefined, null, '', 'pc', 7, [], {}, { action: 'next' }, Object.create({ pc: next })]) {
      assert.deepEqual(readSubmission(value), { kind: 'foreign' });
    }
  });

  it('calls a payload that it does not know outdated', () => {
    const payloads: unknown[] = [
      null,
      'next',
      {},
      { ...next, v: 2 },
      { ...next, v: '1' },
      { action: 'next', nonce: 'n-1' },
      { v: 1, action: 'next' },
      { v: 1, action: 'launch', nonce: 'n-1' },
      { v: 1, action: 'next', nonce: '' },
      { v: 1, action: 'next', nonce: 'n'.repeat(101) },
      { v: 1, action: 'editSection', nonce: 'n-1', section: 'secrets' },
      { v: 1, action: 'checkNow', transitionId: ['t-1'] },
      { v: 1, action: 'revokeLink', transitionId: 't-1' },
      { v: 1, action: 'revokeLink', transitionId: 't-1', linkVersion: 0 },
      { v: 1, action: 'listPage', page: 0 },
      { v: 1, action: 'listPage', page: 1.5 },
      { v: 1, action: 'runCommand', command: 'x'.repeat(41) },
    ];

    for (const pc of payloads) assert.deepEqual(readSubmission({ pc }), { kind: 'outdated' }, JSON.stringify(pc));
  });

  it('takes nothing from a payload but what its action knows', () => {
    const submission = readSubmission({ pc: { v: 1, action: 'dismiss', role: 'operator' } });

    assert.deepEqual(submission, { kind: 'action', action: { action: 'dismiss' }, inputs: {} });
  });

  it('takes only texts for inputs', () => {
    assert.deepEqual(inputsOf({ a: 1, b: null, c: { d: 'x' }, e: ['x'], f: true, g: 'x' }), { g: 'x' });
  });

  it('cuts what is typed beyond all measure', () => {
    const { text = '', wide = '' } = inputsOf({ text: 'x'.repeat(1_000_000), wide: `${'y'.repeat(399)}💥` });

    assert.equal(text, 'x'.repeat(400));
    assert.equal(wide.length, 400);
    assert.ok(wide.isWellFormed());
  });

  it('reads no more than thirty inputs', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`input${String(index)}`, 'x']));

    assert.equal(Object.keys(inputsOf(many)).length, 30);
  });

  it('withstands any value', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (pc, other) => {
        assert.ok(['action', 'outdated'].includes(readSubmission({ pc, other }).kind));
        readSubmission(other);
      }),
    );
  });
});

describe('kinds of actions', () => {
  it('are told by what they carry', () => {
    assert.equal(isFormAction({ action: 'back', nonce: 'n-1' }), true);
    assert.equal(isFormAction({ action: 'dismiss' }), false);
  });
});

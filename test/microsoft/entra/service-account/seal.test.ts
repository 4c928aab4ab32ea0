import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSeal } from '../../../../src/microsoft/entra/service-account/seal.ts';

const [oldKey, newKey] = ['an old key of thirty-two characters', 'a new key of thirty-two characters!'];

describe('the seal', () => {
  const seal = createSeal([oldKey]);

  it('opens what it sealed, and shows nothing of it', () => {
    const sealed = seal.seal('name', 'the-refresh-token');

    assert.equal(seal.open('name', sealed), 'the-refresh-token');
    assert.doesNotMatch(sealed, /refresh/);
    assert.doesNotMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /refresh/);
  });

  it('never seals the same text alike', () => {
    assert.notEqual(seal.seal('name', 'text'), seal.seal('name', 'text'));
  });

  it('opens nothing under another name, with another key, or after a change', () => {
    const sealed = seal.seal('name', 'text');
    const changed = sealed.split('').map((_, at) => `${sealed.slice(0, at)}~${sealed.slice(at + 1)}`);

    assert.equal(seal.open('other', sealed), undefined);
    assert.equal(createSeal([newKey]).open('name', sealed), undefined);
    assert.deepEqual([...new Set(changed.map((text) => seal.open('name', text)))], [undefined]);
    for (const nonsense of ['', '.', '....', 'text']) assert.equal(seal.open('name', nonsense), undefined);
  });

  it('opens with an earlier key what was sealed before the new one came', () => {
    const rotated = createSeal([newKey, oldKey]);
    const [before, after] = [seal.seal('name', 'before'), rotated.seal('name', 'after')];

    assert.equal(rotated.open('name', before), 'before');
    assert.equal(createSeal([newKey]).open('name', after), 'after');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isPartial, nextPartner, partnerModelOf, type SeenPartner } from '../../src/core/csp-partners.ts';
import { after, testNow } from '../support/fake-clock.ts';

const provider: SeenPartner = { party: 'provider', name: 'Wide World Importers', isOurs: false, isAttached: false };
const reseller: SeenPartner = { party: 'reseller', name: 'Northwind Traders', isOurs: true, isAttached: false };
const there = { isAttached: true };
const hourMs = 60 * 60 * 1000;

describe('the partners that a customer authorises', () => {
  it('tell in which model we work', () => {
    assert.equal(partnerModelOf(undefined), 'direct');
    assert.equal(partnerModelOf([{ ...provider, isOurs: true }]), 'direct');
    assert.equal(partnerModelOf([provider, reseller]), 'reseller');
    assert.equal(
      partnerModelOf([
        { ...provider, isOurs: true },
        { ...reseller, isOurs: false },
      ]),
      'provider',
    );
  });

  it('are half there when one is and another is not', () => {
    assert.equal(isPartial([provider, reseller]), false);
    assert.equal(isPartial([{ ...provider, ...there }, reseller]), true);
    assert.equal(isPartial([provider, { ...reseller, ...there }]), true);
    assert.equal(
      isPartial([
        { ...provider, ...there },
        { ...reseller, ...there },
      ]),
      false,
    );
  });

  it('are asked for one after the other', () => {
    const said = { provider: testNow };

    assert.equal(nextPartner([provider, reseller], {}, testNow)?.party, 'provider');
    assert.equal(nextPartner([provider, reseller], said, testNow)?.party, 'reseller');
    assert.equal(nextPartner([provider, reseller], { ...said, reseller: testNow }, testNow), undefined);
    assert.equal(nextPartner([{ ...provider, ...there }, reseller], {}, testNow)?.party, 'reseller');
  });

  it('are asked for again when an hour after the word nothing shows, those of whom nothing was said first', () => {
    const said = { provider: testNow };
    const justBefore = after(testNow, hourMs - 1);
    const later = after(testNow, hourMs);

    assert.equal(nextPartner([provider], said, justBefore), undefined);
    assert.equal(nextPartner([provider], said, later)?.party, 'provider');
    assert.equal(nextPartner([provider, reseller], said, later)?.party, 'reseller');
  });
});

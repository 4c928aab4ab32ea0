import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inventoryFrom, isInventoryDue, isInventorySame, type TenantInventory } from '../../src/core/inventory.ts';
import type { InventoryReading, LicenceHeld } from '../../src/core/ports/microsoft.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { anInventoryReading } from '../support/fake-microsoft.ts';

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;
const whole: TenantInventory = {
  askedAt: testNow,
  users: { count: 124, readAt: testNow },
  licences: { held: [{ sku: 'SPB', bought: 60, assigned: 50 }], more: 0, readAt: testNow },
};
const throttled = { kind: 'unread', code: 'UPSTREAM_THROTTLED', retryAfterMs: 90_000 } as const;
const refused = { kind: 'unread', code: 'PERMISSION_MISSING' } as const;

function listed(...value: readonly LicenceHeld[]): InventoryReading {
  return anInventoryReading({ licences: { kind: 'read', value } });
}

describe('the inventory of a tenant', () => {
  it('is what was read, and when', () => {
    assert.deepEqual(inventoryFrom(undefined, anInventoryReading(), testNow), whole);
  });

  it('keeps what was known of a part that could not be read, with its own moment', () => {
    const later = after(testNow, dayMs);

    const inventory = inventoryFrom(whole, anInventoryReading({ users: refused }), later);

    assert.deepEqual(inventory.users, whole.users);
    assert.deepEqual(inventory.licences?.readAt, later);
    assert.deepEqual(inventory.askedAt, later);
  });

  it('is without the part that was never read', () => {
    const inventory = inventoryFrom(undefined, { users: refused, licences: refused }, testNow);

    assert.deepEqual(inventory, { askedAt: testNow });
  });

  it('names first what is used most, then what is the tenant’s, what has ended, and what is free', () => {
    const { licences } = inventoryFrom(
      undefined,
      listed(
        { sku: 'FLOW_FREE', bought: 10_000, assigned: 90 },
        { sku: 'POWER_BI_STANDARD', bought: 1_000_000, assigned: 80 },
        { sku: 'VISIOCLIENT', bought: 70, assigned: 70, lapse: 'suspended' },
        { sku: 'EXCHANGESTANDARD', bought: 5, assigned: 3 },
        { sku: 'SHAREPOINTSTORAGE', bought: 10 },
        { sku: 'SPB', bought: 60, assigned: 50, lapse: 'expired' },
        { sku: 'MCOEV', bought: 9, assigned: 3 },
      ),
      testNow,
    );

    assert.deepEqual(
      licences?.held.map(({ sku }) => sku),
      ['SPB', 'EXCHANGESTANDARD', 'MCOEV', 'SHAREPOINTSTORAGE', 'VISIOCLIENT', 'FLOW_FREE', 'POWER_BI_STANDARD'],
    );
  });

  it('keeps twenty products and says how many more there are', () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ sku: `SKU${index}`, bought: 100 - index, assigned: 1 }));

    const { licences } = inventoryFrom(undefined, listed(...many), testNow);

    assert.equal(licences?.held.length, 20);
    assert.equal(licences.more, 3);
  });

  it('reads the same to people until a number or a product changes', () => {
    const later = inventoryFrom(whole, anInventoryReading(), after(testNow, dayMs));
    const one = inventoryFrom(whole, anInventoryReading({ users: { kind: 'read', value: 125 } }), testNow);

    assert.equal(isInventorySame(whole, later), true);
    assert.equal(isInventorySame(whole, one), false);
    assert.equal(isInventorySame(undefined, whole), false);
    assert.equal(isInventorySame(undefined, { askedAt: testNow }), true);
  });

  for (const [what, known, ms, expected] of [
    ['where nobody has looked yet', undefined, 0, true],
    ['not again within a day', whole, dayMs - 1, false],
    ['again after a day', whole, dayMs, true],
    ['again after ten minutes where a part is missing', { askedAt: testNow }, 10 * minuteMs, true],
    ['not sooner where a part is missing', { askedAt: testNow }, 10 * minuteMs - 1, false],
  ] as const) {
    it(`is asked for ${what}`, () => {
      assert.equal(isInventoryDue(known, after(testNow, ms), false), expected);
    });
  }

  it('is asked for once more when the tenant turns Normal, but not before Microsoft wants to be asked', () => {
    const busy = inventoryFrom(whole, anInventoryReading({ licences: throttled }), testNow);

    assert.equal(isInventoryDue(whole, testNow, true), true);
    assert.deepEqual(busy.notBefore, after(testNow, 90_000));
    assert.equal(isInventoryDue(busy, after(testNow, 89_999), true), false);
    assert.equal(isInventoryDue(busy, after(testNow, 90_000), true), true);
  });
});

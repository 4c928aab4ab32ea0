// What a tenant has is information: whatever Microsoft says to it, the main job ends Normal, and nobody is troubled.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { statusAt } from '../../src/core/transition.ts';
import type { NewFault } from '../../src/sandbox/control/controls.ts';
import { accountOf, theTransition, walk } from '../support/journey.ts';
import { openWholeHouse } from '../support/whole-house.ts';

const skus = '/graph/v1.0/subscribedSkus';
const count = '/graph/v1.0/users/$count';
const denied = JSON.stringify({ error: { code: 'Authorization_RequestDenied', message: '' } });
const asJson = { 'Content-Type': 'application/json' };
const always = 1000;

const troubles: readonly [string, readonly NewFault[], RegExp | undefined][] = [
  [
    'consented before we asked for the number of users',
    [{ path: count, status: 403, body: denied, headers: asJson, times: always }],
    /\| Seats assigned in the tenant: Microsoft 365 Business Standard 48 of 50,/,
  ],
  [
    'has licences that Microsoft is too busy to tell',
    [{ path: skus, status: 429, headers: { 'Retry-After': '30' }, times: always }],
    /\| In the tenant: 53 accounts \(guests included\)\. \|/,
  ],
  [
    'is one of which Microsoft tells neither',
    [{ path: '/graph/v1.0/$batch', status: 502, body: '<html>', times: always }],
    undefined,
  ],
];

describe('the main job ends Normal where the customer', () => {
  for (const [what, faults, told] of troubles) {
    it(what, async () => {
      const house = await openWholeHouse();
      try {
        for (const fault of faults) house.cloud.sandbox.controls.addFault(fault);

        await walk(house, ({ seconds = 1 }) => house.pass(seconds));

        const { posted, standing } = await accountOf(house);
        const transition = await theTransition(house);
        const message = posted.thread.at(-1) ?? '';
        assert.equal(statusAt(transition, house.clock.now()), 'normal');
        if (told) assert.match(message, told);
        else assert.doesNotMatch(message, /In the tenant|Seats assigned/);
        assert.doesNotMatch(standing.thread.join('\n'), /could not be read|PERMISSION_MISSING|Details for support/);
        assert.equal('missingPermissions' in transition, false);
      } finally {
        await house.stop();
      }
    });
  }
});

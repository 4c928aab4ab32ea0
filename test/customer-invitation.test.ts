import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isCustomerInvitation } from '../src/customer-invitation.ts';
import { fixture } from './microsoft/microsoft-stub.ts';

const { url } = fixture('get-relationship-request').body as { url: string };
const kindOfBoth = url.replace('ResellerRelationship', 'IndirectResellerRelationship');

describe('an address', () => {
  for (const [name, text] of [
    ['as Microsoft’s example has it', url],
    [
      'for provider and reseller at once, which names the provider',
      kindOfBoth.replace('#', '&indirectCSPId=484e548c-f5f3-4528-93a9-c16c6373cb59#'),
    ],
  ] as const) {
    it(`invites customers: one ${name}`, () => {
      assert.equal(isCustomerInvitation(text), true);
    });
  }

  for (const [name, text] of [
    ['would make the customer a reseller', kindOfBoth],
    ['names a provider who is none', kindOfBoth.replace('#', '&indirectCSPId=0#')],
    ['has no kind', url.replace('invType', 'type')],
    ['is a script', 'javascript:alert(1)?invType=ResellerRelationship'],
    ['is none', 'ask your provider'],
  ] as const) {
    it(`invites no customer when it ${name}`, () => {
      assert.equal(isCustomerInvitation(text), false);
    });
  }
});

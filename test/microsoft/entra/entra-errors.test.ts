// Microsoft's numbers and what each deserves: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ErrorCode } from '../../../src/core/errors.ts';
import {
  appAndUserCodeOf,
  appOnlyCodeOf,
  correlationIdIn,
  numbersIn,
  signInCodeOf,
} from '../../../src/microsoft/entra/entra-errors.ts';

/** Of a person on Microsoft's pages, and of the service alone in a customer's tenant. */
const meanings: [ErrorCode, ErrorCode, ...number[]][] = [
  ['SIGN_IN_FAILED', 'CONSENT_SETTLING', 7000229, 700016, 700011, 65001, 650051],
  ['UPSTREAM_UNEXPECTED', 'UPSTREAM_UNEXPECTED', 650052, 650056, 650057, 90099],
  ['NOT_ADMINISTRATOR', 'NOT_ADMINISTRATOR', 90093, 90094, 90095],
  ['WRONG_TENANT', 'WRONG_TENANT', 50014, 50020, 50034, 51004, 90072],
  ['PERSONAL_ACCOUNT', 'PERSONAL_ACCOUNT', 500208, 50059, 90019],
  ['CROSS_TENANT_BLOCKED', 'CROSS_TENANT_BLOCKED', 500212, 500213, 1000104],
  ['SIGN_IN_NEEDS_MFA', 'SIGN_IN_NEEDS_MFA', 50072, 50074, 50076, 50078, 50079],
  ['SIGN_IN_BLOCKED', 'SIGN_IN_BLOCKED', 53000, 53001, 53002, 53003, 53004, 53011, 530032, 530034, 530035],
  ['TENANT_IN_OTHER_CLOUD', 'TENANT_IN_OTHER_CLOUD', 90038, 900432, 900382],
  ['SIGN_IN_FAILED', 'SIGN_IN_FAILED', 700005, 54005, 70008, 50089],
  ['OWN_CREDENTIALS_REFUSED', 'OWN_CREDENTIALS_REFUSED', 7000215, 7000222, 700027],
  ['APP_DISABLED', 'APP_DISABLED', 7000112],
  ['TENANT_GONE', 'TENANT_GONE', 90002, 900023, 5000224],
  ['SERVICE_ACCOUNT_REFUSED', 'SERVICE_ACCOUNT_REFUSED', 700082, 70043],
];

describe('Entra’s numbers', () => {
  for (const [ofPerson, ofService, ...numbers] of meanings) {
    for (const number of numbers) {
      it(`${String(number)} is ${ofPerson} for a person and ${ofService} for the service`, () => {
        // The word beside them says nothing: Microsoft uses one for many.
        const refusal = { error: 'invalid_request', numbers: [number] };

        assert.deepEqual([signInCodeOf(refusal, 'consent'), appOnlyCodeOf(refusal)], [ofPerson, ofService]);
      });
    }
  }

  it('decide by the first that is known', () => {
    const refusal = { error: 'access_denied', numbers: [12345, 53003, 65004] };

    assert.equal(signInCodeOf(refusal, 'consent'), 'SIGN_IN_BLOCKED');
  });

  it('stand in the description in a form of their own, whatever the language around them', () => {
    const description = 'AADSTS53003: Zugriff blockiert. Ablaufverfolgungs-ID: 1 AADSTS50076';

    assert.deepEqual(numbersIn(description), [53003, 50076]);
    assert.equal(correlationIdIn(description), undefined);
  });
});

describe('a refused service account', () => {
  for (const [error, number, code] of [
    ['invalid_grant', 700082, 'SERVICE_ACCOUNT_REFUSED'],
    ['invalid_grant', 70043, 'SERVICE_ACCOUNT_REFUSED'],
    ['interaction_required', 50076, 'SERVICE_ACCOUNT_REFUSED'],
    ['invalid_grant', 65001, 'PARTNER_ROLE_MISSING'],
    ['invalid_client', 7000222, 'OWN_CREDENTIALS_REFUSED'],
    ['invalid_client', 700027, 'OWN_CREDENTIALS_REFUSED'],
    ['temporarily_unavailable', 90033, 'UPSTREAM_UNAVAILABLE'],
  ] as const) {
    it(`with ${error} ${String(number)} is ${code}`, () => {
      assert.equal(appAndUserCodeOf({ error, numbers: [number] }), code);
    });
  }
});

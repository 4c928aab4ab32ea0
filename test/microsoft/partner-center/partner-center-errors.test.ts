import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiAnswer } from '../../../src/microsoft/api-client.ts';
import { refusalByNumber, saysNotOurCustomer } from '../../../src/microsoft/partner-center/partner-center-errors.ts';

function answer(status: number, json?: unknown): ApiAnswer {
  return { status, json, headers: new Headers(), correlationId: 'correlation' };
}

const refused = (status: number, code: number | string) =>
  answer(status, { code, description: 'Words that nobody reads.', data: [], source: 'PartnerFD' });

describe('Partner Center’s numbers', () => {
  for (const [status, numbers, code] of [
    [403, [800073, 800074, 800075], 'CUSTOMER_UNDER_REVIEW'],
    [400, [900416], 'CUSTOMER_UNDER_REVIEW'],
    [400, [2200, 2201, 2203, 2204, 2205, 2206, 900123, 900124, 900154], 'PARTNER_AGREEMENT_INVALID'],
    [403, [13605], 'AGREEMENT_MISSING'],
    [400, [600049, 600050], 'REGISTRATION_NUMBER_NEEDED'],
    [403, [900329], 'OWN_CREDENTIALS_REFUSED'],
    [401, [900420], 'OWN_CREDENTIALS_REFUSED'],
    [401, [900421], 'SERVICE_ACCOUNT_REFUSED'],
    [403, [2032, 1002], 'PARTNER_ROLE_MISSING'],
    [403, [999999], 'UPSTREAM_UNEXPECTED'],
    [403, [20002], 'UPSTREAM_UNAVAILABLE'],
    [404, [60003], 'UPSTREAM_UNAVAILABLE'],
  ] as const) {
    for (const number of numbers) {
      it(`mean ${code} at ${String(number)}, as a number or as text`, () => {
        assert.equal(refusalByNumber(refused(status, number))?.code, code);
        assert.equal(refusalByNumber(refused(status, String(number)))?.code, code);
      });
    }
  }

  it('stand in the details, with what Microsoft’s support finds the call by', () => {
    const headers = new Headers({ 'MS-RequestId': 'request' });

    const { details } = refusalByNumber({ ...refused(403, 800073), headers }) ?? {};

    const trace = { correlationId: 'correlation', requestId: 'request' };
    assert.deepEqual(details, { status: '403', ...trace, partnerCenterCode: '800073' });
  });

  it('are missed in a 403 without any: that is about what our account may do', () => {
    assert.equal(refusalByNumber(answer(403))?.code, 'PARTNER_ROLE_MISSING');
    assert.equal(refusalByNumber(answer(403, '<html></html>'))?.code, 'PARTNER_ROLE_MISSING');
  });

  it('decide nothing where they are not known and the status says enough', () => {
    assert.equal(refusalByNumber(refused(400, 123456)), undefined);
    assert.equal(refusalByNumber(answer(500)), undefined);
  });

  it('say "not our customer" only together with their status', () => {
    const said = [refused(404, 60003), refused(403, '20002'), refused(403, 60003), refused(404, 20002), answer(404)];

    assert.deepEqual(said.map(saysNotOurCustomer), [true, true, false, false, false]);
  });
});

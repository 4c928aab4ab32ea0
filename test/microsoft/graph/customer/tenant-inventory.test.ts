import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { customerTenantId, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const batchPath = '/graph/v1.0/$batch';
const users = { kind: 'read', value: 893 } as const;
const licences = {
  kind: 'read',
  value: [
    { sku: 'ENTERPRISEPREMIUM', bought: 25, assigned: 14 },
    { sku: 'CRMSTANDARD', bought: 25, assigned: 14, lapse: 'suspended' },
  ],
} as const;

interface PartAnswer {
  id: string;
  status?: number;
  headers?: Record<string, unknown>;
  body?: unknown;
}

const documented = (fixture('batch-users-and-licences').body as { responses: PartAnswer[] }).responses;

function answerWith(...changed: readonly PartAnswer[]): { json: object } {
  const parts = documented.map((part) => ({ ...part, ...changed.find(({ id }) => id === part.id) }));
  return { json: { responses: parts } };
}

function skus(...value: readonly object[]): { json: object } {
  return answerWith({ id: 'licences', body: { value } });
}

describe('the inventory of a customer’s tenant', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('POST', batchPath, { fixture: 'batch-users-and-licences' });
  });
  afterEach(() => microsoft.stub.stop());

  const read = () => microsoft.connection.readInventory(customerTenantId);
  const seats = async (units: object, more: object = {}) => {
    const prepaidUnits = { enabled: 0, warning: 0, suspended: 0, lockedOut: 0, ...units };
    const sku = { skuPartNumber: 'SPB', appliesTo: 'User', consumedUnits: 3, prepaidUnits, ...more };
    microsoft.stub.on('POST', batchPath, skus(sku));
    const { licences: found } = await read();
    assert.ok(found.kind === 'read');
    return found.value;
  };

  it('is read in one call, as Microsoft documents it', async () => {
    const inventory = await read();

    const [request, ...others] = microsoft.stub.requests('POST', batchPath);
    assert.deepEqual(inventory, { users, licences });
    assert.equal(others.length, 0);
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      requests: [
        { id: 'users', method: 'GET', url: '/users/$count', headers: { ConsistencyLevel: 'eventual' } },
        {
          id: 'licences',
          method: 'GET',
          url: '/subscribedSkus?$select=skuPartNumber,appliesTo,consumedUnits,prepaidUnits',
        },
      ],
    });
  });

  for (const [what, units, expected] of [
    ['seats that can be used', { enabled: 10, warning: 2, suspended: 5 }, { bought: 12 }],
    ['seats that have run out and still work', { warning: 4, suspended: 5 }, { bought: 4, lapse: 'expired' }],
    ['seats that were suspended', { suspended: 5 }, { bought: 5, lapse: 'suspended' }],
    ['seats that were cancelled', { lockedOut: 6 }, { bought: 6, lapse: 'cancelled' }],
  ] as const) {
    it(`counts ${what}`, async () => {
      assert.deepEqual(await seats(units), [{ sku: 'SPB', assigned: 3, ...expected }]);
    });
  }

  it('leaves out what has no seats left', async () => {
    assert.deepEqual(await seats({}), []);
  });

  it('assigns nothing of what belongs to the tenant as a whole, and takes null for nothing', async () => {
    assert.deepEqual(await seats({ enabled: 10, warning: null }, { appliesTo: 'Company', consumedUnits: null }), [
      { sku: 'SPB', bought: 10 },
    ]);
  });

  for (const body of [893, '893', 'ODkz', '\uFEFF893', '893\r\n']) {
    it(`takes ${JSON.stringify(body)} for the number of users`, async () => {
      microsoft.stub.on('POST', batchPath, answerWith({ id: 'users', body }));

      assert.deepEqual(await read(), { users, licences });
    });
  }

  const failures: readonly [what: string, part: Omit<PartAnswer, 'id'>, expected: object][] = [
    [
      'refused',
      { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } },
      { code: 'PERMISSION_MISSING' },
    ],
    ['refused with 401', { status: 401 }, { code: 'PERMISSION_MISSING' }],
    [
      'throttled for a while',
      { status: 429, headers: { 'Retry-After': '17' } },
      { code: 'UPSTREAM_THROTTLED', retryAfterMs: 17_000 },
    ],
    [
      'throttled without a word',
      { status: 429, headers: { 'Retry-After': 'soon\u0000' } },
      { code: 'UPSTREAM_THROTTLED' },
    ],
    ['unavailable', { status: 503, headers: { 'request-id': 'r-1' } }, { code: 'UPSTREAM_UNAVAILABLE' }],
    ['not to be had', { status: 400 }, { code: 'UPSTREAM_UNEXPECTED' }],
    ['of another shape', { body: { value: 'many' } }, { code: 'UPSTREAM_UNEXPECTED' }],
    ['empty', { body: null }, { code: 'UPSTREAM_UNEXPECTED' }],
    ['without a body', { body: undefined }, { code: 'UPSTREAM_UNEXPECTED' }],
    ['throttled without a body', { status: 429, body: undefined }, { code: 'UPSTREAM_THROTTLED' }],
    ['missing', { id: 'other' } as object, { code: 'UPSTREAM_UNEXPECTED' }],
  ];
  for (const name of ['users', 'licences'] as const) {
    for (const [what, part, expected] of failures) {
      it(`has the rest where the part of the ${name} is ${what}`, async () => {
        const responses = documented.map((one) => (one.id === name ? { ...one, ...part } : one));
        microsoft.stub.on('POST', batchPath, { json: { responses } });

        const inventory = await read();

        assert.partialDeepStrictEqual(inventory[name], { kind: 'unread', ...expected });
        assert.deepEqual({ ...inventory, [name]: undefined }, { users, licences, [name]: undefined });
      });
    }
  }

  it('says nothing in the log of a consent that covers less', async () => {
    microsoft.stub.on('POST', batchPath, answerWith({ id: 'users', status: 403 }));

    await read();

    assert.deepEqual(microsoft.logged, []);
  });

  for (const [what, answer, code] of [
    ['is unavailable', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['is refused', { status: 400 }, 'UPSTREAM_UNEXPECTED'],
    ['answers with a page', { raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED'],
    ['answers half', { raw: '{"responses":[{"id":"users"' }, 'UPSTREAM_UNEXPECTED'],
    ['breaks off', { reset: true }, 'UPSTREAM_UNAVAILABLE'],
  ] as const) {
    it(`is unread as a whole where the call ${what}`, async () => {
      microsoft.stub.on('POST', batchPath, answer);

      const inventory = await read();

      assert.partialDeepStrictEqual(inventory.users, { kind: 'unread', code });
      assert.deepEqual(inventory.licences, inventory.users);
    });
  }
});

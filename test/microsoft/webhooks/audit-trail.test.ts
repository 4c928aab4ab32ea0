import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createAuditTrail } from '../../../src/microsoft/webhooks/audit-trail.ts';
import { AppError } from '../../../src/core/errors.ts';
import { after, createFakeClock, testNow } from '../../support/fake-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;
const tenantId = '20000000-0000-4000-8000-000000000001';
const relationshipId = `${tenantId}-20000000-0000-4000-8000-000000000002`;

interface Asked {
  path: string;
  headers?: Record<string, string>;
}

function aTrail(...pages: readonly object[]) {
  const asked: Asked[] = [];
  const left = [...pages];
  const trail = createAuditTrail(
    {
      async send({ path, headers }) {
        asked.push({ path, ...(headers && { headers }) });
        return { status: 200, headers: new Headers(), correlationId: '1', json: left.shift() ?? { items: [] } };
      },
      refused: () => new AppError('UPSTREAM_UNEXPECTED'),
    },
    createFakeClock(),
  );
  return { trail, asked };
}

const record = (fields: object) => ({ customerId: null, operationDate: testNow.toISOString(), ...fields });

describe('the audit trail', () => {
  it('names each tenant and each relationship once', async () => {
    const { trail } = aTrail({
      items: [
        record({ customerId: tenantId.toUpperCase() }),
        record({ customerId: tenantId }),
        record({ resourceNewValue: JSON.stringify({ Id: relationshipId, customer: {} }) }),
        record({ customerId: 'Not available', resourceNewValue: 'no JSON' }),
      ],
    });

    const subjects = await trail.subjectsSince(after(testNow, -1));

    assert.deepEqual(subjects, [{ tenantId }, { relationshipId }]);
  });

  it('leaves out what is known to be earlier, and keeps what does not say when', async () => {
    const { trail } = aTrail({
      items: [
        record({ customerId: tenantId, operationDate: after(testNow, -2).toISOString() }),
        record({ resourceNewValue: JSON.stringify({ Id: relationshipId }), operationDate: null }),
      ],
    });

    assert.deepEqual(await trail.subjectsSince(after(testNow, -1)), [{ relationshipId }]);
  });

  it('goes through all pages with the token that each gives for the next', async () => {
    const next = {
      uri: '/auditrecords?startDate=2026-11-02&seekOperation=Next',
      headers: [{ key: 'MS-ContinuationToken', value: 'two' }],
    };
    const { trail, asked } = aTrail({ items: [], links: { next } }, { items: [record({ customerId: tenantId })] });

    const subjects = await trail.subjectsSince(testNow);

    assert.deepEqual(subjects, [{ tenantId }]);
    assert.deepEqual(asked, [
      { path: '/v1/auditrecords?startDate=2026-11-02&endDate=2026-11-02' },
      {
        path: '/v1/auditrecords?startDate=2026-11-02&seekOperation=Next',
        headers: { 'MS-ContinuationToken': 'two' },
      },
    ]);
  });

  it('asks for thirty days at a time, and for ninety at most', async () => {
    const { trail, asked } = aTrail();

    await trail.subjectsSince(after(testNow, -400 * dayMs));

    assert.deepEqual(
      asked.map(({ path }) => path.replace('/v1/auditrecords?', '')),
      [
        'startDate=2026-08-05&endDate=2026-09-03',
        'startDate=2026-09-04&endDate=2026-10-03',
        'startDate=2026-10-04&endDate=2026-11-02',
      ],
    );
  });

  it('asks for today too, whatever the hour at which it was last asked', async () => {
    const { trail, asked } = aTrail();
    const lateInTheDay = after(new Date(`${testNow.toISOString().slice(0, 10)}T23:00:00Z`), -30 * dayMs);

    await trail.subjectsSince(lateInTheDay);

    assert.deepEqual(
      asked.map(({ path }) => path.replace('/v1/auditrecords?', '')),
      ['startDate=2026-10-03&endDate=2026-11-01', 'startDate=2026-11-02&endDate=2026-11-02'],
    );
  });

  it('gives up where there is always a next page: half of it is not all of it', async () => {
    const next = { uri: '/auditrecords?seekOperation=Next', headers: null };
    const { trail, asked } = aTrail(...Array.from({ length: 500 }, () => ({ items: [], links: { next } })));

    await assert.rejects(trail.subjectsSince(testNow), { code: 'UPSTREAM_UNEXPECTED' });

    assert.equal(asked.length, 200);
  });

  describe('asked who ended a relationship', () => {
    const ofCustomer = `startDate=2026-10-04&endDate=2026-11-02&filter=${encodeURIComponent(
      JSON.stringify({ Field: 'CustomerId', Value: tenantId, Operator: 'equals' }),
    )}`;
    const terminated = record({
      operationType: 'granular_admin_relationship_terminated',
      resourceNewValue: JSON.stringify({ Id: relationshipId }),
      userPrincipalName: 'admin@contoso.com',
    });
    const queries = (asked: readonly Asked[]) => asked.map(({ path }) => path.replace('/v1/auditrecords?', ''));

    it('asks for the customer’s records, and is content with what stands there', async () => {
      const { trail, asked } = aTrail({ items: [terminated] });

      const end = await trail.endOf({ tenantId, relationshipId });

      assert.deepEqual(end, { at: testNow, userName: 'admin@contoso.com', isMicrosofts: false });
      assert.deepEqual(queries(asked), [ofCustomer]);
    });

    it('looks through the days of the end where the record does not name the customer', async () => {
      const { trail, asked } = aTrail({ items: [] }, { items: [terminated] });

      const end = await trail.endOf({ tenantId, relationshipId, endedAt: after(testNow, -3 * dayMs) });

      assert.equal(end?.userName, 'admin@contoso.com');
      assert.deepEqual(queries(asked), [ofCustomer, 'startDate=2026-10-30&endDate=2026-10-31']);
    });

    it('looks at today and yesterday where nobody knows when it ended', async () => {
      const { trail, asked } = aTrail();

      const end = await trail.endOf({ tenantId, relationshipId });

      assert.equal(end, undefined);
      assert.deepEqual(queries(asked), [ofCustomer, 'startDate=2026-11-01&endDate=2026-11-02']);
    });

    it('asks for nothing that Partner Center keeps no more', async () => {
      const { trail, asked } = aTrail();

      await trail.endOf({ tenantId, relationshipId, endedAt: after(testNow, -400 * dayMs) });

      assert.deepEqual(queries(asked)[1], 'startDate=2026-08-05&endDate=2026-08-06');
    });

    it('asks for the reseller relationship once: its records name the customer', async () => {
      const { trail, asked } = aTrail({ items: [terminated] });

      const end = await trail.endOf({ tenantId });

      assert.equal(end, undefined);
      assert.deepEqual(queries(asked), [ofCustomer]);
    });

    it('gives up after twenty pages: it is not worth more', async () => {
      const next = { uri: '/auditrecords?seekOperation=Next', headers: null };
      const { trail, asked } = aTrail(...Array.from({ length: 500 }, () => ({ items: [], links: { next } })));

      await assert.rejects(trail.endOf({ tenantId }), { code: 'UPSTREAM_UNEXPECTED' });

      assert.equal(asked.length, 20);
    });
  });
});

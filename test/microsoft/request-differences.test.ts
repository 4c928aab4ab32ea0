import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { documented } from '../support/documentation.ts';
import type { SeenRequest } from './microsoft-stub.ts';
import { requestDifferences } from './request-differences.ts';

const { request } = documented('update-access-assignment');
const path = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships/a/accessAssignments/b';
const details = { unifiedRoles: [{ roleDefinitionId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b' }] };
const asShown: SeenRequest = {
  method: 'PATCH',
  path,
  headers: { authorization: 'Bearer token', 'content-type': 'application/json', 'if-match': 'W/"one"' },
  body: JSON.stringify({ accessDetails: details }),
};

describe('what we send against what a page shows', () => {
  const changed = (change: Partial<SeenRequest>) => requestDifferences(request, { ...asShown, ...change });
  const withHeaders = (headers: SeenRequest['headers']) => changed({ headers: { ...asShown.headers, ...headers } });
  const withBody = (body: unknown) => changed({ body: JSON.stringify(body) });

  it('differs in nothing but ids and how many there are of a list', () => {
    assert.deepEqual(changed({}), []);
  });

  for (const [what, found, expected] of [
    ['another method', changed({ method: 'PUT' }), ['method is PUT']],
    ['another address', changed({ path: `${path}/c` }), [`address is ${path}/c`]],
    ['a parameter of ours', changed({ path: `${path}?$top=1` }), ['query $top is not on the page']],
    ['no entity tag', withHeaders({ 'if-match': undefined }), ['header if-match is not sent']],
    ['an entity tag of another form', withHeaders({ 'if-match': '*' }), ['header if-match is *']],
    ['another type', withHeaders({ 'content-type': 'text/plain' }), ['header content-type is text/plain']],
    ['no token', withHeaders({ authorization: undefined }), ['header authorization is not sent']],
    ['a header of ours', withHeaders({ prefer: 'much' }), ['header prefer is not on the page']],
    ['a field less', withBody({}), ['body.accessDetails is not sent']],
    ['a field more', withBody({ accessDetails: details, id: 1 }), ['body.id is not on the page']],
    ['another kind of value', withBody({ accessDetails: [] }), ['body.accessDetails: object but array']],
  ] as const) {
    it(`differs by ${what}`, () => {
      assert.deepEqual(found.slice(0, 1), expected);
    });
  }

  it('differs by another of Microsoft’s words, and by a parameter that is required', () => {
    const lock = documented('create-delegated-admin-relationship-request').request;
    const customers = documented('list-customers').request;
    const asked = { ...asShown, headers: {}, body: JSON.stringify({ action: 'terminate' }) };

    assert.ok(requestDifferences(lock, asked).includes('body.action is terminate'));
    assert.ok(
      requestDifferences(customers, { ...asked, path: '/partnercenter/v1/customers' }).includes(
        'query size is not sent',
      ),
    );
  });
});

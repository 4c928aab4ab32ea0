import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aProfile } from './records.ts';

export interface CallCounts {
  lists: number;
  singles: number;
  tokens: number;
}

/** The two lists that a round is read from, and single reads of what stands in them, for as many tenants as one likes. */
export interface ListCloud {
  url: string;
  /** Since the last look at it. The invitation is not counted: it lasts for a day. */
  takeCalls(): CallCounts;
  stop(): Promise<void>;
}

const noCalls: CallCounts = { lists: 0, singles: 0, tokens: 0 };

const organization = '/graph/v1.0/organization';
const relationships = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships';
const customers = '/partnercenter/v1/customers';

const invitation = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship';

/** Tenant and relationship ids by number. */
export function idOf(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** Every tenant has a relationship that its admin has not approved yet, and is no customer; as many others are. */
export async function startListCloud(tenants: number): Promise<ListCloud> {
  let calls = noCalls;
  const count = (kind: keyof CallCounts) => {
    calls = { ...calls, [kind]: calls[kind] + 1 };
  };

  function answer(address: URL, tenantId: string): object | undefined {
    const { pathname, searchParams } = address;
    if (pathname === relationships) return relationshipsFrom(Number(searchParams.get('$skiptoken') ?? 0));
    if (pathname === `${customers}/relationshiprequests`) return { url: invitation };
    if (pathname === customers) return customersFrom(Number(searchParams.get('from') ?? 0));
    count('singles');
    if (pathname === organization) return { value: [organizationOf(tenantId)] };
    return pathname.startsWith(relationships) ? relationshipOf(pathname.slice(relationships.length + 1)) : undefined;
  }

  function relationshipsFrom(first: number): object {
    count('lists');
    const next = first + 300;
    return {
      value: indexes(first, Math.min(next, tenants)).map((index) => relationshipOf(idOf(index))),
      ...(next < tenants && { '@odata.nextLink': `${url}${relationships}?$top=300&$skiptoken=${String(next)}` }),
    };
  }

  function customersFrom(first: number): object {
    count('lists');
    const next = first + 500;
    const items = indexes(first, Math.min(next, tenants)).map((index) => ({
      id: idOf(0xf00000000 + index),
      relationshipToPartner: 'reseller',
    }));
    return { items, links: next < tenants ? { next: { uri: `/customers?size=500&from=${String(next)}` } } : {} };
  }

  const server = createServer((request, response) => {
    request.resume();
    const [, service = '', tenantId = ''] = (request.url ?? '').split('/');
    if (request.method === 'POST' && service === 'login') {
      count('tokens');
      // Whose it is, is all that the token says.
      say(response, 200, { access_token: tenantId, token_type: 'Bearer', expires_in: 3599 });
    } else {
      const [, token = ''] = (request.headers.authorization ?? '').split(' ');
      const known = answer(new URL(request.url ?? '', url), token);
      if (known) say(response, 200, known);
      else say(response, 404, { code: '60003' });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    url,
    takeCalls() {
      const taken = calls;
      calls = noCalls;
      return taken;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function relationshipOf(relationshipId: string): object {
  return {
    '@odata.etag': 'an etag',
    id: relationshipId,
    displayName: 'A customer',
    status: 'approvalPending',
    customer: { tenantId: relationshipId, displayName: 'A customer' },
    accessDetails: { unifiedRoles: [{ roleDefinitionId: '4d6ac14f-3453-41d0-bef9-a3e0c569773a' }] },
    duration: 'P730D',
    autoExtendDuration: 'PT0S',
  };
}

function organizationOf(tenantId: string): object {
  const verifiedDomains = [{ name: 'contoso.example', isDefault: true, isInitial: true }];
  return { id: tenantId, displayName: aProfile().displayName, tenantType: 'AAD', verifiedDomains };
}

function indexes(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

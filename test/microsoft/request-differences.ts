// What we send against what a page of Microsoft's shows being sent.
import { differences, fieldsOf, standInPath, type DocumentedRequest } from '../support/documentation.ts';
import type { SeenRequest } from './microsoft-stub.ts';

/** Between two programs, whatever they say to each other. */
const ofTheTransport = new Set([
  ...['host', 'connection', 'content-length', 'accept-encoding', 'accept-language', 'user-agent', 'sec-fetch-mode'],
  // Of fetch's, beside an If-Match.
  ...['cache-control', 'pragma'],
]);

/** Which a service takes with every request; the pages of its calls leave them out. */
const ofTheService: Readonly<Record<string, readonly string[]>> = {
  // https://learn.microsoft.com/graph/best-practices-concept and, for the SDK's own, its telemetry handler.
  '/graph': ['authorization', 'accept', 'client-request-id', 'sdkversion'],
  // https://learn.microsoft.com/partner-center/developer/headers; ValidateMfa: partner-center-authentication.
  '/partnercenter': [
    ...['authorization', 'accept', 'ms-requestid', 'ms-correlationid', 'ms-contract-version', 'x-locale'],
    'validatemfa',
  ],
  // Of MSAL's, about itself.
  '/login': ['accept', 'content-type'],
};

/** What the page of the service's headers calls required, whatever the page of a call shows. */
const alwaysRequired: Readonly<Record<string, readonly string[]>> = {
  '/graph': ['authorization'],
  '/partnercenter': ['authorization', 'ms-contract-version', 'ms-requestid', 'ms-correlationid'],
  '/login': [],
};

/** Of MSAL's, about itself: its telemetry, and what it would like to be told besides. */
const ofMsal = /^(x-client-|x-app-|x-ms-|x-anchormailbox|client-request-id|client_info$|claims$|clidata$)/i;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const entityTag = /^W\/".+"$/;

/** Fields whose values are Microsoft's words, of which the example has the right one. */
const words = new Set([
  ...['action', 'accessContainerType', 'autoExtendDuration', 'contentType', 'grant_type', 'client_assertion_type'],
  ...['Qualification', 'method', 'url', 'ConsistencyLevel'],
]);

/** The page's address without its query, each of its placeholders anything within one segment. */
function addressPattern(url: string): RegExp {
  const [bare = ''] = standInPath(url).split('?');
  const literal = bare.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join("[^/']+")}$`, 'i');
}

/**
 * Everything in which `sent` is not what the page shows: `… is not sent` of what only the page has, `… is not on the page`
 * of what only we have, and what has another kind of value. Ids differ, and are compared by their form.
 */
export function requestDifferences(example: DocumentedRequest, sent: SeenRequest): string[] {
  const [path = '', query = ''] = sent.path.split('?');
  return [
    ...(sent.method === example.method ? [] : [`method is ${sent.method}`]),
    ...(addressPattern(example.url).test(path) ? [] : [`address is ${path}`]),
    ...queryDifferences(example, new URLSearchParams(query)),
    ...headerDifferences(example, sent),
    ...bodyDifferences(example, sent.body),
  ];
}

function queryDifferences({ url, optionalQuery = [] }: DocumentedRequest, sent: URLSearchParams): string[] {
  const shown = [...new URLSearchParams(url.split('?')[1]).keys()];
  const missing = shown.filter((name) => !optionalQuery.includes(name) && !sent.has(name));
  const isKnown = (name: string) => shown.includes(name) || optionalQuery.includes(name) || ofMsal.test(name);
  const added = [...sent.keys()].filter((name) => !isKnown(name));
  return [
    ...missing.map((name) => `query ${name} is not sent`),
    ...added.map((name) => `query ${name} is not on the page`),
  ];
}

function headerDifferences(example: DocumentedRequest, { path, headers }: SeenRequest): string[] {
  const service = Object.keys(ofTheService).find((folder) => path.startsWith(`${folder}/`)) ?? '/login';
  const isMeant = (name: string) => example.body !== undefined || example.form !== undefined || name !== 'content-type';
  const shown = new Map(Object.entries(example.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const required = [...shown.keys(), ...(alwaysRequired[service] ?? [])].filter(isMeant);
  const known = new Set([...shown.keys(), ...ofTheTransport, ...(ofTheService[service] ?? [])]);
  const added = Object.keys(headers).filter((name) => !known.has(name) && !(service === '/login' && ofMsal.test(name)));
  return [
    ...[...new Set(required)].flatMap((name) => headerDifference(name, shown.get(name), headers[name])),
    ...added.map((name) => `header ${name} is not on the page`),
  ];
}

function headerDifference(name: string, shown: string | undefined, sent: string | string[] | undefined): string[] {
  if (typeof sent !== 'string') return [`header ${name} is not sent`];
  return shown === undefined || isAlike(shown, sent) ? [] : [`header ${name} is ${sent}`];
}

function isAlike(shown: string, sent: string): boolean {
  if (guid.test(shown)) return guid.test(sent);
  if (entityTag.test(shown)) return entityTag.test(sent);
  if (shown.startsWith('Bearer ')) return /^Bearer ./.test(sent);
  if (shown === '*/*') return true;
  return sent.split(';')[0]?.toLowerCase() === shown.toLowerCase();
}

function bodyDifferences({ body, form }: DocumentedRequest, sent: string): string[] {
  if (form !== undefined) return between(form, Object.fromEntries(new URLSearchParams(sent)));
  if (body === undefined) return sent === '' ? [] : ['body is not on the page'];
  return between(body, JSON.parse(sent === '' ? 'null' : sent));
}

function between(shown: unknown, sent: unknown): string[] {
  const there = differences(shown, sent).map((text) => text.replace(': missing', ' is not sent'));
  const added = differences(sent, shown).flatMap((text) => /^[.](.*): missing$/.exec(text)?.[1] ?? []);
  return [
    ...there,
    ...added.filter((name) => !ofMsal.test(name)).map((name) => `.${name} is not on the page`),
    ...wordDifferences(shown, sent),
  ].map((text) => `body${text}`);
}

function wordDifferences(shown: unknown, sent: unknown, path = ''): string[] {
  if (Array.isArray(shown) && Array.isArray(sent)) {
    const both = shown.slice(0, sent.length);
    return both.flatMap((item, index) => wordDifferences(item, sent[index], `${path}[${String(index)}]`));
  }
  const values = fieldsOf(sent);
  return [...fieldsOf(shown)].flatMap(([name, value]) => {
    const ours = values.get(name);
    if (!words.has(name) || typeof value !== 'string') return wordDifferences(value, ours, `${path}.${name}`);
    if (typeof ours !== 'string') return [];
    return ours.toLowerCase() === value.toLowerCase() ? [] : [`${path}.${name} is ${ours}`];
  });
}

// The examples of Microsoft's documentation, transcribed: requests and answers. The client and the sandbox are each held
// against them, and neither against the other.

import { readdirSync, readFileSync } from 'node:fs';

export interface DocumentedRequest {
  /** Where the request stands, if not where the answer does. */
  readonly page?: string;
  readonly version?: string;
  readonly method: string;
  /** As on the page, with the page's own placeholders, `{…}`, also where its example has an id. */
  readonly url: string;
  /** Query parameters that the page calls optional. The others that the address has are required. */
  readonly optionalQuery?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

export interface Documented {
  readonly source: { readonly page: string; readonly version: string; readonly transcribed: string };
  readonly request: DocumentedRequest;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const folder = new URL('../fixtures/microsoft/', import.meta.url);

export const documentedNames: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/[.]json$/, ''))
  .sort();

export function documented(name: string): Documented {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Documented;
}

/** Microsoft's hosts by their folder in the sandbox and in the stub. */
const folders: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.com': '/login',
  'https://graph.microsoft.com': '/graph',
  'https://api.partnercenter.microsoft.com': '/partnercenter',
  'http://169.254.169.254': '',
};

/** The path and query of a documented address, as a stand-in for Microsoft's hosts has them. */
export function standInPath(url: string): string {
  const host = Object.keys(folders).find((one) => url.startsWith(one));
  if (host === undefined) throw new Error(`no host of Microsoft's: ${url}`);
  return `${folders[host] ?? ''}${url.slice(host.length)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function fieldsOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** The places where `actual` lacks something of `example` or has another kind of value there. Of lists, the first item. */
export function differences(example: unknown, actual: unknown, path = ''): string[] {
  if (kindOf(example) !== kindOf(actual)) return [`${path}: ${kindOf(example)} but ${kindOf(actual)}`];
  if (Array.isArray(example) && Array.isArray(actual)) {
    const isComparable = example.length > 0 && actual.length > 0;
    return isComparable ? differences(example[0], actual[0], `${path}[0]`) : [];
  }
  const fields = fieldsOf(actual);
  return [...fieldsOf(example)].flatMap(([name, value]) =>
    fields.has(name) ? differences(value, fields.get(name), `${path}.${name}`) : [`${path}.${name}: missing`],
  );
}

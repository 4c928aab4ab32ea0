import { z } from 'zod';

// What several keys may say, read in one way.

/** The parts without the blanks around them; an empty part is none. */
export function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Separated by commas. */
export const list = z.string().transform((value) => split(value, ','));

/** `<tenant id>=<anything>`, cut in two. */
export function tenantEntryOf(error: string) {
  return z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}=./i, error)
    .transform((entry) => ({ organisationId: entry.slice(0, 36).toLowerCase(), text: entry.slice(37).trim() }));
}

/** As in `https:`. Undefined: no address. What `{places}` of it stand for is filled in later. */
function protocolOf(address: string): string | undefined {
  const filled = address.replaceAll(/\{\w+\}/g, 'x');
  // URL would complete what lacks the slashes; what is put together with paths here would not.
  return /^[a-z]+:\/\//i.test(filled) && URL.canParse(filled) ? new URL(filled).protocol : undefined;
}

export const notWeb = 'must be an http or https address';

export function isWeb(address: string): boolean {
  return ['http:', 'https:'].includes(protocolOf(address) ?? '');
}

export function isPlainHttp(address: string): boolean {
  return protocolOf(address) === 'http:';
}

/** Without a final slash, so that paths can follow. */
export const webAddress = z
  .string()
  .trim()
  .refine(isWeb, { error: notWeb, abort: true })
  .refine(isBare, 'must have no user name, query or fragment')
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));

/** Our own: every path on it is ours. */
export const publicAddress = z
  .string()
  .trim()
  .refine(isWeb, { error: notWeb, abort: true })
  .refine(
    (value) => isBare(value) && new URL(value).pathname === '/',
    'must be the address alone, such as https://connect.example.com, without path, query, fragment or user name',
  )
  .transform((value) => new URL(value).origin);

function isBare(address: string): boolean {
  const { username, password, search, hash } = new URL(address);
  return username + password + search + hash === '';
}

import type { SandboxRequest } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';

const maxPageSize = 300;

/** One page of a collection, with `@odata.nextLink` when there is more. The link is opaque to the caller. */
export function pageOf(request: SandboxRequest, items: readonly unknown[]): Record<string, unknown> {
  const { searchParams } = request.url;
  const top = Number(searchParams.get('$top') ?? maxPageSize);
  const skip = Number(searchParams.get('$skiptoken') ?? 0);
  if (!Number.isInteger(top) || top < 1 || top > maxPageSize || !Number.isInteger(skip) || skip < 0) {
    throw new Refusal(400, 'badRequest', `Invalid page: $top must be between 1 and ${String(maxPageSize)}.`);
  }
  const value = items.slice(skip, skip + top);
  if (skip + top >= items.length) return { value };
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(skip + top));
  return { '@odata.nextLink': next.href, value };
}

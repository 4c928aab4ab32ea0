import type { X509Certificate } from 'node:crypto';
import type { Clock } from '../../core/ports/runtime.ts';
import { certificatesIn } from './certificate-chain.ts';

type CertificateFinding =
  | { kind: 'found'; certificates: readonly X509Certificate[] }
  /** The address is not one of Partner Center's: it is not even asked. */
  | { kind: 'foreign' }
  /** Nothing, or no certificate, is there now. */
  | { kind: 'unavailable' };

export type FindCertificates = (url: string) => Promise<CertificateFinding>;

const keptMs = 60 * 60 * 1000;
/** What failed is asked for again soon, but not by every knock at the door. */
const failureKeptMs = 60 * 1000;
const mostBytes = 64 * 1024;
const timeoutMs = 5_000;
/** Certificates change once a year. More addresses than these within an hour are somebody trying. */
const mostAddresses = 10;

interface Kept {
  finding: Promise<CertificateFinding>;
  until: number;
}

/** Downloads the certificates that signatures name, from the pinned places only, and keeps them for an hour. */
export function createSigningCertificates(deps: { prefixes: readonly string[]; clock: Clock }): FindCertificates {
  const kept = new Map<string, Kept>();

  function start(url: string): Promise<CertificateFinding> {
    const entry: Kept = { finding: download(url), until: deps.clock.now().getTime() + keptMs };
    kept.set(url, entry);
    return entry.finding.then((finding) => {
      if (finding.kind !== 'found') entry.until = deps.clock.now().getTime() + failureKeptMs;
      return finding;
    });
  }

  return async (text) => {
    const url = pinned(text, deps.prefixes);
    if (url === undefined) return { kind: 'foreign' };
    const now = deps.clock.now().getTime();
    for (const [known, { until }] of kept) if (until <= now) kept.delete(known);
    const known = kept.get(url);
    if (known) return known.finding;
    return kept.size < mostAddresses ? start(url) : { kind: 'unavailable' };
  };
}

/** The parser has resolved dots in the path; what is encoded could mean another path at the other end. */
function pinned(text: string, prefixes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  if (!/^[\w./-]+$/.test(url.pathname)) return undefined;
  return prefixes.some((prefix) => url.href.startsWith(prefix)) ? url.href : undefined;
}

/** A kept connection may be gone by now, and that shows only in the answer that never comes: once more, anew. */
async function get(url: string): Promise<Response> {
  const ask = () => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  return ask().catch(ask);
}

async function download(url: string): Promise<CertificateFinding> {
  try {
    const response = await get(url);
    if (response.status !== 200 || response.body === null) return { kind: 'unavailable' };
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > mostBytes) return { kind: 'unavailable' };
      chunks.push(chunk);
    }
    return { kind: 'found', certificates: certificatesIn(Buffer.concat(chunks)) };
  } catch {
    // Silence, half an answer or no certificate: there is nothing to verify with, whichever it was.
    return { kind: 'unavailable' };
  }
}

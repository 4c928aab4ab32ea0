import type { X509Certificate } from 'node:crypto';
import type { Clock, Timers } from '../../core/ports/runtime.ts';
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
/** Whoever posts may not wait so long; the next one then finds it here. */
const timeoutMs = 15_000;
/** Certificates change once a year: so many addresses at a time are plenty. */
const mostFound = 10;
/** What strangers can make us remember. */
const mostFailed = 200;
/** And make us do at once; whoever is turned away comes again. */
const mostDownloads = 10;

export interface SigningCertificatesDeps {
  prefixes: readonly string[];
  clock: Clock;
  timers: Timers;
}

interface Kept {
  finding: CertificateFinding;
  until: number;
}

/**
 * Downloads the certificates that signatures name, from the pinned places only, and keeps them for an hour. Whoever
 * posts names the place, so that what strangers invent takes the room neither of what was found nor of what is asked anew.
 */
export function createSigningCertificates(deps: SigningCertificatesDeps): FindCertificates {
  const found = new Map<string, Kept>();
  const failed = new Map<string, Kept>();
  const downloads = new Map<string, Promise<CertificateFinding>>();

  async function start(url: string): Promise<CertificateFinding> {
    const finding = await download(url, deps.timers);
    downloads.delete(url);
    const now = deps.clock.now().getTime();
    if (finding.kind === 'found') keep(found, url, { kept: { finding, until: now + keptMs }, most: mostFound });
    else keep(failed, url, { kept: { finding, until: now + failureKeptMs }, most: mostFailed });
    return finding;
  }

  return async (text) => {
    const url = pinned(text, deps.prefixes);
    if (url === undefined) return { kind: 'foreign' };
    const now = deps.clock.now().getTime();
    const known = [found.get(url), failed.get(url)].find((kept) => kept && kept.until > now);
    if (known) return known.finding;
    const running = downloads.get(url);
    if (running) return running;
    // What was a certificate an hour ago is asked for however many strangers knock.
    if (downloads.size >= mostDownloads && !found.has(url)) return { kind: 'unavailable' };
    const started = start(url);
    downloads.set(url, started);
    return started;
  };
}

/** As the newest; the oldest makes room. */
function keep(memory: Map<string, Kept>, url: string, { kept, most }: { kept: Kept; most: number }): void {
  memory.delete(url);
  memory.set(url, kept);
  const [oldest] = memory.keys();
  if (memory.size > most && oldest !== undefined) memory.delete(oldest);
}

/** The parser has resolved dots in the path; what is encoded could mean another path at the other end. */
function pinned(text: string, prefixes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  if (!/^[\w./-]+$/.test(url.pathname)) return undefined;
  return prefixes.some((prefix) => url.href.startsWith(prefix)) ? url.href : undefined;
}

async function download(url: string, timers: Timers): Promise<CertificateFinding> {
  const deadline = new AbortController();
  const cancel = timers.after(timeoutMs, () => deadline.abort());
  const ask = () => read(url, deadline.signal);
  try {
    // A kept connection may be gone by now, and that shows only in the answer that never comes: once more, anew.
    return await ask().catch(ask);
  } catch {
    // Silence, half an answer or no certificate: there is nothing to verify with, whichever it was.
    return { kind: 'unavailable' };
  } finally {
    cancel();
  }
}

async function read(url: string, signal: AbortSignal): Promise<CertificateFinding> {
  const response = await fetch(url, { redirect: 'manual', signal });
  if (response.status !== 200 || response.body === null) return { kind: 'unavailable' };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return { kind: 'unavailable' };
    chunks.push(chunk);
  }
  return { kind: 'found', certificates: certificatesIn(Buffer.concat(chunks)) };
}

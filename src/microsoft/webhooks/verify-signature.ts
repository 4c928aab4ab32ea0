import { verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../core/ports/runtime.ts';
import { whyNotTrusted, type ChainProblem, type Trust } from './certificate-chain.ts';
import type { FindCertificates } from './signing-certificates.ts';

export type SignatureProblem =
  'headersMissing' | 'algorithm' | 'certificateAddress' | 'certificateUnavailable' | 'signature' | ChainProblem;

interface Signed {
  headers: IncomingHttpHeaders;
  /** Exactly what arrived: another byte is another document. */
  rawBody: Buffer;
}

/** Undefined: Partner Center has signed this. */
export type VerifySignature = (signed: Signed) => Promise<SignatureProblem | undefined>;

/** SHA-1 is not here and never will be. */
const hashes: ReadonlyMap<string, string> = new Map([
  ['rsa-sha256', 'sha256'],
  ['rsa-sha384', 'sha384'],
  ['rsa-sha512', 'sha512'],
]);

export function createVerifySignature(deps: {
  trust: Trust;
  findCertificates: FindCertificates;
  clock: Clock;
}): VerifySignature {
  const { trust, findCertificates, clock } = deps;

  return async ({ headers, rawBody }) => {
    const signature = signatureIn(headers);
    const url = textOf(headers['x-ms-certificate-url']);
    const algorithm = textOf(headers['x-ms-signature-algorithm']);
    if (signature === undefined || url === undefined || algorithm === undefined) return 'headersMissing';
    const hash = hashes.get(algorithm.toLowerCase());
    if (hash === undefined) return 'algorithm';
    const finding = await findCertificates(url);
    if (finding.kind === 'foreign') return 'certificateAddress';
    const [leaf, ...shipped] = finding.kind === 'found' ? finding.certificates : [];
    if (!leaf) return 'certificateUnavailable';
    const problem = whyNotTrusted(leaf, { shipped, trust, now: clock.now() });
    if (problem) return problem;
    return verify(hash, rawBody, leaf.publicKey, signature) ? undefined : 'signature';
  };
}

/** In a header of its own when the registration asked for that: proxies like to keep Authorization to themselves. */
function signatureIn(headers: IncomingHttpHeaders): Buffer | undefined {
  const given = [headers['x-ms-signature'], headers.authorization].map(textOf);
  for (const text of given) {
    const base64 = /^Signature\s+([A-Za-z0-9+/]+={0,2})$/i.exec(text ?? '')?.[1];
    if (base64 !== undefined) return Buffer.from(base64, 'base64');
  }
  return undefined;
}

function textOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

// Node verifies one certificate against one key and builds no chains: this does, up to roots that the operator named.
import { X509Certificate } from 'node:crypto';

export interface Trust {
  roots: readonly X509Certificate[];
  /** Between a root and what it signed; believed only when the chain ends in a root. */
  intermediates: readonly X509Certificate[];
  names: readonly string[];
}

export type ChainProblem = 'certificateDates' | 'certificateName' | 'certificateKey' | 'certificateChain';

const organisation = 'Microsoft Corporation';
const longestChain = 5;
/** Nobody ships more in earnest, and each costs work. */
const mostCertificates = 10;
const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** A PEM bundle or one certificate in DER, as `.cer` files come in both. Throws on anything else. */
export function certificatesIn(bytes: Buffer): X509Certificate[] {
  const blocks = bytes.toString('latin1').match(pemBlock);
  if (blocks === null) return [new X509Certificate(bytes)];
  return blocks.slice(0, mostCertificates).map((block) => new X509Certificate(block));
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

/** Why this certificate, with what was shipped beside it, does not speak for Partner Center at this instant. */
export function whyNotTrusted(
  leaf: X509Certificate,
  { shipped, trust, now }: { shipped: readonly X509Certificate[]; trust: Trust; now: Date },
): ChainProblem | undefined {
  if (!isValidAt(leaf, now)) return 'certificateDates';
  if (!isMadeOutTo(leaf, trust.names)) return 'certificateName';
  const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return 'certificateKey';
  const between = [...shipped, ...trust.intermediates].filter((certificate) => certificate.ca);
  return leadsToRoot(leaf, { between, roots: trust.roots, now, left: longestChain }) ? undefined : 'certificateChain';
}

function isValidAt(certificate: X509Certificate, now: Date): boolean {
  return certificate.validFromDate <= now && now <= certificate.validToDate;
}

/** Microsoft's own example looks at the organisation of the issuer; certificates from elsewhere name it as subject. */
function isMadeOutTo(leaf: X509Certificate, names: readonly string[]): boolean {
  const lines = `${leaf.subject}\n${leaf.issuer}`.split('\n');
  if (!lines.includes(`O=${organisation}`)) return false;
  return names.some((name) => leaf.checkHost(name, { wildcards: false }) !== undefined);
}

interface Search {
  between: readonly X509Certificate[];
  roots: readonly X509Certificate[];
  now: Date;
  left: number;
}

function leadsToRoot(certificate: X509Certificate, search: Search): boolean {
  const signs = (issuer: X509Certificate) =>
    isValidAt(issuer, search.now) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (search.roots.some(signs)) return true;
  if (search.left === 0) return false;
  const others = { ...search, left: search.left - 1 };
  return search.between.some(
    (issuer) =>
      issuer !== certificate &&
      signs(issuer) &&
      leadsToRoot(issuer, { ...others, between: search.between.filter((other) => other !== issuer) }),
  );
}

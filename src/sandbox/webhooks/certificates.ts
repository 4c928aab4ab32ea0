// Certificates that sign webhooks: a root of the sandbox's own and what it issued.

import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import forge from 'node-forge';

interface Issued {
  readonly pem: string;
  readonly privateKey: KeyObject;
}

export interface WebhookCertificates {
  readonly rootPem: string;
  /** The certificate that signs, and behind it the one that issued it. */
  readonly bundlePem: string;
  readonly privateKey: KeyObject;
}

interface Pair {
  readonly privateKey: KeyObject;
  readonly forgePrivate: forge.pki.rsa.PrivateKey;
  readonly forgePublic: forge.pki.rsa.PublicKey;
}

export const signingName = 'pcnotifications-dispatch.microsoft.com';
const dayMs = 24 * 60 * 60 * 1000;

function newPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privatePem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    privateKey,
    forgePrivate: forge.pki.privateKeyFromPem(privatePem),
    forgePublic: forge.pki.publicKeyFromPem(publicPem),
  };
}

function nameOf(commonName: string): forge.pki.CertificateField[] {
  return [
    { name: 'countryName', value: 'US' },
    { name: 'organizationName', value: 'Microsoft Corporation' },
    { name: 'commonName', value: commonName },
  ];
}

interface Request {
  readonly subject: string;
  readonly issuer: string;
  readonly key: Pair;
  readonly signedWith: Pair;
  readonly extensions: object[];
  readonly from: Date;
  readonly to: Date;
}

function issue(request: Request): Issued {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = request.key.forgePublic;
  // Positive and without padding, as DER wants an integer.
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(12))}`;
  certificate.validity.notBefore = request.from;
  certificate.validity.notAfter = request.to;
  certificate.setSubject(nameOf(request.subject));
  certificate.setIssuer(nameOf(request.issuer));
  certificate.setExtensions(request.extensions);
  certificate.sign(request.signedWith.forgePrivate, forge.md.sha256.create());
  return { pem: forge.pki.certificateToPem(certificate), privateKey: request.key.privateKey };
}

const authority = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];
const signer = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'subjectAltName', altNames: [{ type: 2, value: signingName }] },
];

const pairs = new Map<string, Pair>();

/** Keys take long to make: one of each name a process. */
function pairOf(name: string): Pair {
  const pair = pairs.get(name) ?? newPair();
  pairs.set(name, pair);
  return pair;
}

/** Valid from a day before `now` for ten years. Authorities of different names do not know each other. */
export function createWebhookCertificates(authorityName: string, now: Date): WebhookCertificates {
  const validity = { from: new Date(now.getTime() - dayMs), to: new Date(now.getTime() + 3650 * dayMs) };
  const root = `${authorityName} Root (not Microsoft)`;
  const issuing = `${authorityName} Issuing (not Microsoft)`;
  const [rootKey, issuingKey, signingKey] = [pairOf(root), pairOf(issuing), pairOf(`${authorityName} signing`)];
  const byRoot = { ...validity, issuer: root, signedWith: rootKey, extensions: authority };
  const intermediate = issue({ ...byRoot, subject: issuing, key: issuingKey });
  const signing = issue({
    ...validity,
    subject: signingName,
    issuer: issuing,
    key: signingKey,
    signedWith: issuingKey,
    extensions: signer,
  });
  return {
    rootPem: issue({ ...byRoot, subject: root, key: rootKey }).pem,
    bundlePem: `${signing.pem}${intermediate.pem}`,
    privateKey: signing.privateKey,
  };
}

// Chains as Microsoft's would be, each with one thing wrong.
import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, it } from 'mocha';
import forge from 'node-forge';
import { whyNotTrusted, type Trust } from '../../../src/microsoft/webhooks/certificate-chain.ts';

const signingName = 'pcnotifications-dispatch.microsoft.com';
const microsoft = 'Microsoft Corporation';
const now = new Date('2026-11-02T09:00:00.000Z');
const dayMs = 24 * 60 * 60 * 1000;

interface Keys {
  certificate: forge.pki.PublicKey;
  signing: forge.pki.rsa.PrivateKey;
}

function newKeys(modulusLength = 2048): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    certificate: forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    signing: forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
  };
}

// Keys take long to make.
const [rootKeys, issuingKeys, leafKeys, weakKeys] = [newKeys(), newKeys(), newKeys(), newKeys(1024)];

interface Made {
  name: string;
  keys: Keys;
  by: { name: string; keys: Keys };
  organisation?: string;
  isAuthority?: boolean;
  /** Instead of the root's and the issuer's: whom it is for. */
  host?: string;
  daysFrom?: number;
  daysTo?: number;
}

function made({ name, keys, by, organisation = microsoft, isAuthority = true, host, ...days }: Made): X509Certificate {
  const named = (commonName: string) => [
    { name: 'organizationName', value: organisation },
    { name: 'commonName', value: commonName },
  ];
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.certificate;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(now.getTime() + (days.daysFrom ?? -1) * dayMs);
  certificate.validity.notAfter = new Date(now.getTime() + (days.daysTo ?? 365) * dayMs);
  certificate.setSubject(named(name));
  certificate.setIssuer(named(by.name));
  certificate.setExtensions([
    { name: 'basicConstraints', cA: isAuthority, critical: true },
    ...(host === undefined ? [] : [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }]),
  ]);
  certificate.sign(by.keys.signing, forge.md.sha256.create());
  return new X509Certificate(forge.pki.certificateToPem(certificate));
}

type Changes = Partial<Omit<Made, 'name' | 'by'>>;

/** A root, what it issued, and the certificate that signs, changed in one thing. */
function judged({ root = {}, issuing = {}, leaf = {} }: { root?: Changes; issuing?: Changes; leaf?: Changes }) {
  const organisation = leaf.organisation ?? microsoft;
  const top = { name: 'Root', keys: rootKeys };
  const middle = { name: 'Issuing', keys: issuingKeys };
  const trust: Trust = {
    roots: [made({ ...top, by: top, organisation, ...root })],
    intermediates: [],
    names: [signingName],
  };
  const shipped = [made({ ...middle, by: top, organisation, ...issuing })];
  const signer = { name: 'Signer', keys: leafKeys, by: middle, isAuthority: false, host: signingName, ...leaf };
  return whyNotTrusted(made(signer), { shipped, trust, now });
}

describe('a chain of certificates', () => {
  it('is trusted up to a root that the operator named', () => {
    assert.equal(judged({}), undefined);
  });

  it('is not trusted where the same root issued it in another name', () => {
    assert.equal(judged({ leaf: { host: 'elsewhere.microsoft.com' } }), 'certificateName');
    assert.equal(judged({ leaf: { host: '*.microsoft.com' } }), 'certificateName');
  });

  it('is not trusted where it belongs to another organisation', () => {
    assert.equal(judged({ leaf: { organisation: 'Contoso' } }), 'certificateName');
    assert.equal(judged({ leaf: { organisation: `${microsoft} Ltd` } }), 'certificateName');
  });

  it('is not trusted where somebody issued it who may not issue', () => {
    assert.equal(judged({ issuing: { isAuthority: false } }), 'certificateChain');
  });

  it('is not trusted where an issuer has had its time, or has not begun', () => {
    assert.equal(judged({ issuing: { daysFrom: -9, daysTo: -1 } }), 'certificateChain');
    assert.equal(judged({ issuing: { daysFrom: 1 } }), 'certificateChain');
    assert.equal(judged({ root: { daysFrom: -9, daysTo: -1 } }), 'certificateChain');
  });

  it('is not trusted where its own time is over, or has not begun', () => {
    assert.equal(judged({ leaf: { daysFrom: -9, daysTo: -1 } }), 'certificateDates');
    assert.equal(judged({ leaf: { daysFrom: 1 } }), 'certificateDates');
  });

  it('is not trusted where its key is a short one', () => {
    assert.equal(judged({ leaf: { keys: weakKeys } }), 'certificateKey');
  });

  it('is not trusted where its key is none of RSA’s, for that is what the signatures are made with', () => {
    const trust: Trust = { roots: [new X509Certificate(ellipticRoot)], intermediates: [], names: [signingName] };
    const certificate = new X509Certificate(ellipticLeaf);
    const later = new Date(certificate.validFromDate.getTime() + dayMs);

    assert.ok(certificate.verify(new X509Certificate(ellipticRoot).publicKey));
    assert.equal(whyNotTrusted(certificate, { shipped: [], trust, now: later }), 'certificateKey');
  });
});

// The library above makes none of these: openssl did, for a hundred years.
const ellipticRoot = `-----BEGIN CERTIFICATE-----
MIIB0DCCAXWgAwIBAgIUZ4OUMYXfeawqi5ODpxOlgMu8tI0wCgYIKoZIzj0EAwIw
PDEeMBwGA1UECgwVTWljcm9zb2Z0IENvcnBvcmF0aW9uMRowGAYDVQQDDBFSb290
IG9mIHRoZSB0ZXN0czAgFw0yNjExMjMwMTM5MDJaGA8yMTI2MTAzMDAxMzkwMlow
PDEeMBwGA1UECgwVTWljcm9zb2Z0IENvcnBvcmF0aW9uMRowGAYDVQQDDBFSb290
IG9mIHRoZSB0ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJLVp7LIwUto
s9Di2qhK1hNPvq68VmEnNNT496CwY7yABEHAnNrl5WG61GYDRvWwhrg0D9GJKHJG
S2zjlX+5xXijUzBRMB0GA1UdDgQWBBR/+MAgUqtA0ohJkJyfvNFRM1twNDAfBgNV
HSMEGDAWgBR/+MAgUqtA0ohJkJyfvNFRM1twNDAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0kAMEYCIQCB1a/68/r5Mwv7Tp5IB6CkOK8xKWWYqIcBm7VNBf+H
KwIhAOwB29aFmXA9JPPLz6QBzKmjuZBw3rgGgdVidLfua75o
-----END CERTIFICATE-----`;
const ellipticLeaf = `-----BEGIN CERTIFICATE-----
MIIB9jCCAZygAwIBAgIUJucd/RJTPyfBsf6QAWH1gz1uyb4wCgYIKoZIzj0EAwIw
PDEeMBwGA1UECgwVTWljcm9zb2Z0IENvcnBvcmF0aW9uMRowGAYDVQQDDBFSb290
IG9mIHRoZSB0ZXN0czAgFw0yNjExMjMwMTM5MDJaGA8yMTI1MDYxNzAxMzkwMlow
MTEeMBwGA1UECgwVTWljcm9zb2Z0IENvcnBvcmF0aW9uMQ8wDQYDVQQDDAZzaWdu
ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARwtxZFYyP6BoKhvEWyxAnAPG0j
Sed/IoOVpMHqGOZrviJr/lJ+cDjExz0dZTFzpGGT6nFdWSFC1inOugVm4hyAo4GE
MIGBMDEGA1UdEQQqMCiCJnBjbm90aWZpY2F0aW9ucy1kaXNwYXRjaC5taWNyb3Nv
ZnQuY29tMAwGA1UdEwEB/wQCMAAwHQYDVR0OBBYEFOCGP+UQdoDvrWiqCa2790OW
g5QwMB8GA1UdIwQYMBaAFH/4wCBSq0DSiEmQnJ+80VEzW3A0MAoGCCqGSM49BAMC
A0gAMEUCIQCdrPgadLRDdVGX3LnMON/wzJUrKw19og2Oi+ViK9QnnwIgCcHc46zm
5Kqu/5VkQCixs3G3WINP8wz9POJtxD9fvhk=
-----END CERTIFICATE-----`;

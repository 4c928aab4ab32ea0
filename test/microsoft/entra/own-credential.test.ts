import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, it } from 'mocha';
import { credentialForMsal } from '../../../src/microsoft/entra/own-credential.ts';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import { createWebhookCertificates } from '../../../src/sandbox/webhooks/certificates.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startSandboxTest, type SandboxTest } from '../sandbox-fixture.ts';

const { bundlePem, privateKey } = createWebhookCertificates('Own', new Date());
const own = new X509Certificate(bundlePem);
const clientCertificate = `${bundlePem}${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}`;
const { tenantId } = tenantByDomain('contoso.com');

describe('the credential of the service', () => {
  let sandbox: SandboxTest | undefined;
  afterEach(async () => {
    await sandbox?.stop();
    sandbox = undefined;
  });

  const withCertificate = async (known: string[]) => {
    // MSAL dates what it signs by the machine's clock, which has gone on since this file was read.
    const clock = createFakeClock(new Date());
    sandbox = await startSandboxTest({ clientCertificate }, { clock, clientCertificates: known });
    return sandbox;
  };

  it('may be a certificate that the registration knows: for tokens of the app and of the service account', async () => {
    const { partner } = await withCertificate([own.toString()]);

    const readings = [
      await partner.ensureRelationship({ tenantId, customerName: 'Contoso' }),
      await partner.resellerInvitationUrl(),
    ];

    assert.deepEqual(
      readings.map(({ kind }) => kind),
      ['read', 'read'],
    );
  });

  it('is refused by name when the registration knows another certificate', async () => {
    const stranger = createWebhookCertificates('Stranger', new Date());
    const { partner } = await withCertificate([stranger.rootPem]);

    const reading = await partner.ensureRelationship({ tenantId, customerName: 'Contoso' });

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'OWN_CREDENTIALS_REFUSED' });
  });

  it('names the certificate by its SHA-256 thumbprint, and goes without one when there is a secret', () => {
    const { clientCertificate: told } = credentialForMsal({ clientCertificate });

    assert.equal(told?.thumbprintSha256, own.fingerprint256.replaceAll(':', ''));
    assert.deepEqual(credentialForMsal({ clientSecret: 'secret' }), { clientSecret: 'secret' });
  });
});

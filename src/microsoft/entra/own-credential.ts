import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { NodeAuthOptions } from '@azure/msal-node';

/** What the service proves itself to Entra with: one of the three. */
export interface OwnCredential {
  clientSecret?: string;
  /** A certificate that the app registration knows, and its private key: PEM, one behind the other. It goes first. */
  clientCertificate?: string;
  /** A managed identity's token, asked for whenever one is needed. */
  clientAssertion?: () => Promise<string>;
}

/** In MSAL's words. A certificate is named by its SHA-256 thumbprint. */
export function credentialForMsal(
  own: OwnCredential,
): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'> {
  const { clientSecret, clientCertificate: pem, clientAssertion } = own;
  if (clientAssertion) return { clientAssertion };
  if (pem === undefined) return clientSecret === undefined ? {} : { clientSecret };
  const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
  const privateKey = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { clientCertificate: { thumbprintSha256, privateKey } };
}

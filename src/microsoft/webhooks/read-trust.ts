import { readFileSync } from 'node:fs';
import { certificatesIn, isSelfSigned, type Trust } from './certificate-chain.ts';
import type { WebhookConfig } from './webhook-config.ts';

/** Throws, naming the file, when one cannot be read or none of them has a root. */
export function readTrust({ trustedCertificateFiles, certificateNames }: WebhookConfig): Trust {
  const certificates = trustedCertificateFiles.flatMap((file) => {
    try {
      return certificatesIn(readFileSync(file));
    } catch (cause) {
      throw new Error(`WEBHOOK_TRUSTED_CERTIFICATES: ${file} is not a file of certificates in PEM`, { cause });
    }
  });
  const roots = certificates.filter(isSelfSigned);
  if (roots.length === 0) throw new Error('WEBHOOK_TRUSTED_CERTIFICATES: none of the certificates is a root');
  return { roots, intermediates: certificates.filter((one) => !roots.includes(one)), names: certificateNames };
}

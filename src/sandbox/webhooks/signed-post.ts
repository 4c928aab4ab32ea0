// One signed event on its way, true or forged in one of the ways that somebody might try.

import { sign } from 'node:crypto';

import { graphInstant } from '../world/timing.ts';
import { createWebhookCertificates, signingName, type WebhookCertificates } from './certificates.ts';

export const forgeries = ['unsigned', 'signature', 'body', 'host', 'chain', 'sha1', 'late'] as const;
export type Forgery = (typeof forgeries)[number];

export interface Event {
  readonly eventName: string;
  readonly resourceUri: string;
  readonly resourceName: string;
  readonly changedAt: string;
}

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signer {
  /** What a receiver must trust. */
  rootPem(): string;
  /** The file under the certificates' folder; undefined when there is none of that name. */
  certificate(fileName: string): string | undefined;
  post(event: Event, to: { url: string; usesSignatureHeader: boolean }, forgery?: Forgery): Post;
}

export const certificateFolder = '/3psostorageacct/cert';
export const foreignFolder = '/elsewhere/cert';
const weekMs = 7 * 24 * 60 * 60 * 1000;
const foreignName = 'foreign';

function bodyOf(event: Event, forgery: Forgery | undefined): string {
  const changedAt = new Date(event.changedAt).getTime() - (forgery === 'late' ? weekMs : 0);
  return JSON.stringify({
    EventName: event.eventName,
    ResourceUri: event.resourceUri,
    ResourceName: event.resourceName,
    AuditUri: null,
    ResourceChangeUtcDate: graphInstant(new Date(changedAt)).replace('Z', '+00:00'),
  });
}

/** Certificates are made when the first signature or certificate is asked for. */
export function createSigner(parts: { readonly publicUrl: () => string; readonly now: () => Date }): Signer {
  let own: WebhookCertificates | undefined;
  let foreign: WebhookCertificates | undefined;
  const ours = (): WebhookCertificates => (own ??= createWebhookCertificates('Sandbox', parts.now()));
  const theirs = (): WebhookCertificates => (foreign ??= createWebhookCertificates('Foreign', parts.now()));

  function certificateUrl(forgery: Forgery | undefined): string {
    const folder = forgery === 'host' ? foreignFolder : certificateFolder;
    return `${parts.publicUrl()}${folder}/${forgery === 'chain' ? foreignName : signingName}.cer`;
  }

  return {
    rootPem: () => ours().rootPem,
    certificate(fileName) {
      if (fileName === `${signingName}.cer`) return ours().bundlePem;
      return fileName === `${foreignName}.cer` ? theirs().bundlePem : undefined;
    },
    post(event, { url, usesSignatureHeader }, forgery) {
      const body = bodyOf(event, forgery);
      const json = { 'content-type': 'application/json; charset=utf-8' };
      if (forgery === 'unsigned') return { url, body, headers: json };
      const { privateKey } = forgery === 'chain' || forgery === 'signature' ? theirs() : ours();
      const hash = forgery === 'sha1' ? 'sha1' : 'sha256';
      const signature = `Signature ${sign(hash, Buffer.from(body), privateKey).toString('base64')}`;
      return {
        url,
        body: forgery === 'body' ? body.replace('{', '{ ') : body,
        headers: {
          ...json,
          [usesSignatureHeader ? 'x-ms-signature' : 'authorization']: signature,
          'x-ms-certificate-url': certificateUrl(forgery),
          'x-ms-signature-algorithm': `rsa-${hash}`,
        },
      };
    },
  };
}

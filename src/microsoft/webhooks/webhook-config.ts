import type { AcceptedBody } from '../../http-route.ts';

export interface WebhookConfig {
  /** Where events can reach us; without a final slash. */
  publicUrl: string;
  /** What the address of a signing certificate must begin with; each ends with a slash. */
  certificateUrlPrefixes: readonly string[];
  /** PEM files. What is self-signed in them is trusted; the rest helps to build chains up to it. */
  trustedCertificateFiles: readonly string[];
  /** The signing certificate must be made out to one of these. */
  certificateNames: readonly string[];
}

/** The route's path; it is registered with Microsoft, so it never changes. */
export const webhookPath = '/webhooks/partner-center';

/** Parsed when its signature has been found good. */
export const webhookBody: AcceptedBody = { kind: 'bytes', mostBytes: 64 * 1024 };

export function callbackUrlOf({ publicUrl }: Pick<WebhookConfig, 'publicUrl'>): string {
  return `${publicUrl}${webhookPath}`;
}

import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { MachineProbes } from '../core/ports/check-up.ts';

type SiteAnswer = Awaited<ReturnType<MachineProbes['site']>>;
type CertificateAnswer = Awaited<ReturnType<MachineProbes['siteCertificate']>>;

const waitMs = 5_000;
const httpsPort = 443;
/** Node's words for "nobody there", as opposed to a certificate that is not to be trusted. */
const silentCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
]);

/** Whether the public address leads to this service, by its own health page. */
export async function readSite(publicUrl: string): Promise<SiteAnswer> {
  try {
    const response = await fetch(`${publicUrl}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(waitMs) });
    return {
      kind: 'answers',
      status: response.status,
      isOurs: response.status === 200 && isHealth(await response.text()),
    };
  } catch (error) {
    return { kind: 'silent', why: codeOf(error instanceof Error ? (error.cause ?? error) : error) };
  }
}

function isHealth(text: string): boolean {
  return text.trim() === JSON.stringify({ status: 'ok' });
}

/** The certificate that browsers are shown there, if they would trust it. */
export async function readCertificate(publicUrl: string): Promise<CertificateAnswer> {
  const { hostname, port } = new URL(publicUrl);
  return new Promise((resolve) => {
    const options = {
      host: hostname,
      port: port === '' ? httpsPort : Number(port),
      ...(isIP(hostname) === 0 && { servername: hostname }),
      timeout: waitMs,
    };
    const socket = connect(options, () => {
      const endsAt = new Date(socket.getPeerCertificate().valid_to);
      socket.destroy();
      resolve({ kind: 'valid', endsAt });
    });
    socket.once('timeout', () => {
      socket.destroy();
      resolve({ kind: 'silent', why: 'ETIMEDOUT' });
    });
    socket.once('error', (error) => {
      const why = codeOf(error);
      resolve({ kind: silentCodes.has(why) ? 'silent' : 'refused', why });
    });
  });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

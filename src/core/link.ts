import type { SignText } from './ports/runtime.ts';
import { AppError } from './errors.ts';
import type { PartnerConnectLink } from './transition.ts';

/** `linkId.signature`: nothing secret is stored; the token is computed again whenever a card or mail is rendered. */
export function linkToken(link: PartnerConnectLink, sign: SignText): string {
  return `${link.linkId}.${sign.sign(signedText(link))}`;
}

export function linkIdOf(token: string): string | undefined {
  const match = /^([A-Za-z0-9_-]{10,64})\.[A-Za-z0-9_-]{20,128}$/.exec(token);
  return match?.[1];
}

/** Throws LINK_UNKNOWN, LINK_REVOKED or LINK_EXPIRED. A token of an earlier version says LINK_REVOKED: it was replaced. */
export function assertLinkOpens(token: string, link: PartnerConnectLink, checks: { sign: SignText; now: Date }): void {
  const signature = token.slice(link.linkId.length + 1);
  if (!checks.sign.verify(signedText(link), signature)) {
    throw new AppError(wasOnceValid(signature, link, checks.sign) ? 'LINK_REVOKED' : 'LINK_UNKNOWN');
  }
  if (link.revokedAt) throw new AppError('LINK_REVOKED');
  if (link.expiresAt <= checks.now) throw new AppError('LINK_EXPIRED');
}

function wasOnceValid(signature: string, link: PartnerConnectLink, sign: SignText): boolean {
  for (let version = link.version - 1; version >= 1; version -= 1) {
    if (sign.verify(signedText({ ...link, version }), signature)) return true;
  }
  return false;
}

function signedText(link: Pick<PartnerConnectLink, 'linkId' | 'version'>): string {
  return `${link.linkId}.${String(link.version)}`;
}

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

interface LinkChecks {
  sign: SignText;
  now: Date;
  /** What whoever holds a link that was good once may be told of it. */
  about?: Readonly<Record<string, string>>;
}

/** Throws LINK_UNKNOWN, LINK_REVOKED or LINK_EXPIRED. A token of an earlier version says LINK_REVOKED: it was replaced. */
export function assertLinkOpens(token: string, link: PartnerConnectLink, checks: LinkChecks): void {
  const signature = token.slice(link.linkId.length + 1);
  const { sign, now, about } = checks;
  if (!sign.verify(signedText(link), signature)) {
    throw wasOnceValid(signature, link, sign) ? new AppError('LINK_REVOKED', about) : new AppError('LINK_UNKNOWN');
  }
  if (link.revokedAt) throw new AppError('LINK_REVOKED', about);
  if (link.expiresAt <= now) throw new AppError('LINK_EXPIRED', about);
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

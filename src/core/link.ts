import type { SignText } from './ports/runtime.ts';
import { AppError } from './errors.ts';
import type { PartnerConnectLink } from './transition.ts';

/** `linkId.signature`: nothing secret is stored; the token is computed again whenever a card or mail is rendered. */
export function linkToken(link: PartnerConnectLink, sign: SignText): string {
  return `${link.linkId}.${sign.sign(signedText(link))}`;
}

/** What the customer's admin opens: in cards, mails and pages the same. */
export function linkUrl(publicUrl: string, link: PartnerConnectLink, sign: SignText): string {
  return `${publicUrl}/connect/${linkToken(link, sign)}`;
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

/** Throws LINK_UNKNOWN, LINK_REVOKED or LINK_EXPIRED. */
export function assertLinkOpens(token: string, link: PartnerConnectLink, checks: LinkChecks): void {
  const code = linkProblem(token, link, checks);
  if (code !== undefined) throw new AppError(code, code === 'LINK_UNKNOWN' ? {} : checks.about);
}

/** Why the token opens nothing, if so. One of an earlier version says LINK_REVOKED: it was replaced. */
export function linkProblem(
  token: string,
  link: PartnerConnectLink,
  { sign, now }: Pick<LinkChecks, 'sign' | 'now'>,
): 'LINK_UNKNOWN' | 'LINK_REVOKED' | 'LINK_EXPIRED' | undefined {
  const signature = token.slice(link.linkId.length + 1);
  if (!sign.verify(signedText(link), signature)) {
    return wasOnceValid(signature, link, sign) ? 'LINK_REVOKED' : 'LINK_UNKNOWN';
  }
  if (link.revokedAt) return 'LINK_REVOKED';
  return link.expiresAt <= now ? 'LINK_EXPIRED' : undefined;
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

import { checkServiceAccount, type ServiceAccountCheckDeps } from '../check-up/check-service-account.ts';
import type { Finding } from '../check-up/findings.ts';
import type { VerifiedIdentity } from '../ports/microsoft.ts';
import type { Clock, Ids, SignText } from '../ports/runtime.ts';
import type { EphemeralStore } from '../ports/store/ephemeral-store.ts';

/** How long an operator has from asking for an address to being back from Microsoft. */
const consentAddressLifetimeMs = 15 * 60 * 1000;

/** What the page on which the service account signs in is opened with. Nothing is stored for it: it is signed. */
export interface ConsentAddress {
  addressId: string;
  expiresAt: Date;
}

export function newConsentAddress({ ids, clock }: { ids: Ids; clock: Clock }): ConsentAddress {
  const endsAtSeconds = Math.floor((clock.now().getTime() + consentAddressLifetimeMs) / 1000);
  return { addressId: ids.random(), expiresAt: new Date(endsAtSeconds * 1000) };
}

/** `<id>.<end, in seconds>.<signature>`. Whoever has it may open the page until then; it names nobody. */
export function consentToken({ addressId, expiresAt }: ConsentAddress, sign: SignText): string {
  const text = `${addressId}.${String(expiresAt.getTime() / 1000)}`;
  return `${text}.${sign.sign(signedText(text))}`;
}

/** Where the page stands; the token follows. */
export const consentPath = '/connect/partner-consent';

export function consentUrl(publicUrl: string, address: ConsentAddress, sign: SignText): string {
  return `${publicUrl}${consentPath}/${consentToken(address, sign)}`;
}

/** Links of customers are signed with the same keys, over another text: neither passes for the other. */
function signedText(text: string): string {
  return `partner consent ${text}`;
}

export type ConsentOpening =
  | { kind: 'open'; address: ConsentAddress }
  /** Kept for the browser that did it: what became of it. */
  | { kind: 'used'; address: ConsentAddress; result?: ConsentResult }
  | { kind: 'expired' | 'unknown' };

export interface ConsentResult {
  userName: string;
  findings: readonly Finding[];
}

interface OpenDeps {
  sign: SignText;
  clock: Clock;
  ephemeral: Pick<EphemeralStore, 'get'>;
}

/** Changes nothing: previews open addresses too. `browser` is what the result was kept for. */
export async function openConsent(deps: OpenDeps, token: string, browser: string | undefined): Promise<ConsentOpening> {
  const address = addressIn(deps.sign, token);
  if (!address) return { kind: 'unknown' };
  const now = deps.clock.now();
  if (address.expiresAt <= now) return { kind: 'expired' };
  const json = await deps.ephemeral.get(usedKey(address.addressId), now);
  if (json === undefined) return { kind: 'open', address };
  const used = JSON.parse(json) as Used;
  const isTheirs = browser !== undefined && used.browser === browser;
  return { kind: 'used', address, ...(isTheirs && used.result && { result: used.result }) };
}

function addressIn(sign: SignText, token: string): ConsentAddress | undefined {
  const [, text = '', addressId = '', endsAt = '', signature = ''] =
    /^(([A-Za-z0-9_-]{10,64})\.(\d{1,12}))\.([A-Za-z0-9]{20,128})$/.exec(token) ?? [];
  if (text === '' || !sign.verify(signedText(text), signature)) return undefined;
  return { addressId, expiresAt: new Date(Number(endsAt) * 1000) };
}

interface Used {
  browser: string;
  result?: ConsentResult;
}

function usedKey(addressId: string): string {
  return `partner-consent-used:${addressId}`;
}

export interface AcceptDeps extends ServiceAccountCheckDeps {
  clock: Clock;
  ephemeral: Pick<EphemeralStore, 'putIfAbsent' | 'put' | 'take'>;
}

export interface SignedInAccount {
  address: ConsentAddress;
  browser: string;
  identity: VerifiedIdentity;
  adopt: () => Promise<void>;
}

export type ConsentOutcome = { kind: 'accepted' } | { kind: 'otherTenant' | 'guest' | 'used' | 'expired' };

/**
 * Somebody came back with a verified id token. Only a member of the partner's own tenant becomes the service account, and
 * an address makes one only: of two that come back with it the second is refused. Then it is tried, and what came out
 * is kept for the page, as long as the address would have lasted.
 */
export async function acceptServiceAccount(deps: AcceptDeps, account: SignedInAccount): Promise<ConsentOutcome> {
  const { address, browser, identity } = account;
  const { clock, ephemeral, settings } = deps;
  if (identity.tenantId.toLowerCase() !== settings.partnerTenantId.toLowerCase()) return { kind: 'otherTenant' };
  if (identity.isGuest) return { kind: 'guest' };
  const now = clock.now();
  if (address.expiresAt <= now) return { kind: 'expired' };
  const expiresAt = new Date(now.getTime() + consentAddressLifetimeMs);
  const key = usedKey(address.addressId);
  const isFirst = await ephemeral.putIfAbsent(key, JSON.stringify({ browser } satisfies Used), { now, expiresAt });
  if (!isFirst) return { kind: 'used' };
  try {
    await account.adopt();
  } catch (error) {
    // Nothing was kept, so the address has made nobody the service account: it may be used again.
    await ephemeral.take(key, now);
    throw error;
  }
  const result = { userName: identity.userName, findings: await checkServiceAccount(deps) };
  await ephemeral.put(key, JSON.stringify({ browser, result } satisfies Used), expiresAt);
  return { kind: 'accepted' };
}

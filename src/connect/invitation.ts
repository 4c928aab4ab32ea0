import type { Clock } from '../core/ports/runtime.ts';
import type { PartnerCloud } from '../core/ports/microsoft.ts';

export interface Invitation {
  /** Where the customer authorises the CSP; undefined while Microsoft does not tell. */
  url(): Promise<string | undefined>;
}

const keptMs = 10 * 60 * 1000;

/** One link for all customers, asked for by every open page every few seconds: kept for a while. */
export function createInvitation(partner: Pick<PartnerCloud, 'resellerInvitationUrl'>, clock: Clock): Invitation {
  let kept: { url: string; untilMs: number } | undefined;
  return {
    async url() {
      const now = clock.now().getTime();
      if (kept && kept.untilMs > now) return kept.url;
      const reading = await partner.resellerInvitationUrl();
      if (reading.kind === 'unread' || !isWebAddress(reading.value)) return undefined;
      kept = { url: reading.value, untilMs: now + keptMs };
      return kept.url;
    },
  };
}

/** It becomes a link that an administrator is told to open. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

import type { LicenceSource } from '../../core/customer.ts';
import type { TextKey, Translate } from '../../text/translate.ts';

/** Connecting moves nothing: what is bought elsewhere runs on there, and each way of buying ends in its own way. */
const advice: Record<LicenceSource, readonly TextKey[]> = {
  none: [],
  open: ['cards.commerce.keepsRunning', 'cards.commerce.open.first', 'cards.commerce.open.second'],
  webDirect: ['cards.commerce.keepsRunning', 'cards.commerce.webDirect.first', 'cards.commerce.webDirect.second'],
  otherPartner: [
    'cards.commerce.keepsRunning',
    'cards.commerce.otherPartner.first',
    'cards.commerce.otherPartner.second',
    'cards.commerce.otherPartner.third',
  ],
  sameProvider: [
    'cards.commerce.keepsRunning',
    'cards.commerce.sameProvider.first',
    'cards.commerce.sameProvider.second',
  ],
  unknown: ['cards.commerce.keepsRunning', 'cards.commerce.unknownSource.first'],
};

/** What is left to do with the old supplier once the tenant is Normal, in order. */
export function afterCare(t: Translate, licenceSource: LicenceSource): string[] {
  return advice[licenceSource].map((key) => t(key));
}

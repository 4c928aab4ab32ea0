import type { Address } from '../../../core/customer.ts';
import type { AddressVerdict } from '../../../core/ports/addresses.ts';
import { bodyOf } from '../../api-client.ts';
import { AddressValidation, wireAddresses } from './address-wire.ts';
import type { PartnerCenterAsApp } from '../partner-center.ts';

const known = new Set(['verified', 'verifiedshippable']);
/** The address did not get as far as being looked at. */
const notJudged = new Set(['notvalidated']);
/** Microsoft suggests three at most. */
const mostSuggestions = 3;

/**
 * Whether Microsoft knows an address. Every status but the two good ones is for a person to decide, those included that
 * came later; a 400 is Microsoft's way of refusing a state or a postal code. Throws AppError.
 */
export async function judgeAddress(partnerCenter: PartnerCenterAsApp, address: Address): Promise<AddressVerdict> {
  const body = toWire(address);
  const path = '/v1/validations/address';
  const answer = await partnerCenter.send({ call: 'judgeAddress', method: 'POST', path, body, isRead: true });
  if (answer.status === 400) return { kind: 'unknown', suggestions: [] };
  if (answer.status !== 200) throw partnerCenter.refused(answer);
  const { status, suggestedAddresses } = bodyOf(answer, AddressValidation);
  const word = status.toLowerCase();
  if (known.has(word)) return { kind: 'known' };
  if (notJudged.has(word)) return { kind: 'notJudged' };
  const suggestions = wireAddresses(suggestedAddresses ?? []).slice(0, mostSuggestions);
  return { kind: 'unknown', suggestions: suggestions.map(fromWire) };
}

/** Asked in capitals and answered without, as the page's examples are. */
function toWire({ country, line1, line2, city, state, postalCode }: Address): object {
  return {
    AddressLine1: line1,
    ...(line2 !== undefined && { AddressLine2: line2 }),
    City: city,
    // The documentation requires both of every country.
    State: state ?? '',
    PostalCode: postalCode ?? '',
    Country: country,
  };
}

function fromWire(wire: ReturnType<typeof wireAddresses>[number]): Address {
  const { country, city, state, addressLine1, addressLine2, postalCode } = wire;
  return {
    country: country.toUpperCase(),
    line1: addressLine1,
    ...(addressLine2 && { line2: addressLine2 }),
    city,
    ...(state && { state }),
    ...(postalCode && { postalCode }),
  };
}

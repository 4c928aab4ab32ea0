import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** As people read it out: +61 2 9123 4567. */
export function showPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

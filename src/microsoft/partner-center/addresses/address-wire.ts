import { z } from 'zod';

/** What the documentation's example shows; older countries leave parts out. */
export type CountryInformation = z.infer<typeof CountryInformation>;
export const CountryInformation = z.object({
  isStateRequired: z.boolean().nullish(),
  states: z.object({ value: z.array(z.string()).nullish() }).nullish(),
  isPostalCodeRequired: z.boolean().nullish(),
  postalCodeRegex: z.string().nullish(),
  phoneNumberRegex: z.string().nullish(),
});

const WireAddress = z.object({
  country: z.string(),
  city: z.string(),
  state: z.string().nullish(),
  addressLine1: z.string(),
  addressLine2: z.string().nullish(),
  postalCode: z.string().nullish(),
});

export const AddressValidation = z.object({
  status: z.string(),
  /** One that lacks a street or a city cannot be offered. */
  suggestedAddresses: z.array(z.unknown()).nullish(),
});

export function wireAddresses(items: readonly unknown[]): z.output<typeof WireAddress>[] {
  return items.flatMap((item) => WireAddress.safeParse(item).data ?? []);
}

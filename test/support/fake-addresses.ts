import type { AddressDirectory, AddressVerdict, CountryRules } from '../../src/core/ports/addresses.ts';
import type { Address } from '../../src/core/customer.ts';
import type { Reading } from '../../src/core/ports/microsoft.ts';

export interface FakeAddresses extends AddressDirectory {
  /** By country; Microsoft tells none of the others. */
  rules: Map<string, CountryRules>;
  verdict: Reading<AddressVerdict>;
  judged: Address[];
}

/** Microsoft knows every address, until `verdict` says otherwise. */
export function createFakeAddresses(): FakeAddresses {
  const fake: FakeAddresses = {
    rules: new Map(),
    verdict: { kind: 'read', value: { kind: 'known' } },
    judged: [],
    countryRules: async (country) => fake.rules.get(country),
    async judge(address) {
      fake.judged.push(address);
      return fake.verdict;
    },
  };
  return fake;
}

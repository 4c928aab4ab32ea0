import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: string;
}

const known = new Set(codes.map(([alpha2]) => String(alpha2)));
const lists = new Map<string, readonly Country[]>();

export function isCountry(code: string): boolean {
  return known.has(code);
}

/** In the words of CLDR, which are those of people ("South Korea") where ISO has those of diplomats. */
export function countryName(code: string, language: string): string {
  return isCountry(code) ? (new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code) : code;
}

/** Every country and territory with a code, in the order of the language's alphabet. */
export function countries(language: string): readonly Country[] {
  const kept = lists.get(language);
  if (kept) return kept;
  const { compare } = new Intl.Collator(language);
  const list = [...known]
    .map((code) => ({ code, name: countryName(code, language) }))
    .sort((a, b) => compare(a.name, b.name));
  lists.set(language, list);
  return list;
}

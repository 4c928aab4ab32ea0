/**
 * The domain in what a person typed: also from an address bar or a mail address. Lower case, without a final dot;
 * undefined when it is no host name of two or more labels (RFC 1035 lengths). Other scripts must come as punycode.
 */
export function asDomain(typed: string): string | undefined {
  const bare = typed
    .trim()
    .toLowerCase()
    .slice(0, 2048)
    .replace(/^https?:\/\//, '')
    .replace(/^[^@/\s]*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/\.$/, '');
  if (bare.length > 253) return undefined;
  const labels = bare.split('.');
  const wellFormed = labels.length >= 2 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return wellFormed && /[a-z]/.test(labels.at(-1) ?? '') ? bare : undefined;
}

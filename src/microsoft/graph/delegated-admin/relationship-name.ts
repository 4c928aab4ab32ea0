const longest = 50;

/**
 * What the customer and the partner see a relationship called. Microsoft wants it unique among all of the partner's
 * and at most 50 characters; the tag, a part of the tenant id, makes it so and survives any length of name.
 */
export function relationshipName(customerName: string, tag: string): string {
  const plain = customerName
    .normalize('NFC')
    // Also leaves out everything beyond 16 bits, so that cutting cannot split a character.
    .replace(/[^\p{L}\p{M}\p{N}&.,'()-]|[\u{10000}-\u{10FFFF}]/gu, ' ')
    .replace(/\s+/g, ' ');
  const room = longest - tag.length - 1;
  return `${plain.trim().slice(0, room).trim()} ${tag}`.trim();
}

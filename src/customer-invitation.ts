const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether an address invites a customer to authorise a partner, as configuration and Partner Center must both give it.
 * It has look-alikes, such as the one that makes a company an indirect reseller of the provider, which must never be
 * sent to a customer. One that names provider and reseller at once has the kind of that look-alike, and is told from it
 * by the provider's id.
 */
export function isCustomerInvitation(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, searchParams } = new URL(text);
  if (!/^https?:$/.test(protocol)) return false;
  const kind = searchParams.get('invType');
  if (kind === 'IndirectResellerRelationship') return guid.test(searchParams.get('indirectCSPId') ?? '');
  return kind === 'ResellerRelationship';
}

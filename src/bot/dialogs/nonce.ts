import type { HashOf, Ids } from '../../core/ports/runtime.ts';
import type { StaffMember } from '../../core/people.ts';

type Owner = Pick<StaffMember, 'organisationId' | 'userId'>;

/**
 * Of one showing of one card. Its tail names the person asked, so that a colleague's click gets a fitting sentence;
 * nothing is decided by it.
 */
export function newNonce(deps: { ids: Ids; hashOf: HashOf }, owner: Owner): string {
  return `${deps.ids.random()}.${tagOf(deps.hashOf, owner)}`;
}

export function isNonceOf(hashOf: HashOf, nonce: string, owner: Owner): boolean {
  return nonce.endsWith(`.${tagOf(hashOf, owner)}`);
}

function tagOf(hashOf: HashOf, owner: Owner): string {
  return hashOf('asked', owner.organisationId, owner.userId).slice(0, 12);
}

import type { ConsentProof } from '../../ports/microsoft.ts';
import type { Transition } from '../../transition.ts';

/** What a look at the Directory Connection tells of the tenant besides its step: its name and country, and what is missing. */
export function withProof(before: Transition, proof: ConsentProof): Transition {
  if (proof.kind === 'incomplete') return { ...before, missingPermissions: proof.missing };
  if (proof.kind !== 'connected') return before;
  const { missingPermissions: _given, ...rest } = before;
  const { displayName, countryCode } = proof.profile;
  return { ...rest, tenant: { ...before.tenant, displayName, ...(countryCode !== undefined && { countryCode }) } };
}

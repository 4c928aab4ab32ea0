import type { TransitionStore } from '../../ports/store/transition-store.ts';
import { isOpen, type Transition } from '../../transition.ts';

/** What has the tenant: one that is open gets in the way of a second, and a tenant that is Normal needs none. */
export async function standingTransition(
  { transitions }: { transitions: Pick<TransitionStore, 'listAbout'> },
  organisationId: string,
  tenantId: string,
): Promise<Transition | undefined> {
  const known = await transitions.listAbout({ tenantId });
  const standing = known.filter((one) => one.organisationId === organisationId && !one.cancelledAt);
  return standing.find(isOpen) ?? standing[0];
}

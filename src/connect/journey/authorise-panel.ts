import { nextPartner, type CspPartner, type SeenPartner } from '../../core/csp-partners.ts';
import type { Transition } from '../../core/transition.ts';
import type { Invitation } from './invitation.ts';
import type { OpenTask } from './journey-state.ts';
import type { AuthorisedPartner, Panel } from '../pages/panels.ts';

type Authorise = Extract<OpenTask, { kind: 'authorise' }>;

/** The page of the partner whose turn it is, and where all of them stand. */
export async function authorisePanelOf(
  task: Authorise,
  transition: Transition,
  { invitation, now }: { invitation: Invitation; now: Date },
): Promise<Panel> {
  const partners = await partnersOf(transition, invitation);
  const said = transition.saidAuthorisedAt ?? {};
  // The agreement is with whom the customer buys from: the first of them.
  const turn = (task.note === 'agreement' ? undefined : nextPartner(partners, said, now)) ?? partners[0];
  if (turn?.invitationUrl === undefined) return { kind: 'invitationUnread' };
  const { party, name, invitationUrl: url } = turn;
  return { ...task, url, party, name, partners: partners.map((one) => standingOf(one, transition)) };
}

/** Microsoft's page for whoever is still not seen there. */
export async function unseenInvitation(transition: Transition, invitation: Invitation): Promise<string | undefined> {
  const partners = await partnersOf(transition, invitation);
  return partners.find(({ isAttached }) => !isAttached)?.invitationUrl;
}

async function partnersOf(transition: Transition, invitation: Invitation): Promise<SeenPartner[]> {
  const partners = await invitation.partners(transition.organisationId);
  return partners.map((partner) => ({ ...partner, isAttached: isAttached(partner, transition) }));
}

function isAttached({ party }: CspPartner, { cspPartners = [] }: Transition): boolean {
  return cspPartners.some((seen) => seen.party === party && seen.isAttached);
}

function standingOf({ name, party, isAttached: isThere }: SeenPartner, transition: Transition): AuthorisedPartner {
  const isSaid = transition.saidAuthorisedAt?.[party] !== undefined;
  const saidOrNot = isSaid ? 'said' : 'toDo';
  return { name, state: isThere ? 'done' : saidOrNot };
}

import { z } from 'zod';
import type { DirectoryConnection } from '../../core/ports/microsoft.ts';
import type { Transition } from '../../core/transition.ts';
import { cspParties } from '../../core/csp-partners.ts';
import { claimableSteps } from '../../core/steps.ts';
import { isUnseen } from '../../core/unseen-steps.ts';
import {
  confirmTenant,
  recordSaidDone,
  recordTenantDisputed,
  recordTrouble,
} from '../../core/use-cases/customer/customer-actions.ts';
import type { Route } from '../../http-route.ts';
import { authorisePanelOf, unseenInvitation } from './authorise-panel.ts';
import { problemOf, type Visit } from '../error-page.ts';
import { siteStepOf, siteStepsOf, taskOf, type OpenTask } from './journey-state.ts';
import type { Invitation } from './invitation.ts';
import { onJourney } from './on-journey.ts';
import { ownForm } from '../own-form.ts';
import { siteFor } from '../pages/layout.ts';
import type { Panel } from '../pages/panels.ts';
import { donePage, progressPage, progressPath, rolePath, signOutPath, type Progress } from '../pages/progress-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import { seeOther, showPage, type Answer } from '../respond.ts';
import type { Journey } from '../session/journey.ts';

const doneForm = z.object({ step: z.enum(claimableSteps), party: z.enum(cspParties).optional() });

export function progressRoutes(parts: ConnectParts, invitation: Invitation): Route[] {
  const { deps, errors } = parts;
  return [
    signedInPage(parts, progressPath, async (visit, journey) => {
      const isStill = visit.request.query.has('still');
      const task = taskOf(journey.transition);
      const site = siteFor(parts.site, journey.transition.organisationId);
      if (task.kind === 'finished') return showPage(donePage(site));
      const progress = await progressOf(parts, invitation, { ...journey, task });
      return showPage(progressPage(site, { ...progress, isStill }));
    }),
    signedInPage(parts, rolePath, async (visit, { session }) =>
      errors.problem(visit, 'ROLE_UNKNOWN', { userName: session.identity.userName, backPath: progressPath }),
    ),
    signedInPage(parts, '/connect/not-mine', async (visit, { session }) =>
      errors.problem(visit, 'NOT_MINE', { userName: session.identity.userName, backPath: progressPath }),
    ),
    signedInPage(parts, '/connect/trouble', async (visit) =>
      errors.problem(visit, 'ADMIN_CENTRE_ERROR', { backPath: progressPath }),
    ),
    ownForm(parts, '/connect/not-mine', async (_visit, { session, transition }) => {
      await recordTenantDisputed(deps.core, transition, session.identity);
      return seeOther('/connect/not-mine');
    }),
    ownForm(parts, signOutPath, async ({ request, response }) => {
      await parts.sessions.end(request, response);
      return seeOther(deps.config.signOutUrl ?? progressPath);
    }),
    ownForm(parts, '/connect/confirm', (visit, journey) => confirm(parts, visit, journey)),
    ownForm(parts, '/connect/trouble', async (visit, { session, transition }) => {
      const form = doneForm.safeParse(visit.request.body);
      if (!form.success) return errors.problem(visit, 'FORM_REFUSED', { backPath: progressPath });
      await recordTrouble(deps.core, transition, { identity: session.identity, step: form.data.step });
      return seeOther('/connect/trouble');
    }),
    ownForm(parts, '/connect/done', async (visit, { session, transition }) => {
      const form = doneForm.safeParse(visit.request.body);
      if (!form.success) return errors.problem(visit, 'FORM_REFUSED', { backPath: progressPath });
      const { step, party } = form.data;
      await recordSaidDone(deps.core, transition, { identity: session.identity, step, ...(party && { party }) });
      deps.wakeWatcher();
      return seeOther(progressPath);
    }),
  ];
}

function signedInPage(
  parts: ConnectParts,
  path: string,
  show: (visit: Visit, journey: Journey) => Promise<Answer>,
): Route {
  return parts.errors.route('GET', path, (visit) => onJourney(parts, visit, show));
}

async function confirm(
  parts: ConnectParts,
  visit: Visit,
  { session: { identity }, transition }: Journey,
): Promise<Answer> {
  const { deps, errors } = parts;
  const proof = await deps.connection.prove(transition.tenant.tenantId, { fresh: false });
  if (proof.kind === 'failed') return errors.problem(visit, problemOf(proof.code), { backPath: progressPath });
  if (proof.kind === 'connected') {
    const outcome = await confirmTenant(deps.core, transition, { identity, profile: proof.profile });
    if (outcome.kind === 'refused' && outcome.code === 'NOT_ADMINISTRATOR') {
      // It knows the roles of its sign-in: who has activated one meanwhile, or takes another account, signs in anew.
      await parts.sessions.end(visit.request, visit.response);
      const again = { link: parts.linkOf(transition.link), domain: transition.tenant.domain };
      return errors.problem(visit, 'NOT_ADMINISTRATOR', { ...again, userName: identity.userName });
    }
    deps.wakeWatcher();
  }
  // Not connected any more: the steps say so.
  return seeOther(progressPath);
}

async function progressOf(
  { deps }: ConnectParts,
  invitation: Invitation,
  { session, transition, task }: Journey & { task: OpenTask },
): Promise<Omit<Progress, 'isStill'>> {
  const panel = await panelOf(task, transition, { ...deps, invitation, now: deps.clock.now() });
  const steps = siteStepsOf(transition);
  const { tenant } = transition;
  const again = await unseenPages({ partner: deps.partner, invitation }, transition);
  const hasUnseen = Object.keys(again).length > 0;
  const refreshSeconds = refreshSecondsOf(panel, transition, deps.clock.now());
  return {
    tenantName: tenant.displayName ?? tenant.domain,
    userName: session.identity.userName,
    formToken: session.formToken,
    steps,
    now: {
      step: siteStepOf(task, transition),
      panel: panel.kind === 'waiting' && hasUnseen ? { ...panel, isUnseen: hasUnseen } : panel,
    },
    again,
    ...(refreshSeconds !== undefined && {
      live: { refreshSeconds, key: `${String(transition.version)}.${panel.kind}` },
    }),
  };
}

/** Microsoft's pages of what was said to be done and is not seen. */
async function unseenPages(
  { partner, invitation }: Pick<PanelSources, 'partner' | 'invitation'>,
  transition: Transition,
): Promise<Progress['again']> {
  const { relationshipId } = transition;
  const isInvited = isUnseen(transition, 'resellerRelationship');
  const invitationUrl = isInvited ? await unseenInvitation(transition, invitation) : undefined;
  const isUnapproved = isUnseen(transition, 'delegatedAdmin');
  return {
    ...(isUnapproved && relationshipId !== undefined && { delegatedAdmin: partner.approvalUrl(relationshipId) }),
    ...(invitationUrl !== undefined && { csp: invitationUrl }),
  };
}

interface PanelSources {
  connection: DirectoryConnection;
  partner: { approvalUrl(relationshipId: string): string };
  invitation: Invitation;
  now: Date;
}

async function panelOf(task: OpenTask, transition: Transition, sources: PanelSources): Promise<Panel> {
  switch (task.kind) {
    case 'connect':
    case 'stuck':
      return task;
    case 'settle':
      return { kind: 'settling' };
    case 'confirm':
      return confirmPanelOf(transition, sources.connection);
    case 'approve':
      return approvePanelOf(transition, sources.partner);
    case 'authorise':
      return authorisePanelOf(task, transition, sources);
    case 'wait':
      return { kind: 'waiting', trouble: task.trouble };
  }
}

function approvePanelOf({ relationshipId, relationshipStatus }: Transition, partner: PanelSources['partner']): Panel {
  // Microsoft's page refuses what is not locked yet; the next visit locks it.
  if (relationshipId === undefined || relationshipStatus === 'created') return { kind: 'preparing' };
  return { kind: 'approve', url: partner.approvalUrl(relationshipId) };
}

async function confirmPanelOf(transition: Transition, connection: DirectoryConnection): Promise<Panel> {
  const proof = await connection.prove(transition.tenant.tenantId, { fresh: false });
  return proof.kind === 'connected' ? { kind: 'confirm', profile: proof.profile } : { kind: 'profileUnread' };
}

const lively: readonly Panel['kind'][] = ['settling', 'profileUnread', 'preparing', 'invitationUnread', 'waiting'];
const onMicrosoftsPages: readonly Panel['kind'][] = ['approve', 'authorise'];
const calmAfterMs = 10 * 60 * 1000;

/** Often while something is about to happen, seldom once it drags on; undefined where only the person can move on. */
function refreshSecondsOf(panel: Panel, transition: Transition, now: Date): number | undefined {
  if (!lively.includes(panel.kind) && !onMicrosoftsPages.includes(panel.kind)) return undefined;
  const moves = [...Object.values(transition.stepSince), ...Object.values(transition.saidDoneAt)];
  const lastMoveMs = Math.max(0, ...moves.map((at) => at.getTime()));
  if (now.getTime() - lastMoveMs > calmAfterMs) return 30;
  return lively.includes(panel.kind) ? 4 : 8;
}

import type { ErrorCode } from '../../core/errors.ts';
import { stepNames, type StepName } from '../../core/steps.ts';
import type { TransitionEvent } from '../../core/events.ts';
import type { Actor } from '../../core/people.ts';
import type { Status } from '../../core/status.ts';
import { isBeingReplaced } from '../../core/relationship-replaced.ts';
import { isReplaceable } from '../../core/use-cases/visit/due-notices.ts';
import { canSwitchTenant, otherTenantsOf } from '../../core/use-cases/staff/switch-tenant.ts';
import { linkEndsAt, type Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import { endingSentence } from './access-part.ts';
import { afterCare } from './after-care.ts';
import type { CardAttachment } from '../attachment.ts';
import { qualificationName, reasonFor } from './commerce-part.ts';
import { licenceLines } from './inventory-part.ts';
import { submitButton, type Button } from '../buttons.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';
import { obstacle, shownStatus, statusLooks, statusSentence } from './status-look.ts';

export interface News {
  transition: Transition;
  event: TransitionEvent;
}

/** Something happened that people should know: what, who must act, and the way to the whole. */
export function newsCard(t: Translate, { transition, event }: News): CardAttachment {
  const { transitionId, customer, tenant, owner } = transition;
  const { title, lines, style, icon } = storyOf(t, transition, event);
  return renderCard(t, 'news', {
    fallbackText: plain(title),
    style,
    icon,
    title: plain(title),
    lines: lines.map((text) => ({ text: plain(text) })),
    tenant: plain(t('cards.news.tenant', { domain: tenant.domain, owner: owner.displayName })),
    actions: [
      ...helpingButtons(t, transition, event),
      submitButton(
        t('cards.action.showTransition'),
        { action: 'showTransition', transitionId },
        { tooltip: plain(t('cards.action.showTransitionOf', { company: customer.companyName })) },
      ),
    ],
  });
}

/** What helps in this case alone; else the transition's own card has it. */
function helpingButtons(t: Translate, transition: Transition, event: TransitionEvent): Button[] {
  const { transitionId, link, tenant } = transition;
  const other = otherTenantIn(transition, event);
  if (other) {
    const ids = { transitionId, fromTenantId: tenant.tenantId, tenantId: other.tenantId };
    return [submitButton(t('cards.news.lookAtTenant'), { action: 'lookAtTenant', ...ids })];
  }
  const newLink = { action: 'reissueLink', transitionId, linkVersion: link.version } as const;
  const { kind } = event.happening;
  if (kind === 'relationshipExpiring' && isReplaceable(transition, event.at)) {
    return [submitButton(t('cards.action.reissueLink'), newLink)];
  }
  const isAskedOnceMore = kind === 'relationshipExpiring' && isBeingReplaced(transition);
  if (kind !== 'linkAskedFor' && !isAskedOnceMore) return [];
  return hasWorkingLink(transition, event.at)
    ? [submitButton(t('cards.action.sendInstructions'), { action: 'sendInstructions', transitionId })]
    : [submitButton(t('cards.action.reissueLink'), newLink)];
}

/** Where it may be that staff named the wrong one. */
function otherTenantIn(transition: Transition, { happening }: Pick<TransitionEvent, 'happening'>) {
  if (happening.kind !== 'signInRefused' || happening.code !== 'WRONG_TENANT') return undefined;
  const other = otherTenantsOf(transition).find(({ tenantId }) => tenantId === happening.signedInTenantId);
  return canSwitchTenant(transition) ? other : undefined;
}

function hasWorkingLink({ link }: Transition, at: Date): boolean {
  return linkEndsAt(link) > at;
}

interface Story {
  title: string;
  lines: readonly string[];
  style: string;
  icon: string;
}

function storyOf(t: Translate, transition: Transition, { happening, actor, at }: TransitionEvent): Story {
  const company = transition.customer.companyName;
  const domain = transition.tenant.domain;
  if (happening.kind === 'statusChanged') return statusStory(t, transition, { to: happening.to, at, actor });
  if (happening.kind === 'handedOver') {
    const owner = happening.toDisplayName;
    const from = actor.kind === 'staff' ? actor.displayName : t('common.product');
    const lines = [t('cards.news.handedOverWhat', { from, owner, domain })];
    return { title: t('cards.news.handedOver', { company, owner }), lines, style: 'emphasis', icon: '→' };
  }
  if (happening.kind === 'signInRefused') return refusedStory(t, transition, { happening, actor });
  if (happening.kind === 'tenantDisputed') {
    const lines = [t('cards.news.tenantDisputedWhat', { userName: customerOf(actor), domain })];
    return { title: t('cards.news.tenantDisputed', { company }), lines, style: 'warning', icon: '!' };
  }
  if (happening.kind === 'customerReportedTrouble') {
    const step = t(`common.step.${happening.step}`);
    const what = t('cards.news.troubleWhat', { userName: customerOf(actor), step });
    const lines = [what, t('cards.news.troubleCauses')];
    return { title: t('cards.news.trouble', { company }), lines, style: 'warning', icon: '!' };
  }
  if (happening.kind === 'linkAskedFor') return askedStory(t, transition, at);
  if (happening.kind === 'qualificationDecided') return decisionStory(t, transition, happening);
  const ofNormal = storyOfNormal(t, transition, { happening, at });
  if (ofNormal) return ofNormal;
  return { title: t('cards.news.other', { company }), lines: [], style: 'emphasis', icon: '●' };
}

/** What befalls a tenant after it was Normal. */
function storyOfNormal(
  t: Translate,
  transition: Transition,
  { happening, at }: Pick<TransitionEvent, 'happening' | 'at'>,
): Story | undefined {
  if (happening.kind === 'stepChanged' && happening.to.state === 'blocked') {
    return decayStory(t, transition, { step: happening.step, code: happening.to.code });
  }
  if (happening.kind !== 'relationshipExpiring') return undefined;
  const { customer, relationshipTerm, relationshipReplaced } = transition;
  const term = isBeingReplaced(transition) ? relationshipReplaced : relationshipTerm;
  const title = t('cards.news.accessEnds', { company: customer.companyName, days: happening.days });
  const lines = [t('cards.news.accessEndsWhat', { until: term?.endsAt ?? at }), endingSentence(t, transition)];
  return { title, lines, style: 'warning', icon: '!' };
}

type Decided = Extract<TransitionEvent['happening'], { kind: 'qualificationDecided' }>;

/** Days later, and whatever the status is by then. */
function decisionStory(t: Translate, transition: Transition, { state, name, reason }: Decided): Story {
  const values = { company: transition.customer.companyName, badge: qualificationName(t, name) };
  if (state === 'approved') {
    const lines = [t('cards.commerce.decidedApprovedWhat')];
    return { title: t('cards.commerce.decidedApproved', values), lines, style: 'good', icon: '✓' };
  }
  const lines = [obstacle(t, 'QUALIFICATION_DENIED', transition), ...reasonFor(t, reason)];
  return { title: t('cards.commerce.decidedDenied', values), lines, style: 'attention', icon: '✕' };
}

type Refused = Extract<TransitionEvent['happening'], { kind: 'signInRefused' }>;

function refusedStory(
  t: Translate,
  transition: Transition,
  { happening, actor }: { happening: Refused; actor: Actor },
): Story {
  const { customer, tenant } = transition;
  const other = otherTenantIn(transition, { happening });
  const which = other ? [t('cards.news.otherTenant', { domain: tenant.domain, other: other.domain })] : [];
  const lines = [obstacle(t, happening.code, transition), ...accountOf(t, actor), ...which];
  return {
    title: t('cards.news.signInRefused', { company: customer.companyName }),
    lines,
    style: 'warning',
    icon: '!',
  };
}

/** Nobody is signed in there, so nobody can be named; what is sent goes to the contact alone. */
function askedStory(t: Translate, transition: Transition, at: Date): Story {
  const { companyName, contact } = transition.customer;
  const what = hasWorkingLink(transition, at) ? 'cards.news.linkAskedReplaced' : 'cards.news.linkAskedEnded';
  const lines = [t(what), t('cards.news.linkAskedWho', { email: contact.email })];
  return { title: t('cards.news.linkAsked', { company: companyName }), lines, style: 'warning', icon: '!' };
}

function customerOf(actor: Actor): string {
  return actor.kind === 'customer' ? actor.userName : '';
}

/** Whom to talk to; nobody is named where Microsoft turned the person away before we could know. */
function accountOf(t: Translate, actor: Actor): string[] {
  const userName = customerOf(actor);
  return userName === '' ? [] : [t('cards.news.account', { userName })];
}

function statusStory(
  t: Translate,
  transition: Transition,
  { to, at, actor }: Pick<TransitionEvent, 'at' | 'actor'> & { to: Status },
): Story {
  const { customer, steps } = transition;
  const status = shownStatus(transition, to);
  const { icon, style } = statusLooks[status];
  const obstacles = stepNames.flatMap((name) => {
    const step = steps[name];
    return step.state === 'blocked' ? [`${t(`common.step.${name}`)}: ${obstacle(t, step.code, transition)}`] : [];
  });
  const title = t('cards.news.statusChanged', { company: customer.companyName, status: t(`common.status.${status}`) });
  const care = to === 'normal' ? [...licenceLines(t, transition), ...afterCare(t, transition.licenceSource)] : [];
  const who = to === 'declined' ? accountOf(t, actor) : [];
  const lines = to === 'needsAttention' ? obstacles : [statusSentence(t, transition, { status, at }), ...who, ...care];
  return { title, lines, style, icon };
}

/** A tenant that was Normal lost this one thing. */
function decayStory(t: Translate, transition: Transition, { step, code }: { step: StepName; code: ErrorCode }): Story {
  const { icon, style } = statusLooks.needsAttention;
  const status = t('common.status.needsAttention');
  const title = t('cards.news.statusChanged', { company: transition.customer.companyName, status });
  const lines = [t('cards.news.decayed'), `${t(`common.step.${step}`)}: ${obstacle(t, code, transition)}`];
  return { title, lines, style, icon };
}

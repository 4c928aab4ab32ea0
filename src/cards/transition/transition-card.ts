import { stepNames } from '../../core/steps.ts';
import type { Status } from '../../core/status.ts';
import { hasDecayed, linkEndsAt, statusAt, type Transition } from '../../core/transition.ts';
import { endingTerm } from '../../core/use-cases/visit/due-notices.ts';
import { isUnseen } from '../../core/unseen-steps.ts';
import type { Translate } from '../../text/translate.ts';
import { accessDates, withAccessNotice } from './access-part.ts';
import type { CardAttachment } from '../attachment.ts';
import { commercePart, stepNotes } from './commerce-part.ts';
import { fact, factsOfTenantLater } from '../facts.ts';
import { fallbackOf, optional, type Optional } from '../forms/form.ts';
import { licenceBlocks } from './inventory-part.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';
import {
  day,
  dayAndTime,
  obstacle,
  shownStatus,
  statusLooks,
  statusSentence,
  statusWord,
  stepLooks,
} from './status-look.ts';
import { supportPart } from './support-part.ts';
import { transitionButtons } from './transition-buttons.ts';

export interface TransitionView {
  transition: Transition;
  now: Date;
  /** `living`: the one card that is edited in place. `status`: an answer elsewhere, which shows no link. */
  view: 'living' | 'status';
  linkUrl?: string;
  /** The card with the link is in the conversation in which this answer is given. */
  isHere?: boolean;
  /** When Microsoft is looked at again without being asked. An answer may say so; the living card would soon be wrong. */
  nextLookAt?: Date;
}

/** The Partner Connect card: where a transition stands, what is left, and what staff can do about it. */
export function transitionCard(t: Translate, shownView: TransitionView): CardAttachment {
  const { transition, now, view, linkUrl } = shownView;
  const { customer, tenant, owner, createdBy } = transition;
  const status = statusAt(transition, now);
  const shown = shownStatus(transition, status);
  const isLinkOpen = linkEndsAt(transition.link) > now;
  const link = linkPart(t, { ...shownView, status, linkUrl: view === 'living' ? linkUrl : undefined });
  const { first, more, confirmations } = transitionButtons(t, {
    transition,
    status,
    linkUrl: link.working[0]?.url,
    isLinkOpen,
    now,
  });
  const { companyName, contact } = customer;
  return renderCard(t, 'transition', {
    fallbackText: fallbackOf(t, plain(`${companyName}: ${t(`common.status.${shown}`)}`)),
    company: plain(companyName),
    domain: plain(tenant.domain),
    status: statusWord(t, shown),
    statusStyle: wantsAttention(transition, now) ? 'warning' : statusLooks[shown].style,
    statusSentence: withAccessNotice(t, transition, {
      sentence: hasDecayed(transition)
        ? t('cards.transition.decayed')
        : statusSentence(t, transition, { status: shown, at: now }),
      now,
    }),
    check: optional(checkPart(t, transition)),
    nextLook: optional(nextLookPart(t, shownView)),
    steps: stepNames.map((name) => stepLine(t, transition, name)),
    ...link,
    facts: [
      fact(t('cards.transition.contact'), `${contact.givenName} ${contact.familyName}, ${contact.email}`),
      ...factsOfTenantLater(t, transition),
      fact(t('cards.transition.owner'), owner.displayName),
      ...(createdBy.userId === owner.userId ? [] : [fact(t('cards.transition.createdBy'), createdBy.displayName)]),
    ],
    dates: [
      ...accessDates(t, transition, now),
      { label: t('cards.transition.started'), when: day(transition.createdAt) },
    ],
    licences: licenceBlocks(t, transition, { status, view }),
    ...commercePart(t, transition, status),
    buttons: first.length > 0 ? [{ actions: first }] : [],
    more: more.length > 0 ? [{ actions: more }] : [],
    confirmations,
    support: optional(supportPart(t, transition)),
  });
}

/** Of one that is Normal: it stays so, and somebody must act. */
function wantsAttention(transition: Transition, now: Date): boolean {
  return hasDecayed(transition) || (!transition.cancelledAt && endingTerm(transition, now) !== undefined);
}

/** Whoever pressed "Check now" sees here that it was done, also when there is nothing to tell. */
function checkPart(
  t: Translate,
  transition: Transition,
): { text: string; problems: { problem: string }[] } | undefined {
  const { cancelledAt, checkAskedAt, lastCheck, stepSince, tenant } = transition;
  if (cancelledAt) return undefined;
  if (checkAskedAt) return { text: t('cards.transition.checking'), problems: [] };
  if (!lastCheck) return undefined;
  const { at, unread } = lastCheck;
  const moment = dayAndTime(at);
  if (unread.length > 0) {
    const sentences = new Set(unread.map((code) => t(`errors.${code}`, { domain: tenant.domain })));
    const problems = [...sentences].map((sentence) => ({ problem: plain(sentence) }));
    return { text: t('cards.transition.checkedUnread', { moment }), problems };
  }
  const hasMoved = Object.values(stepSince).some((since) => since >= at);
  return {
    text: t(hasMoved ? 'cards.transition.checked' : 'cards.transition.checkedNothingNew', { moment }),
    problems: [],
  };
}

const soonMs = 60 * 1000;

/** Nothing to press for: it comes by itself. Before the customer has come there is nothing to look at. */
function nextLookPart(t: Translate, { transition, now, nextLookAt }: TransitionView): { text: string } | undefined {
  const { cancelledAt, steps } = transition;
  const isLookedAt = steps.tenantConfirmed.state === 'done' || steps.directoryConnection.state === 'waiting';
  if (!nextLookAt || cancelledAt || !isLookedAt) return undefined;
  if (nextLookAt.getTime() - now.getTime() < soonMs) return { text: t('cards.transition.nextLookSoon') };
  return { text: t('cards.transition.nextLook', { moment: dayAndTime(nextLookAt) }) };
}

function stepLine(t: Translate, transition: Transition, name: (typeof stepNames)[number]) {
  const step = transition.steps[name];
  const { icon, color } = stepLooks[step.state];
  const problem = step.state === 'blocked' ? { text: plain(obstacle(t, step.code, transition)) } : undefined;
  const notes = stepNotes(t, transition, name);
  const hasDetails = problem !== undefined || notes.length > 0;
  return {
    icon,
    color,
    name: t(`common.step.${name}`),
    state: isUnseen(transition, name) ? t('cards.transition.unseen') : t(`common.stepState.${step.state}`),
    details: optional(hasDetails ? { problem: optional(problem), notes } : undefined),
  };
}

interface Standing extends Pick<TransitionView, 'transition' | 'now' | 'view' | 'isHere'> {
  status: Status;
  linkUrl: string | undefined;
}

interface LinkPart {
  working: Optional<{ url: string; expires: string }>;
  ended: Optional<{ text: string }>;
  /** It works, and is not to be seen here. */
  elsewhere: Optional<{ text: string }>;
}

/** The link while it opens something; a sentence when it no longer does, is still needed, and the status says something else. */
function linkPart(t: Translate, shown: Standing): LinkPart {
  const { transition, status, now, linkUrl, view } = shown;
  const nothing: LinkPart = { working: [], ended: [], elsewhere: [] };
  if (status === 'cancelled' || (status === 'normal' && !hasDecayed(transition))) return nothing;
  const endsAt = linkEndsAt(transition.link);
  if (endsAt <= now) {
    if (status === 'expired' || status === 'declined') return nothing;
    const text = t(transition.link.revokedAt ? 'cards.transition.linkRevoked' : 'cards.transition.linkExpired');
    return { ...nothing, ended: [{ text }] };
  }
  if (view === 'status') return { ...nothing, elsewhere: [{ text: placeOfLink(t, shown) }] };
  const expires = t('cards.transition.expires', { moment: dayAndTime(endsAt) });
  return { ...nothing, working: optional(linkUrl === undefined ? undefined : { url: linkUrl, expires }) };
}

function placeOfLink(t: Translate, { transition, isHere }: Standing): string {
  const who = plain(transition.createdBy.displayName);
  return t('cards.transition.linkElsewhere', { isHere: isHere === true ? 'yes' : 'no', who });
}

import { errorSpecs, type ErrorCode } from '../../core/errors.ts';
import type { Status } from '../../core/status.ts';
import type { Step } from '../../core/steps.ts';
import { linkEndsAt, type Transition } from '../../core/transition.ts';
import { isAnyUnseen } from '../../core/unseen-steps.ts';
import { endSentences, obstacleSentence } from '../../text/relationship-end.ts';
import type { Translate } from '../../text/translate.ts';

/** A word, a sign and a colour of the theme: never the colour alone. */
interface Look {
  icon: string;
  /** Of a container. */
  style: 'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';
  /** Of a text. Never `Warning`: the yellow that some clients take for it cannot be read on white. */
  color: 'Default' | 'Accent' | 'Good' | 'Attention';
}

/** As people see it: a link that we took back has not run out. */
export type ShownStatus = Status | 'revoked';

export function shownStatus({ link }: Transition, status: Status): ShownStatus {
  return status === 'expired' && link.revokedAt ? 'revoked' : status;
}

export const statusLooks: Record<ShownStatus, Look> = {
  awaitingCustomer: { icon: '●', style: 'accent', color: 'Accent' },
  transitioning: { icon: '◐', style: 'accent', color: 'Accent' },
  normal: { icon: '✓', style: 'good', color: 'Good' },
  needsAttention: { icon: '!', style: 'warning', color: 'Attention' },
  declined: { icon: '✕', style: 'attention', color: 'Attention' },
  expired: { icon: '!', style: 'warning', color: 'Attention' },
  revoked: { icon: '!', style: 'warning', color: 'Attention' },
  cancelled: { icon: '–', style: 'emphasis', color: 'Default' },
};

export const stepLooks: Record<Step['state'], Pick<Look, 'icon' | 'color'>> = {
  notStarted: { icon: '○', color: 'Default' },
  waiting: { icon: '◐', color: 'Accent' },
  done: { icon: '✓', color: 'Good' },
  notNeeded: { icon: '–', color: 'Default' },
  blocked: { icon: '!', color: 'Attention' },
};

export function statusWord(t: Translate, status: ShownStatus): string {
  return `${statusLooks[status].icon} ${t(`common.status.${status}`)}`;
}

/** What the status means for staff, at that time. */
export function statusSentence(
  t: Translate,
  transition: Transition,
  { status, at }: { status: ShownStatus; at: Date },
): string {
  if (status === 'transitioning' && isAnyUnseen(transition)) return t('cards.status.transitioningUnseen');
  if (status === 'declined' && linkEndsAt(transition.link) <= at) return t('cards.status.declinedNoLink');
  return t(`cards.status.${status}`);
}

/** What is in the way, and who can move it. */
export function obstacle(t: Translate, code: ErrorCode, transition: Transition): string {
  const { missingPermissions = [], goneGroupId } = transition;
  const isPermission = code === 'PERMISSION_MISSING' && missingPermissions.length > 0;
  const isGroup = code === 'ACCESS_GROUP_GONE' && goneGroupId !== undefined;
  return [
    obstacleSentence(t, transition, code),
    ...endSentences(t, transition, code),
    ...(isGroup ? [t('cards.transition.goneGroup', { group: goneGroupId })] : []),
    ...(isPermission ? [t('cards.transition.missingPermissions', { permissions: missingPermissions.join(', ') })] : []),
    t(`cards.mustAct.${errorSpecs[code].mustAct}`),
  ].join(' ');
}

/** Shown by Teams in the reader's language and zone; only a text block, and nothing else of ours, may hold it. */
export function dayAndTime(at: Date): string {
  return `${day(at)} {{TIME(${wholeSeconds(at)})}}`;
}

export function day(at: Date): string {
  return `{{DATE(${wholeSeconds(at)},SHORT)}}`;
}

/** The functions take no fractions of a second. */
function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

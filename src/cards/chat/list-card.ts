import { hasDecayed, statusAt, type Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton, submitData, type Button } from '../buttons.ts';
import { fallbackOf, optional } from '../forms/form.ts';
import { asTyped } from '../forms/inputs.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';
import { shownStatus, statusLooks, statusWord } from '../transition/status-look.ts';

export interface TransitionList {
  heading?: string;
  items: readonly Transition[];
  now: Date;
  /** From 1. */
  page: number;
  pageCount: number;
  total: number;
  /** What the list was narrowed by, as typed. */
  filter?: string;
  /** Only those that this person looks after. */
  ownerId?: string;
}

export function listCard(t: Translate, list: TransitionList): CardAttachment {
  const { heading = t('cards.list.title'), items, now, page, pageCount, total, filter } = list;
  return renderCard(t, 'list', {
    fallbackText: fallbackOf(t, heading),
    heading,
    filter: optional(filter === undefined ? undefined : { text: plain(t('cards.list.filtered', { filter })) }),
    count: t('cards.list.count', { total, page, pageCount }),
    items: items.map((transition) => row(t, transition, now)),
    actions: paging(t, list),
  });
}

function row(t: Translate, transition: Transition, now: Date) {
  const { transitionId, customer, tenant, owner } = transition;
  const status = shownStatus(transition, statusAt(transition, now));
  return {
    company: plain(customer.companyName),
    domain: plain(tenant.domain),
    owner: plain(t('cards.list.owner', { owner: owner.displayName })),
    status: statusWord(t, status),
    color: statusLooks[status].color,
    decayed: optional(
      hasDecayed(transition)
        ? { text: statusWord(t, 'needsAttention'), color: statusLooks.needsAttention.color }
        : undefined,
    ),
    title: plain(t('cards.action.showTransitionOf', { company: customer.companyName })),
    data: submitData({ action: 'showTransition', transitionId }),
  };
}

function paging(t: Translate, { page, pageCount, filter, ownerId }: TransitionList): Button[] {
  const narrowed = {
    ...(filter !== undefined && { filter: asTyped(filter) }),
    ...(ownerId !== undefined && { ownerId }),
  };
  const previous = submitButton(t('cards.action.previous'), { action: 'listPage', page: page - 1, ...narrowed });
  const following = submitButton(t('cards.action.following'), { action: 'listPage', page: page + 1, ...narrowed });
  return [...(page > 1 ? [previous] : []), ...(page < pageCount ? [following] : [])];
}

import { stepNames } from '../core/steps.ts';
import type { TransitionEvent } from '../core/events.ts';
import type { Status } from '../core/status.ts';
import type { Transition } from '../core/transition.ts';
import type { Translate } from '../text/translate.ts';
import type { CardAttachment } from './attachment.ts';
import { submitButton } from './buttons.ts';
import { plain } from './plain.ts';
import { renderCard } from './render.ts';
import { obstacle, statusLooks } from './status-look.ts';

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
      submitButton(
        t('cards.action.showTransition'),
        { action: 'showTransition', transitionId },
        { tooltip: plain(t('cards.action.showTransitionOf', { company: customer.companyName })) },
      ),
    ],
  });
}

interface Story {
  title: string;
  lines: readonly string[];
  style: string;
  icon: string;
}

function storyOf(t: Translate, transition: Transition, { happening, actor }: TransitionEvent): Story {
  const company = transition.customer.companyName;
  const domain = transition.tenant.domain;
  if (happening.kind === 'statusChanged') return statusStory(t, transition, happening.to);
  if (happening.kind === 'handedOver') {
    const owner = happening.toDisplayName;
    const from = actor.kind === 'staff' ? actor.displayName : t('common.product');
    const lines = [t('cards.news.handedOverWhat', { from, owner, domain })];
    return { title: t('cards.news.handedOver', { company, owner }), lines, style: 'emphasis', icon: '→' };
  }
  if (happening.kind === 'signInRefused') {
    const lines = [obstacle(t, happening.code, domain)];
    return { title: t('cards.news.signInRefused', { company }), lines, style: 'warning', icon: '!' };
  }
  if (happening.kind === 'tenantDisputed') {
    const userName = actor.kind === 'customer' ? actor.userName : '';
    const lines = [t('cards.news.tenantDisputedWhat', { userName, domain })];
    return { title: t('cards.news.tenantDisputed', { company }), lines, style: 'warning', icon: '!' };
  }
  return { title: t('cards.news.other', { company }), lines: [], style: 'emphasis', icon: '●' };
}

function statusStory(t: Translate, { customer, tenant, steps }: Transition, to: Status): Story {
  const { icon, style } = statusLooks[to];
  const obstacles = stepNames.flatMap((name) => {
    const step = steps[name];
    return step.state === 'blocked' ? [`${t(`common.step.${name}`)}: ${obstacle(t, step.code, tenant.domain)}`] : [];
  });
  const title = t('cards.news.statusChanged', { company: customer.companyName, status: t(`common.status.${to}`) });
  return { title, lines: to === 'needsAttention' ? obstacles : [t(`cards.status.${to}`)], style, icon };
}

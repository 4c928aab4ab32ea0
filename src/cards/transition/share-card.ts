import { hasDecayed, linkEndsAt, type Transition } from '../../core/transition.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { openUrlButton } from '../buttons.ts';
import { fallbackOf, optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';
import { dayAndTime } from './status-look.ts';

export interface Share {
  transition: Transition;
  /** Absent once the link opens nothing any more: then the card says that the invitation has ended. */
  linkUrl?: string;
  partnerName: string;
  /** Through whom that company sells: the customer authorises both. */
  providerName?: string;
}

const steps = [
  'cards.share.step1',
  'cards.share.step2',
  'cards.share.step3',
  'cards.share.step4',
] as const satisfies readonly TextKey[];

/** To be passed on to the customer: what is asked and where to go, and nothing that only staff may do. */
export function shareCard(t: Translate, share: Share): CardAttachment {
  const { transition, linkUrl, partnerName } = share;
  const { tenant, owner } = transition;
  const { domain } = tenant;
  const end = ended(transition);
  const heading = t(linkUrl === undefined ? end.heading : 'cards.share.title');
  const ask = linkUrl === undefined ? t(end.what, { domain }) : t('cards.share.ask', { partner: partnerName, domain });
  return renderCard(t, 'share', {
    fallbackText: fallbackOf(t, heading),
    heading,
    ask: plain(ask),
    invitation: optional(linkUrl === undefined ? undefined : invitation(t, share, linkUrl)),
    questions: plain(t('cards.share.questions', { owner: owner.displayName })),
    actions: linkUrl === undefined ? [] : [openUrlButton(t('cards.share.open'), linkUrl)],
  });
}

function invitation(t: Translate, { transition: { link }, partnerName, providerName }: Share, url: string) {
  const both = providerName && t('cards.share.step5Both', { provider: providerName, partner: partnerName });
  const last = both === undefined ? t('cards.share.step5') : plain(both);
  const texts = [...steps.map((key) => t(key)), last];
  return {
    steps: texts.map((text, index) => ({ number: String(index + 1), text })),
    url,
    expires: t('cards.transition.expires', { moment: dayAndTime(linkEndsAt(link)) }),
  };
}

function ended(transition: Transition) {
  const isConnected = transition.verifiedAt && !hasDecayed(transition);
  return isConnected
    ? ({ heading: 'cards.share.connectedTitle', what: 'cards.share.connected' } as const)
    : ({ heading: 'cards.share.ended', what: 'cards.share.endedWhat' } as const);
}

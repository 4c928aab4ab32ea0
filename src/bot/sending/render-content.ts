import type { CardAttachment } from '../../cards/attachment.ts';
import { newsCard } from '../../cards/news-card.ts';
import { shareCard } from '../../cards/share-card.ts';
import { transitionCard } from '../../cards/transition-card.ts';
import type { Content } from '../../core/delivery.ts';
import { linkToken } from '../../core/link.ts';
import type { Clock, SignText } from '../../core/ports/runtime.ts';
import { isOpen, linkEndsAt, type Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';

export interface RenderDeps {
  translate: Translate;
  clock: Clock;
  sign: SignText;
  publicUrl: string;
  partnerNameOf: (organisationId: string) => string;
}

/** Undefined for what travels by mail, or has nothing to say any more. */
export function renderContent(deps: RenderDeps, content: Content, transition: Transition): CardAttachment | undefined {
  const { translate, clock } = deps;
  const now = clock.now();
  const linkUrl = linkUrlOf(deps, transition, now);
  switch (content.kind) {
    case 'livingCard':
    case 'refreshCard':
      return transitionCard(translate, { transition, now, view: 'living', ...(linkUrl !== undefined && { linkUrl }) });
    case 'shareCard': {
      if (linkUrl === undefined) return undefined;
      const partnerName = deps.partnerNameOf(transition.organisationId);
      return shareCard(translate, { transition, linkUrl, partnerName });
    }
    case 'news':
      return newsCard(translate, { transition, event: content.event });
    case 'instructionsForCustomer':
    case 'instructionsForStaff':
      return undefined;
  }
}

/** A link that no longer opens is not shown. */
function linkUrlOf(deps: RenderDeps, transition: Transition, now: Date): string | undefined {
  if (!isOpen(transition) || linkEndsAt(transition.link) <= now) return undefined;
  return new URL(`/connect/${linkToken(transition.link, deps.sign)}`, deps.publicUrl).href;
}

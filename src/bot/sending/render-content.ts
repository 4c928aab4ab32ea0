import type { CardAttachment } from '../../cards/attachment.ts';
import { newsCard } from '../../cards/transition/news-card.ts';
import { shareCard } from '../../cards/transition/share-card.ts';
import { transitionCard } from '../../cards/transition/transition-card.ts';
import type { Content } from '../../core/delivery.ts';
import { linkUrl } from '../../core/link.ts';
import type { Clock, SignText } from '../../core/ports/runtime.ts';
import { hasDecayed, isOpen, linkEndsAt, type Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';

export interface RenderDeps {
  translate: Translate;
  clock: Clock;
  sign: SignText;
  publicUrl: string;
  partnerNameOf: (organisationId: string) => string;
  providerNameOf?: ((organisationId: string) => string | undefined) | undefined;
}

/** Undefined for what travels by mail. */
export function renderContent(deps: RenderDeps, content: Content, transition: Transition): CardAttachment | undefined {
  const { translate, clock } = deps;
  const now = clock.now();
  const openUrl = openUrlOf(deps, transition, now);
  const shown = { transition, ...(openUrl !== undefined && { linkUrl: openUrl }) };
  switch (content.kind) {
    case 'livingCard':
    case 'refreshCard':
      return transitionCard(translate, { ...shown, now, view: 'living' });
    case 'shareCard':
    case 'refreshShareCard':
      return shareCard(translate, { ...shown, ...namesOf(deps, transition) });
    case 'news':
      return newsCard(translate, { transition, event: content.event });
    case 'instructionsForCustomer':
    case 'instructionsForStaff':
    case 'reminderForCustomer':
      return undefined;
  }
}

function namesOf({ partnerNameOf, providerNameOf }: RenderDeps, { organisationId }: Transition) {
  const providerName = providerNameOf?.(organisationId);
  return { partnerName: partnerNameOf(organisationId), ...(providerName !== undefined && { providerName }) };
}

/** A link that no longer opens is not shown, nor one that nobody needs. */
function openUrlOf(deps: RenderDeps, transition: Transition, now: Date): string | undefined {
  const isNeeded = isOpen(transition) || hasDecayed(transition);
  if (!isNeeded || linkEndsAt(transition.link) <= now) return undefined;
  return linkUrl(deps.publicUrl, transition.link, deps.sign);
}

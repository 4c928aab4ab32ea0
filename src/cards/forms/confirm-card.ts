import type { RelationshipReplaced, Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';
import { whatElse } from '../transition/access-part.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton, type Button } from '../buttons.ts';
import { fallbackOf } from './form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

export interface Confirm {
  question: 'cancelTransition';
  transitionId: string;
  companyName: string;
  domain: string;
}

/** Asks before something that cannot be undone; the action itself is the same as on the transition's card. */
export function confirmCard(t: Translate, { question, transitionId, companyName, domain }: Confirm): CardAttachment {
  const action = { action: question, transitionId } as const;
  return asking(t, {
    title: t('cards.confirm.cancelTransition'),
    lines: [t('cards.confirm.cancelTransitionWhat', { company: companyName, domain })],
    yes: submitButton(t('cards.transition.confirmCancelYes'), action, { style: 'destructive' }),
  });
}

/** For a new link that was asked for elsewhere than on the transition's card, which says the same. */
export function confirmReplaceCard(
  t: Translate,
  transition: Transition,
  { relationshipId, endsAt }: RelationshipReplaced,
): CardAttachment {
  const { transitionId, customer, tenant, link } = transition;
  const names = { company: customer.companyName, domain: tenant.domain };
  const action = { action: 'reissueLink', transitionId, linkVersion: link.version, replaces: relationshipId } as const;
  return asking(t, {
    title: t('cards.confirm.replaceRelationship'),
    lines: [
      t('cards.confirm.replaceRelationshipWhat', { ...names, until: endsAt }),
      t('cards.confirm.replaceRelationshipHow', whatElse(transition)),
    ],
    yes: submitButton(t('cards.transition.confirmReplaceYes'), action, { style: 'positive' }),
  });
}

interface Question {
  title: string;
  lines: readonly string[];
  yes: Button;
}

function asking(t: Translate, { title, lines, yes }: Question): CardAttachment {
  return renderCard(t, 'confirm', {
    fallbackText: fallbackOf(t, title),
    title,
    lines: lines.map((text) => ({ text: plain(text) })),
    actions: [yes, submitButton(t('cards.action.keep'), { action: 'dismiss' })],
  });
}

import { hasReplacedEnded, isBeingReplaced } from '../core/relationship-replaced.ts';
import type { RelationshipReplaced, Transition } from '../core/transition.ts';
import type { MailContent } from './content.ts';
import { namesOf, type MailSource } from './shared-blocks.ts';

/** What a mail to the customer's contact says of why it comes; the rest is the same in each. */
export interface Occasion extends Pick<MailContent, 'subject' | 'preview' | 'title'> {
  /** Before the link. */
  leads: readonly string[];
  /** After the steps. */
  afterSteps: readonly string[];
}

/** Whose end a mail is about, where the customer is one already and is to give another relationship. */
export function renewedIn(transition: Transition): RelationshipReplaced | undefined {
  return isBeingReplaced(transition) ? transition.relationshipReplaced : undefined;
}

/** To the contact of a tenant that is Normal: which access ends, when, and what is asked to follow it. */
export function renewal(source: MailSource, { endsAt }: RelationshipReplaced): Occasion {
  const { translate: t, transition } = source;
  const hasEnded = hasReplacedEnded(transition) ? 'yes' : 'no';
  const names = { ...namesOf(source), until: endsAt, hasEnded };
  const isOthers = names.host === names.partner ? 'no' : 'yes';
  return {
    subject: t('mail.renewal.subject', names),
    preview: t('mail.renewal.preview'),
    title: t('mail.renewal.title', names),
    leads: [t('mail.renewal.lead', { ...names, isOthers }), t('mail.renewal.why', names)],
    afterSteps: [],
  };
}

import { hasReplacedEnded, isBeingReplaced } from '../core/relationship-replaced.ts';
import type { RelationshipReplaced, Transition } from '../core/transition.ts';
import { oneLine, type MailContent } from './content.ts';
import { actionBlock, namesOf, questions, stepsBlock, type MailSource } from './shared-blocks.ts';

/** Whose end a mail is about, where the customer is one already and is to give another relationship. */
export function renewedIn(transition: Transition): RelationshipReplaced | undefined {
  return isBeingReplaced(transition) ? transition.relationshipReplaced : undefined;
}

/** To the contact of a tenant that is Normal: which access ends, when, and what is asked to follow it. */
export function customerRenewal(source: MailSource, { endsAt }: RelationshipReplaced): MailContent {
  const { translate: t, transition } = source;
  const hasEnded = hasReplacedEnded(transition) ? 'yes' : 'no';
  const names = { ...namesOf(source), until: endsAt, hasEnded };
  const isOthers = names.host === names.partner ? 'no' : 'yes';
  return {
    subject: t('mail.renewal.subject', names),
    preview: t('mail.renewal.preview'),
    title: t('mail.renewal.title', names),
    blocks: [
      { kind: 'paragraph', text: t('mail.hello', { name: oneLine(transition.customer.contact.givenName) }) },
      { kind: 'paragraph', text: t('mail.renewal.lead', { ...names, isOthers }) },
      { kind: 'paragraph', text: t('mail.renewal.why', names) },
      actionBlock(source),
      { kind: 'heading', text: t('mail.steps.heading') },
      stepsBlock(source),
      { kind: 'heading', text: t('mail.worries.heading') },
      {
        kind: 'points',
        items: [
          t('mail.worries.password'),
          t('mail.worries.nothingChanges'),
          t('mail.worries.openingIsSafe'),
          t('mail.worries.forward'),
        ],
      },
      { kind: 'heading', text: t('mail.questions.heading') },
      ...questions(source),
    ],
    reason: t('mail.customer.reason', names),
  };
}

import { sellsThroughProvider } from '../core/companies.ts';
import { oneLine, type Block, type MailContent } from './content.ts';
import { renewal, renewedIn, type Occasion } from './customer-renewal.ts';
import { actionBlock, namesOf, questions, stepsBlock, type MailSource } from './shared-blocks.ts';

/** To the customer's contact: who asks for what, in which order, and what need not worry anyone. */
export function customerInstructions(source: MailSource): MailContent {
  const { translate: t, transition } = source;
  const renewed = renewedIn(transition);
  const { leads, afterSteps, ...head } = renewed ? renewal(source, renewed) : firstRequest(source);
  return {
    ...head,
    blocks: [
      paragraph(t('mail.hello', { name: oneLine(transition.customer.contact.givenName) })),
      ...leads.map(paragraph),
      actionBlock(source),
      { kind: 'heading', text: t('mail.steps.heading') },
      stepsBlock(source),
      ...afterSteps.map(paragraph),
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
    reason: t('mail.customer.reason', namesOf(source)),
  };
}

function firstRequest(source: MailSource): Occasion {
  const { translate: t } = source;
  const names = namesOf(source);
  const lead = sellsThroughProvider(names) ? 'mail.customer.leadProvider' : 'mail.customer.lead';
  return {
    subject: t('mail.customer.subject', names),
    preview: t('mail.customer.preview'),
    title: t('mail.customer.title', names),
    leads: [t(lead, names)],
    afterSteps: [t('mail.steps.time')],
  };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** The same once more, to somebody who has not followed the link. */
export function customerReminder(source: MailSource): MailContent {
  const { translate: t, transition } = source;
  const names = namesOf(source);
  const isRenewal = renewedIn(transition) !== undefined;
  const instructions = customerInstructions(source);
  const [hello, ...others] = instructions.blocks;
  return {
    ...instructions,
    subject: isRenewal
      ? t('mail.renewal.reminderSubject', { subject: instructions.subject })
      : t('mail.reminder.subject', names),
    preview: t('mail.reminder.preview'),
    blocks: [...(hello ? [hello] : []), paragraph(t('mail.reminder.lead', names)), ...others],
  };
}

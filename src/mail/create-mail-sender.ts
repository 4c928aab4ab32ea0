import type { CompanyNames } from '../core/companies.ts';
import type { Content, SendOutcome } from '../core/delivery.ts';
import { AppError } from '../core/errors.ts';
import type { MailOutcome, MailTransport } from '../core/ports/microsoft.ts';
import type { Sender } from '../core/ports/sender.ts';
import type { Transition } from '../core/transition.ts';
import type { Translate } from '../text/translate.ts';
import { oneLine, type MailContent } from './content.ts';
import { customerInstructions, customerReminder } from './customer-instructions.ts';
import { asNewLink } from './new-link.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';
import type { MailSource } from './shared-blocks.ts';
import { staffInstructions } from './staff-instructions.ts';
import { staffNews } from './staff-news.ts';

export interface MailSenderDeps extends CompanyNames {
  mail: MailTransport;
  translate: Translate;
  /** The Partner Connect link as it is now; only a transition whose link still opens gets here. */
  linkUrlOf: (transition: Transition) => string;
  showPhone: MailSource['showPhone'];
  supportContact?: string;
}

/** Writes the mail from the transition as it is now and hands it to the transport. */
export function createMailSender(deps: MailSenderDeps): Sender {
  const { mail, translate, linkUrlOf, ...names } = deps;
  const product = translate('common.product');

  return {
    async send({ delivery, transition }) {
      const { recipient } = delivery;
      if (recipient.kind !== 'mailbox') throw new Error(`a mail has no way to a ${recipient.kind}`);
      const source: MailSource = { translate, transition, linkUrl: linkUrlOf(transition), ...names };
      const content = contentOf(delivery.content, source);
      const outcome = await mail.send({
        to: { address: recipient.address, name: oneLine(recipient.name) },
        subject: oneLine(content.subject),
        html: renderHtml(content, { language: translate.language, product }),
        text: renderText(content, product),
        reference: delivery.deliveryId,
      });
      return sendOutcomeOf(outcome);
    },
  };
}

function contentOf({ kind }: Content, source: MailSource): MailContent {
  switch (kind) {
    case 'instructionsForCustomer':
      return asNewLink(source, customerInstructions(source));
    case 'reminderForCustomer':
      return customerReminder(source);
    case 'instructionsForStaff':
      return asNewLink(source, staffInstructions(source));
    case 'news':
      return staffNews(source);
    case 'livingCard':
    case 'shareCard':
    case 'refreshCard':
    case 'refreshShareCard':
      throw new Error(`a ${kind} does not travel by mail`);
  }
}

function sendOutcomeOf(outcome: MailOutcome): SendOutcome {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'sent' };
    case 'throttled':
      return outcome;
    case 'failed':
      return {
        kind: 'failed',
        cause: new AppError(outcome.code, {}, { cause: outcome.cause }),
        maybeSent: outcome.maybeSent,
      };
  }
}

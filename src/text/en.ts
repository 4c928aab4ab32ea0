import { botTexts } from './en/bot.ts';
import { cardTexts } from './en/cards.ts';
import { commerceTexts } from './en/commerce.ts';
import { commonTexts } from './en/common.ts';
import { connectProblemTexts } from './en/connect-problems.ts';
import { connectTexts } from './en/connect.ts';
import { doctorTexts } from './en/doctor.ts';
import { errorTexts } from './en/errors.ts';
import { inventoryTexts } from './en/inventory.ts';
import { mailTexts } from './en/mail.ts';
import { newsTexts } from './en/news.ts';
import { partnerConsentTexts } from './en/partner-consent.ts';
import { transitionCardTexts } from './en/transition-card.ts';

/** Every sentence for people, by key. Keys begin with the place where people read them. */
export const en = {
  ...commonTexts,
  ...errorTexts,
  ...botTexts,
  ...cardTexts,
  ...transitionCardTexts,
  ...newsTexts,
  ...commerceTexts,
  ...inventoryTexts,
  ...connectTexts,
  ...connectProblemTexts,
  ...doctorTexts,
  ...mailTexts,
  ...partnerConsentTexts,
};

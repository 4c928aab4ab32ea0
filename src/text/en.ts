import { botTexts } from './en/bot.ts';
import { cardTexts } from './en/cards.ts';
import { commerceTexts } from './en/commerce.ts';
import { commonTexts } from './en/common.ts';
import { connectTexts } from './en/connect.ts';
import { doctorTexts } from './en/doctor.ts';
import { errorTexts } from './en/errors.ts';
import { mailTexts } from './en/mail.ts';
import { partnerConsentTexts } from './en/partner-consent.ts';

/** Every sentence for people, by key. Keys begin with the file's name, so none can collide. */
export const en = {
  ...commonTexts,
  ...errorTexts,
  ...botTexts,
  ...cardTexts,
  ...commerceTexts,
  ...connectTexts,
  ...doctorTexts,
  ...mailTexts,
  ...partnerConsentTexts,
};

import { readFileSync } from 'node:fs';
import { addressFormCard } from '../../src/cards/forms/address-form-card.ts';
import { addressPickCard } from '../../src/cards/forms/address-pick-card.ts';
import type { CardAttachment } from '../../src/cards/attachment.ts';
import { confirmCard } from '../../src/cards/forms/confirm-card.ts';
import { customerFormCard } from '../../src/cards/forms/customer-form-card.ts';
import { deadLettersCard } from '../../src/cards/chat/dead-letters-card.ts';
import { doctorCard } from '../../src/cards/chat/doctor-card.ts';
import { handOverCard } from '../../src/cards/chat/hand-over-card.ts';
import { helpCard } from '../../src/cards/chat/help-card.ts';
import { licencesFormCard } from '../../src/cards/forms/licences-form-card.ts';
import { listCard } from '../../src/cards/chat/list-card.ts';
import { newsCard } from '../../src/cards/transition/news-card.ts';
import { noticeCard } from '../../src/cards/chat/notice-card.ts';
import { receiptCard } from '../../src/cards/forms/receipt-card.ts';
import type { CardName } from '../../src/cards/render.ts';
import { reviewCard } from '../../src/cards/forms/review-card.ts';
import { shareCard } from '../../src/cards/transition/share-card.ts';
import { switchTenantCard } from '../../src/cards/chat/switch-tenant-card.ts';
import { tenantFormCard } from '../../src/cards/forms/tenant-form-card.ts';
import { transitionCard } from '../../src/cards/transition/transition-card.ts';
import { welcomeCard } from '../../src/cards/chat/welcome-card.ts';
import type { Translate } from '../../src/text/translate.ts';

/** The function of each template. Samples are JSON, so nothing is known of their types here. */
const cardFunctions: Record<CardName, (t: Translate, data: never) => CardAttachment> = {
  'customer-form': customerFormCard,
  'address-form': addressFormCard,
  'address-pick': addressPickCard,
  'tenant-form': tenantFormCard,
  'licences-form': licencesFormCard,
  review: reviewCard,
  receipt: receiptCard,
  transition: transitionCard,
  share: shareCard,
  'hand-over': handOverCard,
  list: listCard,
  help: helpCard,
  welcome: welcomeCard,
  news: newsCard,
  confirm: confirmCard,
  'switch-tenant': switchTenantCard,
  notice: noticeCard,
  doctor: doctorCard,
  'dead-letters': deadLettersCard,
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What `cards/<name>.data.json` holds, with instants as dates; `change` may replace any text in it, by its key. */
export function sampleOf(
  name: CardName,
  change: (key: string, text: string) => string = (_key, text) => text,
): unknown {
  const json = readFileSync(new URL(`../../cards/${name}.data.json`, import.meta.url), 'utf8');
  return JSON.parse(json, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return instant.test(value) ? new Date(value) : change(key, value);
  });
}

export function cardOf(t: Translate, name: CardName, data: unknown): CardAttachment {
  return cardFunctions[name](t, data as never);
}

import { readFileSync } from 'node:fs';
import { addressFormCard } from '../../src/cards/address-form-card.ts';
import { addressPickCard } from '../../src/cards/address-pick-card.ts';
import type { CardAttachment } from '../../src/cards/attachment.ts';
import { confirmCard } from '../../src/cards/confirm-card.ts';
import { customerFormCard } from '../../src/cards/customer-form-card.ts';
import { deadLettersCard } from '../../src/cards/dead-letters-card.ts';
import { doctorCard } from '../../src/cards/doctor-card.ts';
import { handOverCard } from '../../src/cards/hand-over-card.ts';
import { helpCard } from '../../src/cards/help-card.ts';
import { licencesFormCard } from '../../src/cards/licences-form-card.ts';
import { listCard } from '../../src/cards/list-card.ts';
import { newsCard } from '../../src/cards/news-card.ts';
import { noticeCard } from '../../src/cards/notice-card.ts';
import { receiptCard } from '../../src/cards/receipt-card.ts';
import type { CardName } from '../../src/cards/render.ts';
import { reviewCard } from '../../src/cards/review-card.ts';
import { shareCard } from '../../src/cards/share-card.ts';
import { switchTenantCard } from '../../src/cards/switch-tenant-card.ts';
import { tenantFormCard } from '../../src/cards/tenant-form-card.ts';
import { transitionCard } from '../../src/cards/transition-card.ts';
import { welcomeCard } from '../../src/cards/welcome-card.ts';
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

import { listCard } from '../../cards/chat/list-card.ts';
import { transitionCard } from '../../cards/transition/transition-card.ts';
import type { CardAttachment } from '../../cards/attachment.ts';
import { isOpen, type Transition } from '../../core/transition.ts';
import { asDomain } from '../../core/domain-name.ts';
import type { Translate } from '../../text/translate.ts';
import type { BotParts, Call } from '../bot-parts.ts';
import { postCard, say } from '../turns/speak.ts';

const pageSize = 8;
const mostListed = 500;
const longestTerm = 200;

export interface Listing {
  filter?: string;
  ownerId?: string;
}

/** The open ones, newest first; with a filter, everything that carries it. */
async function listed(parts: BotParts, organisationId: string, listing: Listing): Promise<readonly Transition[]> {
  const { filter, ownerId } = listing;
  if (filter !== undefined) return parts.store.transitions.search(organisationId, filter, mostListed);
  const items: Transition[] = [];
  let cursor: string | undefined;
  do {
    const query = { open: true, limit: 100, ...(ownerId !== undefined && { ownerId }), ...(cursor && { cursor }) };
    const page = await parts.store.transitions.list(organisationId, query);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < mostListed);
  return items;
}

/** One page of the list as a card; a page past the end is the last one. Undefined when there is nothing to list. */
export async function listPage(
  { parts, turn }: Call,
  listing: Listing,
  wantedPage: number,
): Promise<CardAttachment | undefined> {
  const all = await listed(parts, turn.member.organisationId, listing);
  if (all.length === 0) return undefined;
  const pageCount = Math.ceil(all.length / pageSize);
  const page = Math.min(Math.max(1, wantedPage), pageCount);
  return listCard(parts.translate, {
    items: all.slice((page - 1) * pageSize, page * pageSize),
    now: parts.clock.now(),
    page,
    pageCount,
    total: all.length,
    ...listing,
  });
}

/** Why there is no page: nothing matches, or nothing is open. */
export function nothingListed(translate: Translate, { filter, ownerId }: Listing): string {
  if (ownerId !== undefined) return translate('bot.status.noneOfYours');
  return filter === undefined
    ? translate('bot.list.empty')
    : translate('bot.find.nothing', { term: shortened(filter) });
}

/** The one transition that a person means by a name or domain; when none or several fit, they are told. */
export async function theOneMeant(call: Call, typed: string): Promise<Transition | undefined> {
  const { parts, turn } = call;
  const term = typed.slice(0, longestTerm);
  const found = await parts.store.transitions.search(turn.member.organisationId, term, mostListed);
  const meant = theOnlyOne(found) ?? byDomain(found, typed);
  if (meant) return meant;
  if (found.length === 0) {
    await say(turn.context, parts.translate('bot.find.nothing', { term: shortened(typed) }));
    return undefined;
  }
  await say(turn.context, parts.translate('bot.find.several', { term: shortened(typed) }));
  const card = await listPage(call, { filter: term }, 1);
  if (card) await postCard(turn.context, card);
  return undefined;
}

/** Of a domain typed in full: the only one of exactly this domain, or the one of them that is open. */
function byDomain(found: readonly Transition[], typed: string): Transition | undefined {
  const domain = asDomain(typed);
  const exact = found.filter(({ tenant }) => tenant.domain === domain);
  return theOnlyOne(exact) ?? theOnlyOne(exact.filter(isOpen));
}

function theOnlyOne(some: readonly Transition[]): Transition | undefined {
  return some.length === 1 ? some[0] : undefined;
}

export async function showStatus({ parts, turn }: Call, transition: Transition): Promise<void> {
  const { translate, clock, store } = parts;
  const nextLookAt = await store.visits.nextVisitAt(transition.organisationId, transition.transitionId);
  const isHere = transition.conversationId === turn.conversationId;
  const view = { transition, now: clock.now(), view: 'status' as const, isHere, ...(nextLookAt && { nextLookAt }) };
  await postCard(turn.context, transitionCard(translate, view));
}

function shortened(typed: string): string {
  return typed.length > 60 ? `${typed.slice(0, 60)}…` : typed;
}

import type { TurnContext } from 'botbuilder';
import type { Clock } from '../../core/ports/runtime.ts';
import type { Translate } from '../../text/translate.ts';
import { turnOf } from '../turns/turn.ts';
import { readRoster } from './roster.ts';

export interface GuestWatch {
  /** A sentence for whoever is about to have a link posted here; undefined where only our own people read. */
  warningFor(context: TurnContext, options?: { fresh: boolean }): Promise<string | undefined>;
}

const keptForMs = 10 * 60 * 1000;
const mostKept = 1000;

export function createGuestWatch(deps: { clock: Clock; translate: Translate }): GuestWatch {
  const kept = new Map<string, { guests: number; until: number }>();

  async function countGuests(context: TurnContext, fresh: boolean): Promise<number> {
    const { member, conversationId } = turnOf(context);
    const now = deps.clock.now().getTime();
    const known = kept.get(conversationId);
    if (!fresh && known && known.until > now) return known.guests;
    const roster = await readRoster(context, member.organisationId);
    const guests = roster.filter(({ isGuest }) => isGuest).length;
    if (kept.size >= mostKept) kept.clear();
    kept.set(conversationId, { guests, until: now + keptForMs });
    return guests;
  }

  return {
    async warningFor(context, { fresh } = { fresh: false }) {
      const { conversationKind, log } = turnOf(context);
      if (conversationKind === 'personal') return undefined;
      try {
        const guests = await countGuests(context, fresh);
        return guests === 0 ? undefined : deps.translate('bot.guests.warning', { guests });
      } catch (error) {
        log.warn({ err: error }, 'the roster could not be read');
        return deps.translate('bot.guests.unknown');
      }
    },
  };
}

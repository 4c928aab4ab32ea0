import type { TurnContext } from 'botbuilder';
import { AppError } from '../../core/errors.ts';
import type { Clock, Ids, Within } from '../../core/ports/runtime.ts';
import type { Translate } from '../../text/translate.ts';
import { say } from '../turns/speak.ts';
import type { Turn } from '../turns/turn.ts';
import { sendToConversation, type ConversationDeps } from './teams-sender.ts';

/** Into the turn that asked, or, once it has ended, into its conversation. */
type Speak = (context: TurnContext) => Promise<void>;

interface Asked {
  /** It is not begun again while it goes on, whoever asks. */
  key: string;
  /** Does it, and answers with how to say what came of it. */
  run: () => Promise<Speak>;
  /** What people read when it takes longer than a turn may. */
  goesOn: string;
  /** What whoever asks meanwhile reads: how it ended is told where it was asked first, which may be another conversation. */
  isBeingDone: string;
  /** Done before either is said, for saying it may fail. */
  beforeGoesOn?: () => Promise<void>;
}

/** Work that asks Microsoft and may outlast its turn: Teams shows an error to whoever waits longer than fifteen seconds. */
export interface LateAnswers {
  /** Resolves when the turn has said how it ended, or that it goes on. The rest comes by itself. */
  answer(turn: Turn, asked: Asked): Promise<void>;
  /** Resolves when nothing goes on behind a turn any more. */
  drain(): Promise<void>;
}

interface LateAnswersDeps extends ConversationDeps {
  within: Within;
  clock: Clock;
  ids: Ids;
  translate: Translate;
}

/** Since the message arrived, part of which may have gone by while an earlier turn of the person ran. */
const patienceMs = 11_000;

export function createLateAnswers(deps: LateAnswersDeps): LateAnswers {
  const { within, clock } = deps;
  const going = new Map<string, Promise<unknown>>();
  return {
    async answer(turn, asked) {
      const { key, run } = asked;
      if (going.has(key)) return sayThatItGoesOn(turn, asked, asked.isBeingDone);
      const leftMs = patienceMs - (clock.now().getTime() - turn.arrivedAt.getTime());
      const running = run();
      going.set(key, running);
      const speak = await within(Math.max(0, leftMs), running).catch((error: unknown) => {
        going.delete(key);
        throw error;
      });
      if (speak) {
        going.delete(key);
        return speak(turn.context);
      }
      const told = sayThatItGoesOn(turn, asked, asked.goesOn);
      going.set(
        key,
        answerLater(deps, turn, { running, told }).finally(() => going.delete(key)),
      );
      await told;
    },
    async drain() {
      while (going.size > 0) await Promise.allSettled(going.values());
    },
  };
}

async function sayThatItGoesOn({ context }: Turn, { beforeGoesOn }: Asked, sentence: string): Promise<void> {
  await beforeGoesOn?.();
  await say(context, sentence);
}

/** Never rejects: there is nobody any more whom it would be told to. */
async function answerLater(
  deps: LateAnswersDeps,
  { member, conversationId, log }: Turn,
  { running, told }: { running: Promise<Speak>; told: Promise<void> },
): Promise<void> {
  const speak = await running.catch((error: unknown) => apology(deps, log, error));
  try {
    // Where even that it goes on could not be said, the turn has ended in words of its own.
    await Promise.allSettled([told]);
    const place = { organisationId: member.organisationId, conversationId };
    const outcome = await sendToConversation(deps, place, async (context) => {
      await speak(context);
      return { kind: 'sent' };
    });
    if (outcome.kind !== 'sent') log.warn({ outcome }, 'an answer that came after its turn could not be told');
  } catch (err) {
    log.warn({ err }, 'an answer that came after its turn could not be told');
  }
}

/** As where a turn fails: logged once, with a number that the person gets too. */
function apology({ translate, ids }: LateAnswersDeps, log: Turn['log'], err: unknown): Speak {
  const reference = ids.random().slice(-8).toUpperCase();
  log.error({ err, reference }, 'what went on after its turn failed');
  const isOutage = err instanceof AppError && err.code === 'STORE_UNAVAILABLE';
  const text = isOutage ? translate('errors.STORE_UNAVAILABLE') : translate('bot.error.late', { reference });
  return (context) => say(context, text);
}

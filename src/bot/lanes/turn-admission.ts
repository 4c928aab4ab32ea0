import type { Activity } from 'botbuilder';
import type { Clock, HashOf, Ids } from '../../core/ports/runtime.ts';
import type { TurnHold, TurnStore } from '../../core/ports/store/turn-store.ts';
import type { BotLog } from '../bot-deps.ts';
import { laneOf } from './lane-of.ts';

interface AdmittedTurn {
  /** The activity is done, and the person's next one may begin. Never rejects: what is done does not fail afterwards. */
  finish(): Promise<void>;
}

type Admission =
  | { kind: 'admitted'; turn: AdmittedTurn }
  /** This activity has been handled, or is being handled elsewhere right now. */
  | { kind: 'repeated' }
  /** Another turn of this person in this conversation has been running elsewhere for too long. Nothing was done. */
  | { kind: 'busy' };

export interface TurnAdmission {
  admit(activity: Activity): Promise<Admission>;
}

export interface TurnAdmissionDeps {
  turns: TurnStore;
  clock: Clock;
  ids: Ids;
  hashOf: HashOf;
  log: BotLog;
  wait: (ms: number) => Promise<void>;
  /** Runs again and again until the answer is called. */
  every: (ms: number, run: () => void) => () => void;
  /** In [0, 1). */
  random: () => number;
}

/** A holder that died is waited for no longer than this; one that lives renews at a third of it. */
const leaseMs = 10_000;
/** Longer than a lease, and shorter than the 15 s after which Teams gives up on us and sends the activity again. */
const patienceMs = 12_000;
const firstPauseMs = 40;
const longestPauseMs = 400;
/** After these a store that stumbled is told again that a turn is done. Its lease lasts longer than they do. */
const finishPausesMs = [100, 400];

/**
 * Within this process a person's turns wait for each other in their lane, in the order of arrival. What is held elsewhere
 * belongs to another process, living or dead: it is waited for, and taken over when its lease has run out. Of several
 * processes that wait, the quickest is next.
 */
export function createTurnAdmission(deps: TurnAdmissionDeps): TurnAdmission {
  const { turns, clock, wait, random } = deps;
  return {
    async admit(activity) {
      const hold = holdOf(deps, activity);
      const arrivedAt = clock.now();
      let pauseMs = firstPauseMs;
      for (let pausedMs = 0; ; pausedMs += pauseMs, pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
        const now = clock.now();
        const ticket = await turns.begin(hold, { now, until: after(now, leaseMs) });
        if (ticket.kind === 'begin') return { kind: 'admitted', turn: keep(deps, hold) };
        if (ticket.kind === 'done') return { kind: 'repeated' };
        // A slow store takes its part of the time; a clock that is set meanwhile makes nobody wait for ever.
        const waitedMs = Math.max(pausedMs, clock.now().getTime() - arrivedAt.getTime());
        if (waitedMs >= patienceMs) return { kind: ticket.kind === 'laneBusy' ? 'busy' : 'repeated' };
        // Varied, so that processes that wait for the same do not ask in step.
        await wait(pauseMs * (0.75 + 0.5 * random()));
      }
    },
  };
}

function holdOf({ ids, hashOf }: TurnAdmissionDeps, activity: Activity): TurnHold {
  const { channelId, conversation, id } = activity;
  const token = ids.random();
  // Teams numbers activities within a conversation. One without a number cannot be told from others like it.
  return {
    activityKey: hashOf('turn', channelId, conversation.id, id ?? token),
    lane: laneOf(hashOf, activity),
    token,
  };
}

/** Renews the lease while the turn runs. A turn that lost it goes on: what it saves is refused if it is out of date. */
function keep({ turns, clock, log, wait, every }: TurnAdmissionDeps, hold: TurnHold): AdmittedTurn {
  const renew = async (): Promise<void> => {
    try {
      const isKept = await turns.renew(hold, after(clock.now(), leaseMs));
      if (isKept) return;
      stop();
      log.warn({ activityKey: hold.activityKey }, 'a turn took so long that another one began');
    } catch (err) {
      log.warn({ err, activityKey: hold.activityKey }, 'the lease of a turn could not be renewed');
    }
  };
  const stop = every(leaseMs / 3, () => void renew());
  return {
    async finish() {
      stop();
      try {
        await persistently(wait, () => turns.finish(hold, clock.now()));
      } catch (err) {
        log.warn({ err, activityKey: hold.activityKey }, 'a turn is done, and that could not be noted');
      }
    },
  };
}

async function persistently(wait: TurnAdmissionDeps['wait'], call: () => Promise<void>): Promise<void> {
  for (const pauseMs of finishPausesMs) {
    try {
      await call();
      return;
    } catch {
      await wait(pauseMs);
    }
  }
  await call();
}

function after(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}

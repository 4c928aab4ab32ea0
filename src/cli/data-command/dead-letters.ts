import type { Clock } from '../../core/ports/runtime.ts';
import type { DeadLetter, DeadLetterStore } from '../../core/ports/store/dead-letter-store.ts';
import { retryDeadLetters } from '../../core/use-cases/telling/retry-dead-letters.ts';
import { DataProblem } from './data-problem.ts';

export interface DeadLettersDeps {
  deadLetters: DeadLetterStore;
  clock: Clock;
  organisationIds: readonly string[];
  say: (text: string) => void;
}

export interface DeadLettersRequest {
  verb: string | undefined;
  deliveryId: string | undefined;
  all: boolean;
}

const pageSize = 100;

export async function deadLetters(deps: DeadLettersDeps, { verb, deliveryId, all }: DeadLettersRequest): Promise<void> {
  if (verb === undefined || verb === 'list') await list(deps);
  else if (verb === 'retry' && all) await retryAll(deps);
  else if (verb === 'retry' && deliveryId !== undefined) await retry(deps, deliveryId);
  else if (verb === 'drop' && deliveryId !== undefined) await drop(deps, deliveryId);
  else throw new TypeError('list, retry <id>, retry --all or drop <id>?');
}

async function list({ deadLetters: store, organisationIds, say }: DeadLettersDeps): Promise<void> {
  let count = 0;
  for (const organisationId of organisationIds) {
    for (let cursor: string | undefined; ;) {
      const page = await store.list(organisationId, { limit: pageSize, ...(cursor !== undefined && { cursor }) });
      for (const letter of page.items) say(lineOf(letter));
      count += page.items.length;
      if (page.nextCursor === undefined) break;
      cursor = page.nextCursor;
    }
  }
  say(
    count === 0 ? 'Nothing was given up.' : `${String(count)} given up. Try again: dead-letters retry <id>, or --all.`,
  );
}

function lineOf({ deliveryId, createdAt, content, recipient, transitionId, attempts, failure }: DeadLetter): string {
  const what = `${content} to a ${recipient} of transition ${transitionId}`;
  return `${deliveryId}  ${createdAt.toISOString()}  ${what}: ${failure ?? 'no reason known'}, ${String(attempts)} attempts`;
}

async function retryAll({ deadLetters: store, clock, organisationIds, say }: DeadLettersDeps): Promise<void> {
  let count = 0;
  for (const organisationId of organisationIds) count += await retryDeadLetters(store, organisationId, clock.now());
  say(`${String(count)} will be sent again by the running service.`);
}

async function retry({ deadLetters: store, clock, organisationIds, say }: DeadLettersDeps, deliveryId: string) {
  for (const organisationId of organisationIds) {
    if (await store.requeue(organisationId, deliveryId, clock.now())) {
      say('It will be sent again by the running service.');
      return;
    }
  }
  throw new DataProblem(`There is no dead letter ${deliveryId}.`);
}

async function drop({ deadLetters: store, organisationIds, say }: DeadLettersDeps, deliveryId: string): Promise<void> {
  for (const organisationId of organisationIds) {
    if (await store.drop(organisationId, deliveryId)) {
      say('It is removed and will never be sent.');
      return;
    }
  }
  throw new DataProblem(`There is no dead letter ${deliveryId}.`);
}

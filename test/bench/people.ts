// People who each have a conversation of their own and say the next thing as soon as the last one is answered.
import { Agent, request } from 'node:http';
import { testOrganisationId } from '../support/records.ts';
import type { FastConnector, Standing } from './fast-connector.ts';
import type { Journey, Turn } from './journeys.ts';

export interface TurnTaken {
  kind: string;
  durationMs: number;
}

export interface People {
  /** They talk for so long, then finish their sentence. Fails when a single turn is not answered as it must be. */
  talk(forMs: number): Promise<{ turns: TurnTaken[]; elapsedMs: number }>;
}

interface Person {
  userId: string;
  conversationId: string;
  standing: Standing;
  turns: Generator<Turn, never>;
}

export function createPeople(count: number, port: number, { connector, journey }: With): People {
  const people = Array.from({ length: count }, (_, index): Person => {
    const userId = `user-${String(index)}`;
    const conversationId = `19:${userId}-${String(port)}@thread.tacv2;messageid=1000`;
    const standing = connector.standing(conversationId);
    return { userId, conversationId, standing, turns: journey(standing, userId) };
  });
  let said = 0;

  async function take(person: Person, turn: Turn, agent: Agent): Promise<TurnTaken> {
    said += 1;
    const body = JSON.stringify(activityOf(person, { id: `said-${String(said)}`, serviceUrl: connector.url, turn }));
    const { received } = person.standing;
    const startedAt = performance.now();
    const status = await post(body, { agent, port });
    const durationMs = performance.now() - startedAt;
    // Our bot answers the request when the state is committed; the reply must have arrived by then.
    if (status !== 200 || person.standing.received === received || !turn.isAnswered()) {
      const { newestText = '' } = person.standing;
      throw new Error(
        `“${turn.kind}” was not answered as it must be (status ${String(status)}, last said: ${newestText})`,
      );
    }
    return { kind: turn.kind, durationMs };
  }

  return {
    async talk(forMs) {
      // New connections each time: those of the last time may just be closing on the other side.
      const agent = new Agent({ keepAlive: true, maxSockets: count });
      const startedAt = performance.now();
      const taken = people.map(async (person) => {
        const turns: TurnTaken[] = [];
        while (performance.now() - startedAt < forMs) turns.push(await take(person, person.turns.next().value, agent));
        return turns;
      });
      try {
        const turns = (await Promise.all(taken)).flat();
        return { turns, elapsedMs: performance.now() - startedAt };
      } finally {
        agent.destroy();
      }
    },
  };
}

interface With {
  connector: FastConnector;
  journey: Journey;
}

function activityOf(
  { userId, conversationId }: Person,
  { id, serviceUrl, turn }: { id: string; serviceUrl: string; turn: Turn },
): object {
  return {
    type: 'message',
    id,
    channelId: 'msteams',
    serviceUrl,
    from: { id: userId, name: userId, aadObjectId: userId },
    recipient: { id: '28:bot', name: 'Partner Connect' },
    conversation: { id: conversationId, conversationType: 'channel', tenantId: testOrganisationId },
    channelData: { tenant: { id: testOrganisationId }, team: { id: '19:general@thread.tacv2' } },
    ...turn.said,
  };
}

function post(body: string, { agent, port }: { agent: Agent; port: number }): Promise<number> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { agent, port, host: '127.0.0.1', path: '/api/messages', method: 'POST', headers };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

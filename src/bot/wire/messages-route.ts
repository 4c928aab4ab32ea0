import type { ServerResponse } from 'node:http';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import type { Route } from '../../http-route.ts';
import type { BotConfig } from '../bot-config.ts';
import type { BotLog } from '../bot-deps.ts';
import type { TeamsAdapter } from './adapter.ts';
import { isLoopback, readActivity } from './inbound-activity.ts';

/**
 * Ten times what somebody can type into Teams (28 KB) and more than the largest card (100 KB), with room for Teams to
 * repeat the text as HTML and to spell letters as `\u1234`. Whoever pastes more gets no answer.
 */
const mostBytes = 512 * 1024;

/** `POST /api/messages`: what Teams calls. A body that is no activity is a 400, an unproven caller a 401. */
export function createMessagesRoute(deps: {
  config: BotConfig;
  adapter: TeamsAdapter;
  runTurn: (context: TurnContext) => Promise<void>;
  log: BotLog;
}): Route {
  const { config, adapter, runTurn, log } = deps;
  return {
    method: 'POST',
    path: '/api/messages',
    accepts: {
      kind: 'json',
      mostBytes,
      isWelcome: ({ authorization = '' }) => config.authentication === 'off' || /^Bearer \S/i.test(authorization),
    },
    async handle(request, response) {
      const activity = readActivity(request.body);
      if (!activity) {
        end(response, { status: 400, body: { error: 'the body is not an activity' } });
        return;
      }
      const refusal = refusalOf(config, activity);
      if (refusal) {
        log.warn({ correlationId: request.correlationId }, refusal.logged);
        end(response, { status: 403, body: { error: refusal.said } });
        return;
      }
      try {
        const answer = await adapter.answer(request.headers.authorization ?? '', activity, runTurn);
        end(response, answer ?? { status: 200 });
      } catch (error) {
        if (!isUnproven(error)) throw error;
        log.warn(
          { correlationId: request.correlationId, err: error },
          'refused an activity without proof of its sender',
        );
        end(response, { status: 401 });
      }
    },
  };
}

function refusalOf({ authentication }: BotConfig, { channelId, serviceUrl }: Activity) {
  if (authentication === 'off') {
    if (isLoopback(serviceUrl)) return undefined;
    return {
      logged: 'refused a service url that is not on this machine',
      said: 'only service URLs on this machine are answered',
    };
  }
  // The registration may have other channels, in which people say themselves who they are; they sign with the same keys.
  if (channelId === 'msteams') return undefined;
  return { logged: 'refused an activity from outside Teams', said: 'only Teams is answered' };
}

/** The SDK words most refusals itself, and lets those of its token library through: a signature that is false or missing. */
const tokenFailures = new Set(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError']);

function isUnproven(error: unknown): error is Error {
  return error instanceof AuthenticationError || (error instanceof Error && tokenFailures.has(error.name));
}

function end(response: ServerResponse, answer: InvokeResponse): void {
  response.statusCode = answer.status;
  if (answer.body === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(answer.body));
}

import type { ServerResponse } from 'node:http';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import type { Route } from '../../http-route.ts';
import type { BotConfig } from '../bot-config.ts';
import type { BotLog } from '../bot-deps.ts';
import type { TeamsAdapter } from './adapter.ts';
import { isLoopback, readActivity } from './inbound-activity.ts';

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
    async handle(request, response) {
      const activity = readActivity(request.body);
      if (!activity) {
        end(response, { status: 400, body: { error: 'the body is not an activity' } });
        return;
      }
      if (config.authentication === 'off' && !isLoopback(activity.serviceUrl)) {
        log.warn({ correlationId: request.correlationId }, 'refused a service url that is not on this machine');
        end(response, { status: 403, body: { error: 'only service URLs on this machine are answered' } });
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

import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Activity,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import type { BotConfig } from '../bot-config.ts';
import { KeptConnectors } from './kept-connectors.ts';

/**
 * `CloudAdapter.process` throws before authentication for a body without a type, and reports failures on the console.
 * What it does besides is this one call; the route does the rest.
 */
export class TeamsAdapter extends CloudAdapter {
  answer(
    authHeader: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authHeader, activity, logic);
  }
}

/** `authentication` replaces the SDK's, for tests that sign their own tokens. */
export function createAdapter(config: BotConfig, authentication?: BotFrameworkAuthentication): TeamsAdapter {
  return new TeamsAdapter(new KeptConnectors(authentication ?? authenticationOf(config)));
}

function authenticationOf(config: BotConfig): BotFrameworkAuthentication {
  // An empty app id turns the SDK's authentication off in silence: that must be said, never happen.
  if (config.authentication === 'off') return new ConfigurationBotFrameworkAuthentication({});
  if (!config.appId) throw new Error('authentication is on, but there is no app id');
  return new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: config.appId,
    MicrosoftAppType: config.appType,
    ...config.endpoints,
    ...(config.appPassword !== undefined && { MicrosoftAppPassword: config.appPassword }),
    ...(config.appTenantId !== undefined && { MicrosoftAppTenantId: config.appTenantId }),
  });
}

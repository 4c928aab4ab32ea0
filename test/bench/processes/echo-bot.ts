// The least that a bot can be on the same SDK and server: botbuilder's echo, without authentication and state.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';
import { untilStopped } from './until-stopped.ts';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
  const { headers, method = 'POST' } = request;
  const body = request.body as Record<string, unknown>;
  await adapter.process({ body, headers, method }, response, async (context) => {
    await context.sendActivity(`You said: ${context.activity.text}`);
  });
});
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});

await untilStopped({ port: server.address().port });
server.close();
server.server.closeAllConnections();

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import { describe, it } from 'mocha';
import { sendFailure } from '../../../src/bot/sending/send-failure.ts';
import { createConnections, tamePipeline } from '../../../src/bot/wire/connector-pipeline.ts';

describe('the connector client', () => {
  it('keeps a connection for what follows at once, and closes it itself when nothing does', async () => {
    const closed: Promise<unknown>[] = [];
    const server = createServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    });
    server.keepAliveTimeout = 0;
    server.on('connection', (socket) => closed.push(once(socket, 'end')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const factory = new ConfigurationBotFrameworkAuthentication({}).createConnectorFactory(new ClaimsIdentity([]));
    const connector = tamePipeline(await factory.create(url), createConnections(500));

    await connector.conversations.sendToConversation('a:megan', { type: 'message', text: 'one' });
    await connector.conversations.sendToConversation('a:megan', { type: 'message', text: 'two' });
    await closed[0];

    assert.equal(closed.length, 1);
    server.close();
  });

  for (const [name, signRequest] of [
    ['is silent', () => new Promise<never>(() => undefined)],
    ['fails', () => Promise.reject(Object.assign(new Error('throttled'), { statusCode: 429 }))],
  ] as const) {
    it(`sends nothing while its sign-in ${name}, and says so`, async () => {
      const asked: unknown[] = [];
      const server = createServer((request) => void asked.push(request));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
      const factory = new ConfigurationBotFrameworkAuthentication({}).createConnectorFactory(new ClaimsIdentity([]));
      const connector = await factory.create(url);
      connector.credentials = { signRequest };
      tamePipeline(connector, createConnections(500), 1);

      const failure = await connector.conversations
        .sendToConversation('a:megan', { type: 'message', text: 'one' })
        .catch((error: unknown) => sendFailure(error));

      assert.ok('kind' in failure && failure.kind === 'failed');
      assert.deepEqual([failure.maybeSent, asked], [false, []]);
      server.close();
    });
  }
});

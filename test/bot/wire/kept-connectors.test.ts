import assert from 'node:assert/strict';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import { describe, it } from 'mocha';
import { KeptConnectors } from '../../../src/bot/wire/kept-connectors.ts';

describe('kept connectors', () => {
  const open = () => new KeptConnectors(new ConfigurationBotFrameworkAuthentication({}));
  const nobody = () => new ClaimsIdentity([]);

  it('are one client for every turn with the same service URL', async () => {
    const kept = open();

    const first = await kept.createConnectorFactory(nobody()).create('http://127.0.0.1:1/', '');
    const second = await kept.createConnectorFactory(nobody()).create('http://127.0.0.1:1/', '');

    assert.equal(first, second);
    assert.equal(await kept.createUserTokenClient(nobody()), await kept.createUserTokenClient(nobody()));
  });

  it('are different clients for different service URLs', async () => {
    const kept = open();

    const first = await kept.createConnectorFactory(nobody()).create('http://127.0.0.1:1/');
    const second = await kept.createConnectorFactory(nobody()).create('http://127.0.0.1:2/');

    assert.notEqual(first, second);
  });
});

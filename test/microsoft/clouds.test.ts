import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CloudName } from '../../src/core/ports/microsoft.ts';
import { addressesIn, botEndpointsIn, otherLoginUrls, scopeIn } from '../../src/microsoft/clouds.ts';
import { microsoftConfigIn } from '../../src/microsoft/microsoft-config.ts';

const graphScope = 'https://graph.microsoft.com/.default';
const partnerCenterScope = 'https://api.partnercenter.microsoft.com/.default';
const commercial = 'api.partnercenter.microsoft.com';

describe('Microsoft’s clouds', () => {
  const hosts: [CloudName, login: string, graph: string, partnerCenter: string, admin: string][] = [
    ['global', 'login.microsoftonline.com', 'graph.microsoft.com', commercial, 'admin.microsoft.com'],
    ['gccHigh', 'login.microsoftonline.us', 'graph.microsoft.us', commercial, 'portal.office365.us'],
    ['dod', 'login.microsoftonline.us', 'dod-graph.microsoft.us', commercial, 'portal.apps.mil'],
    [
      'china',
      'login.partner.microsoftonline.cn',
      'microsoftgraph.chinacloudapi.cn',
      'partner.partnercenterapi.microsoftonline.cn',
      'portal.partner.microsoftonline.cn',
    ],
  ];
  for (const [cloud, login, graph, partnerCenter, admin] of hosts) {
    it(`have hosts of their own (${cloud}), and tokens made out to them`, () => {
      const config = addressesIn(cloud);

      assert.deepEqual(
        [config.loginUrl, config.graphUrl, config.partnerCenterUrl, new URL(config.approvalUrlTemplate).host],
        [`https://${login}`, `https://${graph}`, `https://${partnerCenter}`, admin],
      );
      assert.equal(config.consentScope, `https://${graph}/.default`);
      assert.equal(scopeIn(config, graphScope), `https://${graph}/.default`);
      assert.equal(scopeIn(config, partnerCenterScope), `https://${partnerCenter}/.default`);
      assert.equal(scopeIn(config, 'openid'), 'openid');
    });
  }

  it('are asked what one of them does not know, once a host', () => {
    const [us, china] = ['https://login.microsoftonline.us', 'https://login.partner.microsoftonline.cn'];

    assert.deepEqual(otherLoginUrls('global'), [us, china]);
    assert.deepEqual(otherLoginUrls('dod'), ['https://login.microsoftonline.com', china]);
  });

  it('have a sign-in of tenants for consumers in the global cloud alone, where no stand-in is', () => {
    const urls = [
      microsoftConfigIn('global', {}),
      microsoftConfigIn('gccHigh', {}),
      microsoftConfigIn('global', { loginUrl: 'http://127.0.0.1:1/login' }),
    ].map((config) => ('externalLoginUrl' in config ? config.externalLoginUrl : undefined));

    assert.deepEqual(urls, ['https://{tenantId}.ciamlogin.com', undefined, undefined]);
  });

  it('are not there where a stand-in is configured, whose tokens are made out to Microsoft all the same', () => {
    const loginUrl = 'http://127.0.0.1:1/login';
    const config = microsoftConfigIn('global', { loginUrl, graphUrl: 'http://127.0.0.1:1/graph' });

    assert.deepEqual([config.otherLoginUrls, config.graphUrl], [[], 'http://127.0.0.1:1/graph']);
    assert.equal(scopeIn(config, graphScope), graphScope);
  });

  it('give bots of many tenants their tokens each at a tenant of its own, where the self-check asks too', () => {
    assert.deepEqual(
      (['global', 'gccHigh', 'dod', 'china'] as const).map((cloud) => addressesIn(cloud).botLoginTenant),
      [
        'botframework.com',
        ...['MicrosoftServices.onmicrosoft.us', 'MicrosoftServices.onmicrosoft.us'],
        'microsoftservices.partner.onmschina.cn',
      ],
    );
  });

  it('are known to the bot’s SDK where it is the global one, and told to it elsewhere', () => {
    assert.deepEqual(botEndpointsIn('global', undefined), {});
    assert.deepEqual(botEndpointsIn('gccHigh', 'tenant-of-the-bot'), {
      endpoints: {
        OAuthUrl: 'https://tokengcch.botframework.azure.us',
        ToChannelFromBotLoginUrl: 'https://login.microsoftonline.us/tenant-of-the-bot',
        ToChannelFromBotOAuthScope: 'https://api.botframework.us',
        ToBotFromChannelTokenIssuer: 'https://api.botframework.us',
        ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
        ToBotFromEmulatorOpenIdMetadataUrl:
          'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/v2.0/.well-known/openid-configuration',
      },
    });
    assert.equal(
      botEndpointsIn('china', undefined).endpoints?.ToChannelFromBotLoginUrl,
      'https://login.partner.microsoftonline.cn/microsoftservices.partner.onmschina.cn',
    );
  });
});

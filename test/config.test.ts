import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ConfigError, logLevelOf, readConfig, type Environment } from '../src/config.ts';
import { createWebhookCertificates } from '../src/sandbox/webhooks/certificates.ts';

const tenant = '11111111-1111-4111-8111-111111111111';
const group = '22222222-2222-4222-8222-222222222222';
const role = '33333333-3333-4333-8333-333333333333';
const invitation = `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${group}`;
const linkKey = 'a key of the tests for its links that is long enough';
const tokenKey = 'a key of the tests for its tokens that is long enough';
const production: Environment = {
  PUBLIC_URL: 'https://connect.northwindtraders.example/',
  BOT_APP_ID: tenant,
  BOT_APP_TENANT_ID: tenant,
  SECRET_BOT_APP_PASSWORD: 'the bot password',
  ORGANISATIONS: `${tenant}=Northwind Traders`,
  PARTNER_NAME: 'Northwind Traders',
  PARTNER_TENANT_ID: tenant.toUpperCase(),
  CONNECT_CLIENT_ID: tenant,
  SECRET_CONNECT_CLIENT_SECRET: 'the client secret',
  SECRET_LINK_KEYS: linkKey,
  SENDER_MAILBOX: 'partnerconnect@northwindtraders.example',
};
const sandbox: Environment = { ...production, APP_MODE: 'sandbox', PUBLIC_URL: 'http://127.0.0.1:3978' };

function problemsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe('the configuration', () => {
  for (const [cloud, meant] of [
    [undefined, 'global'],
    ['gcc', 'global'],
    ['gccHigh', 'gccHigh'],
    ['dod', 'dod'],
    ['china', 'china'],
  ] as const) {
    it(`with CLOUD ${String(cloud)} is of the cloud ${meant}`, () => {
      assert.equal(readConfig({ ...production, CLOUD: cloud }).policy.cloud, meant);
    });
  }

  it('knows no other clouds', () => {
    assert.deepEqual(problemsOf({ ...production, CLOUD: 'germany' }), [
      'CLOUD must be global, gcc, gccHigh, dod or china',
    ]);
  });

  describe('of what the service proves itself to Entra with', () => {
    const { SECRET_CONNECT_CLIENT_SECRET: _secret, ...withoutCredential } = production;
    const { bundlePem, privateKey } = createWebhookCertificates('Own', new Date());
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const mustBe =
      'SECRET_CONNECT_CERTIFICATE must be a certificate and its private key without a passphrase, both PEM';

    it('takes a certificate in place of the secret, also when its lines stand in one', () => {
      const pem = `${bundlePem}${key}`;

      for (const text of [pem, pem.replaceAll('\n', '\\n')]) {
        const { microsoft } = readConfig({ ...withoutCredential, SECRET_CONNECT_CERTIFICATE: text });

        assert.deepEqual([microsoft.clientCertificate, microsoft.clientSecret], [pem, undefined]);
      }
    });

    it('takes a managed identity in place of both, and refuses it beside one', () => {
      const identity = '77777777-7777-4777-8777-777777777777';

      const { microsoft } = readConfig({ ...withoutCredential, CONNECT_MANAGED_IDENTITY: identity });

      assert.equal(microsoft.managedIdentityClientId, identity);
      assert.deepEqual(problemsOf({ ...production, CONNECT_MANAGED_IDENTITY: identity }), [
        'SECRET_CONNECT_CLIENT_SECRET and CONNECT_MANAGED_IDENTITY exclude each other: set one',
      ]);
    });

    it('refuses both', () => {
      assert.deepEqual(problemsOf({ ...production, SECRET_CONNECT_CERTIFICATE: `${bundlePem}${key}` }), [
        'SECRET_CONNECT_CLIENT_SECRET and SECRET_CONNECT_CERTIFICATE exclude each other: set one',
      ]);
    });

    for (const [what, pem] of [
      ['a certificate alone', bundlePem],
      ['a key alone', key],
      ['neither', 'a text'],
      [
        'a key of another certificate',
        bundlePem +
          createWebhookCertificates('Another', new Date())
            .privateKey.export({ type: 'pkcs8', format: 'pem' })
            .toString(),
      ],
    ] as const) {
      it(`refuses ${what}`, () => {
        assert.deepEqual(problemsOf({ ...withoutCredential, SECRET_CONNECT_CERTIFICATE: pem }), [mustBe]);
      });
    }
  });

  it('asks for the key that encrypts the service account’s token wherever there is such a token', () => {
    const withToken = { ...production, SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: 'a token' };

    assert.deepEqual(problemsOf(withToken), ['SECRET_TOKEN_KEY is missing']);
    assert.deepEqual(problemsOf({ ...withToken, SECRET_TOKEN_KEY: 'short' }), [
      'SECRET_TOKEN_KEY must be keys of 32 characters or more, separated by commas',
    ]);
    assert.deepEqual(problemsOf({ ...withToken, SECRET_TOKEN_KEY: tokenKey }), []);
  });

  it('refuses a key that is another one, and one that repeats a few characters', () => {
    const shared = ['SECRET_TOKEN_KEY must begin with a key that is not in SECRET_LINK_KEYS'];
    const withKeys = (key: string) =>
      problemsOf({ ...production, SECRET_LINK_KEYS: `${linkKey.toUpperCase()}, ${linkKey}`, SECRET_TOKEN_KEY: key });
    const repeated = (key: string) => [`${key} must be random: a key that repeats a few characters is guessed`];

    assert.deepEqual(withKeys(linkKey), shared);
    assert.deepEqual(withKeys(`${tokenKey},${linkKey}`), []);
    assert.deepEqual(problemsOf({ ...production, SECRET_TOKEN_KEY: 'k'.repeat(48) }), repeated('SECRET_TOKEN_KEY'));
    assert.deepEqual(problemsOf({ ...production, SECRET_LINK_KEYS: 'abcde'.repeat(9) }), repeated('SECRET_LINK_KEYS'));
    assert.deepEqual(readConfig({ ...production, SECRET_TOKEN_KEY: ` ${tokenKey}` }).microsoft.tokenKeys, [tokenKey]);
  });

  it('is complete with what a partner must say, and production by default', () => {
    const config = readConfig(production);

    assert.equal(config.mode, 'production');
    assert.equal(config.bot.authentication, 'on');
    assert.equal(config.http.publicUrl, 'https://connect.northwindtraders.example');
    assert.equal(config.databaseUrl, 'sqlite:./data/partner-connect.db');
    assert.deepEqual(config.bot.organisations, [{ organisationId: tenant, name: 'Northwind Traders' }]);
    assert.deepEqual(config.policy.ownTenantIds, [tenant]);
    assert.equal(config.policy.linkLifetimeMs, 14 * 24 * 60 * 60 * 1000);
    assert.ok(Object.isFrozen(config));
  });

  it('names every problem at once, and no value', () => {
    const problems = problemsOf({
      PORT: 'many',
      ORGANISATIONS: 'Northwind',
      SECRET_LINK_KEYS: 'too short',
      SECRET_CONNECT_CLIENT_SECRET: '',
      PUBLIC_URL: 'not an address',
    });

    assert.deepEqual(problems, [
      'BOT_APP_ID is missing',
      'BOT_APP_TENANT_ID is missing',
      'CONNECT_CLIENT_ID is missing',
      'ORGANISATIONS must be a list of <tenant id>=<name>, separated by commas',
      'PARTNER_NAME is missing',
      'PARTNER_TENANT_ID is missing',
      'PORT must be a port number',
      'PUBLIC_URL must be an http or https address',
      'SECRET_BOT_APP_PASSWORD is missing',
      'SECRET_CONNECT_CLIENT_SECRET or SECRET_CONNECT_CERTIFICATE or CONNECT_MANAGED_IDENTITY is missing',
      'SECRET_LINK_KEYS must be keys of 32 characters or more, separated by commas',
      'SENDER_MAILBOX is missing',
    ]);
    assert.ok(!problems.join().includes('too short'));
  });

  it('says of a number between which it must lie', () => {
    const tooMuch = {
      TRUSTED_PROXY_HOPS: '11',
      RETENTION_DAYS: '29',
      STOP_GRACE_SECONDS: '301',
      LINK_LIFETIME_DAYS: '91',
    };

    for (const environment of [tooMuch, Object.fromEntries(Object.keys(tooMuch).map((key) => [key, 'many']))]) {
      assert.deepEqual(problemsOf({ ...production, ...environment }), [
        'LINK_LIFETIME_DAYS must be a number of days from 1 to 90',
        'RETENTION_DAYS must be a whole number of days, 30 or more',
        'STOP_GRACE_SECONDS must be a number of seconds from 0 to 300',
        'TRUSTED_PROXY_HOPS must be a whole number from 0 to 10',
      ]);
    }
  });

  for (const key of ['BOT_APP_ID', 'ORGANISATIONS', 'SECRET_BOT_APP_PASSWORD', 'BOT_APP_TENANT_ID']) {
    it(`does not start production without ${key}`, () => {
      assert.deepEqual(problemsOf({ ...production, [key]: undefined }), [`${key} is missing`]);
      assert.deepEqual(problemsOf({ ...production, [key]: '  ' }), [`${key} is missing`]);
    });
  }

  it('takes a misspelt kind of registration for the mistake that it is', () => {
    assert.deepEqual(problemsOf({ ...production, BOT_APP_TYPE: 'SingelTenant' }), [
      'BOT_APP_TYPE must be SingleTenant, MultiTenant or UserAssignedMSI',
    ]);
  });

  it('asks no password of a managed identity', () => {
    const environment = { ...production, BOT_APP_TYPE: 'UserAssignedMSI', SECRET_BOT_APP_PASSWORD: undefined };

    assert.deepEqual(problemsOf(environment), []);
  });

  it('refuses plain http in production', () => {
    assert.deepEqual(problemsOf({ ...production, PUBLIC_URL: 'http://connect.example' }), [
      'PUBLIC_URL must begin with https:',
    ]);
    assert.deepEqual(problemsOf({ ...production, MICROSOFT_GRAPH_URL: 'http://127.0.0.1:4280' }), [
      'MICROSOFT_GRAPH_URL must begin with https:',
    ]);
  });

  const plain = {
    PUBLIC_URL: 'HTTP://connect.example',
    MICROSOFT_LOGIN_URL: 'HtTp://login.example',
    MICROSOFT_EXTERNAL_LOGIN_URL: 'HTTP://{tenantId}.login.example',
    MICROSOFT_PARTNER_CENTER_URL: ' http://partner-center.example',
    GDAP_APPROVAL_URL: 'http://approve.example/{relationshipId}',
    WEBHOOK_CERTIFICATE_URLS: 'https://certificates.example/,HTTP://certificates.example/',
    RESELLER_INVITATION_URL: invitation.replace('https', 'HTTP'),
    RESELLER_INVITATION_URLS: `${tenant}=${invitation.replace('https', 'http')}`,
  };
  for (const [key, value] of Object.entries(plain)) {
    it(`refuses plain http in production, however it is written: ${key}=${value}`, () => {
      assert.deepEqual(problemsOf({ ...production, [key]: value }), [`${key} must begin with https:`]);
    });
  }

  const elsewhere = [
    'ftp://x.example/',
    'wss://x.example/',
    'file:///etc/',
    'javascript:alert(1)//',
    'https:x.example/',
    'x.example/',
  ];
  for (const address of elsewhere) {
    it(`takes ${address} for no address of the web, in no key`, () => {
      const environment = {
        PUBLIC_URL: address,
        MICROSOFT_LOGIN_URL: address,
        MICROSOFT_EXTERNAL_LOGIN_URL: `${address}{tenantId}`,
        MICROSOFT_GRAPH_URL: address,
        MICROSOFT_PARTNER_CENTER_URL: address,
        GDAP_APPROVAL_URL: `${address}{relationshipId}`,
        RESELLER_INVITATION_URL: address,
      };

      const problems = problemsOf({ ...production, ...environment, WEBHOOK_CERTIFICATE_URLS: address });

      assert.deepEqual(
        problems,
        [
          ...Object.keys(environment).map((key) => `${key} must be an http or https address`),
          'WEBHOOK_CERTIFICATE_URLS must be https addresses that end with a slash',
        ].sort(),
      );
    });
  }

  it('says what an address of the service’s own must not have, and writes it in one way', () => {
    for (const more of ['/bot', '/?x=1', '#top', '//']) {
      assert.deepEqual(problemsOf({ ...production, PUBLIC_URL: `https://connect.example${more}` }), [
        'PUBLIC_URL must be the address alone, such as https://connect.example.com, without path, query, fragment or user name',
      ]);
    }
    assert.equal(problemsOf({ ...production, PUBLIC_URL: 'https://somebody:secret@connect.example' }).length, 1);
    const { http } = readConfig({ ...production, PUBLIC_URL: 'HTTPS://Connect.Example:443/' });
    assert.equal(http.publicUrl, 'https://connect.example');
  });

  it('keeps the path of an address of Microsoft’s, and refuses what paths cannot follow', () => {
    const { microsoft } = readConfig({ ...production, MICROSOFT_GRAPH_URL: 'https://gateway.example/graph/' });

    assert.equal(microsoft.graphUrl, 'https://gateway.example/graph');
    for (const wrong of ['https://a:b@graph.example', 'https://graph.example/?a=b', 'https://graph.example/#a']) {
      assert.deepEqual(problemsOf({ ...production, MICROSOFT_GRAPH_URL: wrong }), [
        'MICROSOFT_GRAPH_URL must have no user name, query or fragment',
      ]);
    }
  });

  it('refuses an organisation without a tenant, and one that is named twice', () => {
    const twice = `${tenant}=Northwind Traders,${tenant.toUpperCase()}=Northwind`;

    assert.deepEqual(problemsOf({ ...production, ORGANISATIONS: `${'-'.repeat(36)}=Northwind` }), [
      'ORGANISATIONS must be a list of <tenant id>=<name>, separated by commas',
    ]);
    assert.deepEqual(problemsOf({ ...production, ORGANISATIONS: twice }), ['ORGANISATIONS must name each tenant once']);
  });

  it('names a log level that there is not, and has one for saying so', () => {
    for (const wrong of ['verbose', 'silent', 'INFO']) {
      assert.deepEqual(problemsOf({ ...production, LOG_LEVEL: wrong }), [
        'LOG_LEVEL must be fatal, error, warn, info or debug',
      ]);
      assert.equal(logLevelOf({ LOG_LEVEL: wrong }), 'info');
    }
    for (const absent of [undefined, '', ' ']) assert.equal(logLevelOf({ LOG_LEVEL: absent }), 'info');
    assert.equal(logLevelOf({ LOG_LEVEL: 'debug' }), 'debug');
  });

  it('switches authentication off only in the sandbox, and listens on this machine only there', () => {
    const config = readConfig(sandbox);

    assert.equal(config.bot.authentication, 'off');
    assert.equal(config.http.host, '127.0.0.1');
  });

  it('lets the sandbox speak with nothing but this machine', () => {
    for (const address of ['https://graph.microsoft.com', 'http://127.0.0.1.evil.example', 'http://10.0.0.1']) {
      assert.deepEqual(problemsOf({ ...sandbox, MICROSOFT_GRAPH_URL: address }), [
        'MICROSOFT_GRAPH_URL must be a loopback address in the sandbox',
      ]);
    }
    assert.deepEqual(problemsOf({ ...sandbox, MICROSOFT_GRAPH_URL: 'http://localhost:4280/graph' }), []);
    assert.deepEqual(
      problemsOf({ ...sandbox, WEBHOOK_CERTIFICATE_URLS: 'http://127.0.0.1:1/a/,http://example.com/b/' }),
      ['WEBHOOK_CERTIFICATE_URLS must be a loopback address in the sandbox'],
    );
  });

  it('counts the provider among the partners that a customer authorises', () => {
    const config = readConfig({
      ...production,
      PROVIDER_TENANT_ID: group,
      PROVIDER_NAME: 'Wide World Importers',
      PROVIDER_INVITATION_URL: invitation,
    });

    assert.deepEqual(config.microsoft.partners, [
      { tenantId: group, name: 'Wide World Importers', invitationUrl: invitation },
      { tenantId: tenant, name: 'Northwind Traders' },
    ]);
    assert.equal(config.microsoft.partnerModel, 'reseller');
    assert.deepEqual(config.policy.ownTenantIds, [tenant, group]);
    assert.deepEqual(problemsOf({ ...production, PROVIDER_TENANT_ID: group }), [
      'PROVIDER_INVITATION_URL is missing',
      'PROVIDER_NAME is missing',
    ]);
  });

  it('takes each organisation of a provider for the reseller that its customers authorise', () => {
    const organisationId = tenant;
    const links = `${organisationId}=${invitation}`;
    const provider = { ...production, PARTNER_MODEL: 'provider', RESELLER_INVITATION_URLS: links };

    const { microsoft, policy } = readConfig(provider);

    assert.equal(microsoft.partnerModel, 'provider');
    assert.deepEqual(microsoft.partners, [{ tenantId: tenant, name: 'Northwind Traders' }]);
    assert.deepEqual(Object.keys(microsoft.resellers ?? {}), [organisationId]);
    assert.equal(microsoft.resellers?.[organisationId]?.invitationUrl, invitation);
    assert.ok(policy.ownTenantIds.includes(organisationId));
    assert.deepEqual(
      [policy.keepsCustomersApart, readConfig(production).policy.keepsCustomersApart],
      [true, undefined],
    );
    assert.deepEqual(problemsOf({ ...production, PARTNER_MODEL: 'provider', PROVIDER_TENANT_ID: group }), [
      'PROVIDER_TENANT_ID belongs to PARTNER_MODEL=reseller: as the provider you are the partner',
      'RESELLER_INVITATION_URLS must name every organisation',
    ]);
  });

  it('says which model a provider belongs to', () => {
    assert.deepEqual(problemsOf({ ...production, PARTNER_MODEL: 'direct', PROVIDER_TENANT_ID: group }), [
      'PROVIDER_TENANT_ID belongs to PARTNER_MODEL=reseller',
    ]);
    assert.deepEqual(problemsOf({ ...production, PARTNER_MODEL: 'reseller' }), [
      'PROVIDER_INVITATION_URL is missing',
      'PROVIDER_NAME is missing',
      'PROVIDER_TENANT_ID is missing',
    ]);
  });

  it('refuses what is no invitation for customers', () => {
    const partnerInvitation = invitation.replace('ResellerRelationship', 'IndirectResellerRelationship');
    const forBoth = `${partnerInvitation}&indirectCSPId=${group}`;
    const texts = [
      invitation,
      forBoth,
      partnerInvitation,
      invitation.replace('invType', 'type'),
      'https://example.com/',
    ];

    const problems = texts.map((text) => problemsOf({ ...production, RESELLER_INVITATION_URL: text }));

    const wrong = 'must be an invitation for customers: an address that says invType=ResellerRelationship';
    const refusal = [`RESELLER_INVITATION_URL ${wrong}`];
    assert.deepEqual(problems, [[], [], refusal, refusal, refusal]);
  });

  it('knows the region only when told', () => {
    const config = readConfig({ ...production, PARTNER_REGION_COUNTRIES: 'US, CA' });

    assert.deepEqual(config.microsoft.regionCountries, ['US', 'CA']);
    assert.deepEqual(config.policy.regionCountries, ['US', 'CA']);
    assert.equal(readConfig(production).microsoft.regionCountries, undefined);
    for (const none of ['Europe', ',']) {
      assert.deepEqual(problemsOf({ ...production, PARTNER_REGION_COUNTRIES: none }), [
        'PARTNER_REGION_COUNTRIES must be two-letter country codes such as AU',
      ]);
    }
  });

  it('names what is wrong with delegated admin, before anything is asked of Microsoft', () => {
    const problems = problemsOf({
      ...production,
      DELEGATED_ADMIN_DURATION: 'P3Y',
      DELEGATED_ADMIN_AUTO_EXTEND: 'P90D',
      DELEGATED_ADMIN_ROLES: 'Owner',
      CUSTOMER_REMINDERS: 'perhaps',
    });

    assert.deepEqual(problems, [
      'CUSTOMER_REMINDERS must be on or off',
      'DELEGATED_ADMIN_AUTO_EXTEND must be P180D, or PT0S for never',
      'DELEGATED_ADMIN_DURATION must be from P1D to P730D',
      'DELEGATED_ADMIN_ROLES must be a list of role ids, licences, or names from ROLE_TEMPLATES',
    ]);
  });

  it('has defaults for delegated admin and for reminders', () => {
    const { microsoft, policy } = readConfig(production);

    assert.equal(microsoft.relationshipDuration, 'P730D');
    assert.equal(microsoft.autoExtendDuration, 'P180D');
    assert.equal(microsoft.delegatedAdminRoleIds.length, 4);
    assert.equal(policy.remindsCustomer, true);
    assert.equal(readConfig({ ...production, CUSTOMER_REMINDERS: 'off' }).policy.remindsCustomer, false);
  });

  it('reads lists with room for spaces', () => {
    const config = readConfig({
      ...production,
      DELEGATED_ADMIN_ROLES: `${role}, ${tenant}`,
      ACCESS_ASSIGNMENTS: ` ${group}=${role}+${tenant} , ${tenant}=${role}`,
      MANAGERS: `${group}, ${role}`,
      SECRET_LINK_KEYS: `${linkKey}, ${tokenKey}`,
    });

    assert.deepEqual(config.microsoft.accessAssignmentGroups, [
      { groupId: group, roleIds: [role, tenant] },
      { groupId: tenant, roleIds: [role] },
    ]);
    assert.deepEqual(config.bot.roles.managers, [group, role]);
    assert.equal(config.linkKeys.length, 2);
  });
});

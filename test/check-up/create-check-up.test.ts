import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { findingLevels, levelOf } from '../../src/core/check-up/findings.ts';
import { sandboxApp, sandboxBot, sandboxPartner, sandboxProvider } from '../../src/sandbox/directory.ts';
import { createWebhookCertificates } from '../../src/sandbox/webhooks/certificates.ts';
import { findingText, summaryText } from '../../src/text/finding-text.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { startCheckUpScene, type CheckUpScene } from '../support/check-up-scene.ts';

const t = createTranslate('en');
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const licenseAdministrator = '4d6ac14f-3453-41d0-bef9-a3e0c569773a';
const group = sandboxPartner.groups.gdapLicenseAdministrators;
const webhookUrl = 'https://connect.example/webhooks/partner-center';
const pastedInvitation = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=1';

type Now = (scene: CheckUpScene) => void;
type Break = Now | ((scene: CheckUpScene) => Promise<void>);

const troubles =
  (patch: Parameters<CheckUpScene['controls']['setTroubles']>[0]): Now =>
  ({ controls }) =>
    controls.setTroubles(patch);

const refuses =
  (path: string, status = 403): Now =>
  ({ controls }) =>
    controls.addFault({ method: 'GET', path, status, times: 10, body: '{}' });

const configures =
  (microsoft: CheckUpScene['microsoft']): Now =>
  (scene) => {
    scene.microsoft = microsoft;
  };

/** What is broken, how, and the one thing that is named. */
const cases: readonly (readonly [what: string, broken: Break, named: string])[] = [
  ['a database that cannot be written', brokenDatabase, 'database: DATABASE_REFUSED'],
  ['a database whose clock is fast', fastDatabase, 'database: DATABASE_CLOCK_WRONG'],
  ['link keys that are long and simple', simpleKeys, 'linkKeys: LINK_KEYS_WEAK'],
  ['a sign-in service that is down', refuses('/login/', 503), 'login: MICROSOFT_SILENT'],
  ['a tenant that does not exist', otherTenant, 'login: TENANT_UNKNOWN'],
  ['a clock that is two minutes slow', ({ controls }) => controls.advance(120), 'clock: CLOCK_WRONG'],
  ['a wrong password of the bot', wrongBotPassword, 'bot: SECRET_WRONG'],
  ['a bot that nobody registered', unknownBot, 'bot: APP_UNKNOWN'],
  ['a wrong secret', configures({ clientSecret: 'not-the-secret' }), 'credential: SECRET_WRONG'],
  ['a secret that has ended', troubles({ clientSecretExpired: true }), 'credential: SECRET_ENDED'],
  ['an app that nobody registered', configures({ clientId: sandboxPartner.tenantId }), 'credential: APP_UNKNOWN'],
  [
    'no permission to send',
    troubles({ missingPermissions: ['Mail.Send'] }),
    'permissions: PERMISSION_FOR_MAIL_MISSING',
  ],
  [
    'no permission to read names',
    troubles({ missingPermissions: ['CrossTenantInformation.ReadBasic.All'] }),
    'permissions: PERMISSION_FOR_NAMES_MISSING',
  ],
  ['no permission for relationships', appOnlyWithoutPermission, 'permissions: PERMISSION_MISSING'],
  ['a secret that ends in two weeks', troubles({ secretDaysLeft: 14 }), 'expiry: CREDENTIAL_ENDS_SOON'],
  ['no service account', withoutServiceAccount, 'serviceAccount: SERVICE_ACCOUNT_ABSENT'],
  ['a dead refresh token', troubles({ refreshTokenExpired: true }), 'serviceAccount: REFRESH_TOKEN_DEAD'],
  ['a service account without MFA', troubles({ mfaMissing: true }), 'mfa: MFA_MISSING'],
  [
    'a service account outside AdminAgents',
    troubles({ notAdminAgent: true }),
    'relationships: RELATIONSHIPS_NEED_ADMIN_AGENT',
  ],
  ['no service principal of Microsoft’s', appOnlyWithoutPrincipal, 'relationships: RELATIONSHIPS_NEED_PRINCIPAL'],
  ['a group that is gone', troubles({ deletedGroups: [group] }), 'groups: GROUP_MISSING'],
  ['no groups', configures({ accessAssignmentGroups: [] }), 'groups: GROUPS_NONE'],
  ['a role for a group that is not asked for', roleBeyond, 'roles: ROLE_NOT_ASKED_FOR'],
  ['Global Administrator with extension', globalAdministratorAsked, 'roles: ROLE_STOPS_EXTENSION'],
  [
    'a link template without an address',
    configures({ approvalUrlTemplate: '{relationshipId}' }),
    'approvalLink: APPROVAL_LINK_WRONG',
  ],
  ['an invitation for resellers', troubles({ wrongInvitation: true }), 'invitation: INVITATION_FOR_RESELLERS'],
  [
    'a pasted invitation for resellers',
    configures({ resellerInvitationUrl: pastedInvitation.replace('ResellerRelationship', 'IndirectReseller') }),
    'invitation: INVITATION_PASTED_WRONG',
  ],
  [
    'an invitation that only the configuration has',
    (scene) => {
      configures({ resellerInvitationUrl: pastedInvitation })(scene);
      troubles({ wrongInvitation: true })(scene);
    },
    'invitation: INVITATION_PASTED',
  ],
  [
    'a Partner Center that is closed to indirect resellers',
    (scene) => {
      asReseller(scene);
      troubles({ apiClosed: true })(scene);
    },
    'customers: CUSTOMERS_CLOSED_TO_RESELLERS',
  ],
  ['a profile that Partner Center refuses', refuses('/partnercenter/v1/profiles'), 'profile: MICROSOFT_REFUSED'],
  ['a Partner Center that is down', refuses('/partnercenter/v1/profiles', 503), 'profile: MICROSOFT_SILENT'],
  [
    'a reseller who has not signed Microsoft’s agreement',
    (scene) => {
      scene.controls.setTroubles({ partnerAgreementMissing: true });
      asReseller(scene);
    },
    'partnerAgreement: PARTNER_AGREEMENT_MISSING',
  ],
  ['more roles than Microsoft takes at once', tooManyRoles, 'roles: ROLES_TOO_MANY'],
  ['webhooks that nobody registered', withWebhooks, 'webhooks: WEBHOOKS_NOBODY'],
  [
    'webhooks that go to another program',
    async (scene) => {
      withWebhooks(scene);
      await scene.register('https://other.example/hook/with-a-secret');
    },
    'webhooks: WEBHOOKS_ELSEWHERE',
  ],
  [
    'webhooks without an event that we want',
    async (scene) => {
      withWebhooks(scene);
      await scene.register(webhookUrl, ['test-created']);
    },
    'webhooks: WEBHOOKS_INCOMPLETE',
  ],
  ['a mailbox that does not exist', troubles({ senderMailboxMissing: true }), 'mailbox: MAILBOX_MISSING'],
];

function brokenDatabase(scene: CheckUpScene): void {
  scene.pingDatabase = async () => Promise.reject(new Error('attempt to write a readonly database'));
}
function fastDatabase(scene: CheckUpScene): void {
  scene.databaseClockAheadMs = async () => 10_000;
}
function simpleKeys(scene: CheckUpScene): void {
  scene.config = { linkKeys: ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'] };
}
function otherTenant(scene: CheckUpScene): void {
  scene.microsoft = { partnerTenantId: '99999999-9999-4999-8999-999999999999' };
}
function wrongBotPassword(scene: CheckUpScene): void {
  scene.bot = { ...scene.bot, appPassword: 'not-the-password' };
}
function unknownBot(scene: CheckUpScene): void {
  scene.bot = { ...scene.bot, appId: sandboxPartner.tenantId };
}
function appOnlyWithoutPermission(scene: CheckUpScene): void {
  scene.microsoft = { delegatedAdminToken: 'appOnly' };
  scene.controls.setTroubles({ missingPermissions: ['DelegatedAdminRelationship.ReadWrite.All'] });
}
function appOnlyWithoutPrincipal(scene: CheckUpScene): void {
  scene.microsoft = { delegatedAdminToken: 'appOnly' };
  scene.controls.setTroubles({ appOnlyGdapRefused: true });
}
function withoutServiceAccount(scene: CheckUpScene): void {
  const { serviceAccountRefreshToken, ...others } = scene.baseMicrosoft;
  assert.ok(serviceAccountRefreshToken);
  scene.baseMicrosoft = others;
}
function asReseller(scene: CheckUpScene): void {
  const { partnerTenantId, partners } = scene.baseMicrosoft;
  const provider = { tenantId: sandboxProvider.tenantId, name: 'Provider', invitationUrl: pastedInvitation };
  scene.microsoft = { partnerModel: 'reseller', partners: [provider, ...partners], partnerTenantId };
}
function withWebhooks(scene: CheckUpScene): void {
  scene.webhookUrl = webhookUrl;
}
function tooManyRoles(scene: CheckUpScene): void {
  scene.microsoft = {
    delegatedAdminRoleIds: Array.from({ length: 21 }, () => licenseAdministrator),
    accessAssignmentGroups: [{ groupId: group, roleIds: [licenseAdministrator] }],
  };
}
function roleBeyond(scene: CheckUpScene): void {
  scene.microsoft = { accessAssignmentGroups: [{ groupId: group, roleIds: [globalAdministrator] }] };
}
function globalAdministratorAsked(scene: CheckUpScene): void {
  const groups = [{ groupId: group, roleIds: [licenseAdministrator] }];
  const delegatedAdminRoleIds = [licenseAdministrator, globalAdministrator];
  scene.microsoft = { delegatedAdminRoleIds, accessAssignmentGroups: groups };
}

describe('the self-check', () => {
  let scene: CheckUpScene;
  beforeEach(async () => {
    scene = await startCheckUpScene();
  });
  afterEach(() => scene.stop());

  it('has nothing to complain of where everything is right', async () => {
    const findings = await scene.examine();

    const skipped = findings.filter((one) => levelOf(one) === 'skipped').map(({ check }) => check);
    assert.deepEqual(await scene.complaints(), []);
    assert.deepEqual(skipped, ['disk', 'site', 'certificate', 'webhooks']);
    assert.equal(summaryText(t, findings), 'Everything that was looked at is right.');
  });

  for (const [what, broken, named] of cases) {
    it(`names exactly what is at fault: ${what}`, async () => {
      await broken(scene);

      const complaints = await scene.complaints();

      assert.deepEqual(complaints, [named]);
    });
  }

  it('asks a provider’s resellers for theirs, and for their invitations', async () => {
    const reseller = { tenantId: sandboxProvider.tenantId, name: 'Reseller', invitationUrl: pastedInvitation };
    scene.microsoft = { partnerModel: 'provider', resellers: { [reseller.tenantId]: reseller } };

    const codes = (await scene.examine()).map(({ code }) => code);
    scene.controls.setTroubles({ partnerAgreementMissing: true });

    assert.ok(codes.includes('INVITATION_OF_OTHER_FITS'));
    assert.deepEqual(await scene.complaints(), ['partnerAgreement: PARTNER_AGREEMENT_MISSING']);
  });

  it('does not blame a reseller whom Partner Center tells nothing of its own agreement', async () => {
    asReseller(scene);
    refuses('/partnercenter/v1/compliance')(scene);

    const findings = await scene.examine();

    assert.equal(findings.find(({ check }) => check === 'partnerAgreement')?.code, 'PARTNER_AGREEMENT_UNTOLD');
  });

  it('tells the days left for the bot’s password beside those for the app’s secret', async () => {
    scene.controls.setTroubles({ secretDaysLeft: 14 });

    const findings = await scene.examine();

    assert.deepEqual(
      findings.flatMap(({ check, code }) => (/expiry/i.test(check) ? [`${check} ${code}`] : [])),
      ['expiry CREDENTIAL_ENDS_SOON', 'botExpiry CREDENTIAL_LASTS'],
    );
  });

  it('says of the other partner’s invitation and agreement what it knows, each by itself', async () => {
    asReseller(scene);
    const told = [];
    for (const invitationUrl of [pastedInvitation, 'https://other.example/', undefined]) {
      const provider = {
        tenantId: sandboxProvider.tenantId,
        name: 'Provider',
        ...(invitationUrl && { invitationUrl }),
      };
      scene.microsoft = { ...scene.microsoft, partners: [provider, ...scene.baseMicrosoft.partners] };
      told.push((await scene.examine()).flatMap(({ check, code }) => (check === 'invitation' ? [code] : [])));
    }
    const [agreement] = (await scene.examine()).filter(({ check }) => check === 'partnerAgreement');

    assert.deepEqual(told, [
      ['INVITATION_READ', 'INVITATION_OF_OTHER_FITS'],
      ['INVITATION_READ', 'INVITATION_OF_OTHER_WRONG'],
      ['INVITATION_READ', 'INVITATION_OF_OTHER_ABSENT'],
    ]);
    assert.equal(agreement?.code, 'PARTNER_AGREEMENT_SIGNED');
  });

  it('passes webhooks that are ours and whole, and shows of another program’s address the host alone', async () => {
    withWebhooks(scene);
    await scene.register(webhookUrl);
    const ours = (await scene.examine()).find(({ check }) => check === 'webhooks');
    scene.webhookUrl = 'https://elsewhere.example/webhooks/partner-center';
    const others = (await scene.examine()).find(({ check }) => check === 'webhooks');

    assert.equal(ours?.code, 'WEBHOOKS_OURS');
    assert.deepEqual(others?.values, { host: 'connect.example' });
  });

  it('names exactly what is at fault with a certificate of ours: unknown to Entra, or soon at its end', async () => {
    const { bundlePem, privateKey, stop, scene: known } = await withOwnCertificate();
    const clientCertificate = `${bundlePem}${privateKey}`;
    scene.microsoft = { clientCertificate };
    known.microsoft = { clientCertificate };

    const unknown = await scene.complaints();
    const fine = await known.examine();

    await stop();
    assert.deepEqual(unknown, ['credential: CERTIFICATE_UNKNOWN']);
    assert.equal(fine.find(({ check }) => check === 'credential')?.code, 'CREDENTIAL_ACCEPTED');
    assert.match(fine.find(({ check }) => check === 'expiry')?.code ?? '', /^CREDENTIAL_(LASTS|ENDS_SOON)$/);
  });

  it('says so, and complains of nothing, where it is not permitted to look', async () => {
    scene.controls.setTroubles({
      missingPermissions: ['GroupMember.Read.All', 'Application.Read.All', 'User.ReadBasic.All'],
    });

    const findings = await scene.examine();

    const unseen = findings.filter(({ code }) => code === 'NOT_PERMITTED').map(({ check }) => check);
    assert.deepEqual(unseen, ['groups', 'mailbox', 'expiry']);
    assert.deepEqual(await scene.complaints(), []);
  });

  it('looks at nothing more of Microsoft’s when its sign-in is down, and names what is waited for', async () => {
    refuses('/login/', 503)(scene);

    const waiting = (await scene.examine()).filter(({ code }) => code === 'WAITS_FOR');

    assert.equal(waiting.length, 13);
    for (const one of waiting) {
      assert.equal(findingText(t, one).says, 'Can be told once “Microsoft’s sign-in” is right.');
    }
  });

  it('tells no secret, whatever is wrong', async () => {
    const secrets = [
      ...[sandboxApp.clientSecret, sandboxBot.appPassword, sandboxPartner.serviceAccountRefreshToken],
      ...['not-the-secret', 'not-the-password', 'aaaaaaaaaaaaaaaa', 'a key of the tests'],
    ];
    for (const [what, broken] of cases) {
      const broke = await startCheckUpScene();
      await broken(broke);

      const findings = await broke.examine();
      const told = JSON.stringify(findings.map((one) => ({ ...one, ...findingText(t, one) })));

      await broke.stop();
      for (const secret of secrets) assert.ok(!told.includes(secret), what);
      assert.doesNotMatch(told, /eyJ/, what);
    }
  });

  it('knows how to put every finding into words', () => {
    for (const code of Object.keys(findingLevels) as (keyof typeof findingLevels)[]) {
      const values = { problem: 'X is missing', why: 'X', detail: 'X', count: 1, days: 1, seconds: 1, megabytes: 1 };
      const more = {
        status: 502,
        tenantId: 'X',
        permission: 'X',
        role: 'X',
        group: 'X',
        appId: 'X',
        other: 'site',
        partner: 'X',
        host: 'X',
        events: 'X',
      };

      const { says } = findingText(t, { check: 'site', code, values: { ...values, ...more } });

      assert.match(says, /^\S.*[.?]$/, code);
    }
  });
});

/** A scene whose app registration knows this certificate; MSAL dates what it signs by the machine's clock. */
async function withOwnCertificate() {
  const now = new Date();
  const { bundlePem, privateKey } = createWebhookCertificates('Own', now);
  const scene = await startCheckUpScene([new X509Certificate(bundlePem).toString()]);
  scene.clock.set(now);
  return {
    scene,
    bundlePem,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    stop: () => scene.stop(),
  };
}

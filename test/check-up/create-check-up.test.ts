import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { findingLevels, levelOf } from '../../src/core/check-up/findings.ts';
import { sandboxApp, sandboxBot, sandboxPartner } from '../../src/sandbox/directory.ts';
import { findingText, summaryText } from '../../src/text/finding-text.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { startCheckUpScene, type CheckUpScene } from '../support/check-up-scene.ts';

const t = createTranslate('en');
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const licenseAdministrator = '4d6ac14f-3453-41d0-bef9-a3e0c569773a';
const group = sandboxPartner.groups.gdapLicenseAdministrators;
const pastedInvitation = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=1';

type Break = (scene: CheckUpScene) => void;

const troubles =
  (patch: Parameters<CheckUpScene['controls']['setTroubles']>[0]): Break =>
  ({ controls }) =>
    controls.setTroubles(patch);

const refuses =
  (path: string, status = 403): Break =>
  ({ controls }) =>
    controls.addFault({ method: 'GET', path, status, times: 10, body: '{}' });

const configures =
  (microsoft: CheckUpScene['microsoft']): Break =>
  (scene) => {
    scene.microsoft = microsoft;
  };

/** What is broken, how, and the one thing that is named. */
const cases: readonly (readonly [what: string, broken: Break, named: string])[] = [
  ['a database that cannot be written', brokenDatabase, 'database: DATABASE_REFUSED'],
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
  ['a profile that Partner Center refuses', refuses('/partnercenter/v1/profiles'), 'profile: MICROSOFT_REFUSED'],
  ['a Partner Center that is down', refuses('/partnercenter/v1/profiles', 503), 'profile: MICROSOFT_SILENT'],
  ['a mailbox that does not exist', troubles({ senderMailboxMissing: true }), 'mailbox: MAILBOX_MISSING'],
];

function brokenDatabase(scene: CheckUpScene): void {
  scene.pingDatabase = async () => Promise.reject(new Error('attempt to write a readonly database'));
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
    assert.deepEqual(skipped, ['disk', 'site', 'certificate']);
    assert.equal(summaryText(t, findings), 'Everything that was looked at is right.');
  });

  for (const [what, broken, named] of cases) {
    it(`names exactly what is at fault: ${what}`, async () => {
      broken(scene);

      const complaints = await scene.complaints();

      assert.deepEqual(complaints, [named]);
    });
  }

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

    assert.equal(waiting.length, 12);
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
      broken(broke);

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
      const more = { status: 502, tenantId: 'X', permission: 'X', role: 'X', group: 'X', appId: 'X', other: 'site' };

      const { says } = findingText(t, { check: 'site', code, values: { ...values, ...more } });

      assert.match(says, /^\S.*[.?]$/, code);
    }
  });
});

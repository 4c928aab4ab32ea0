import type { CheckLevel, CheckName, FindingCode } from '../../core/check-up/findings.ts';

type DoctorKey = `doctor.level.${CheckLevel}` | `doctor.check.${CheckName}` | `doctor.finding.${FindingCode}`;

/** What the operator's self-check found, and what to do about it. Each sentence stands behind the check's name. */
export const doctorTexts = {
  'doctor.level.passed': 'passed',
  'doctor.level.warning': 'warning',
  'doctor.level.failed': 'failed',
  'doctor.level.skipped': 'not looked at',

  'doctor.summary.good': 'Everything that was looked at is right.',
  'doctor.summary.warnings': '{count, plural, one {Nothing failed; one warning.} other {Nothing failed; # warnings.}}',
  'doctor.summary.failed': '{count, plural, one {One check failed.} other {# checks failed.}}',
  'doctor.notTried':
    'This check has been tested against a stand-in for Microsoft’s cloud only: the live cloud has not been tried. With credentials, npm run test:contract tries it.',

  'doctor.check.configuration': 'Configuration',
  'doctor.check.database': 'Database',
  'doctor.check.disk': 'Disk',
  'doctor.check.site': 'Public address',
  'doctor.check.certificate': 'Certificate of the public address',
  'doctor.check.linkKeys': 'Keys of the links',
  'doctor.check.login': 'Microsoft’s sign-in',
  'doctor.check.clock': 'Clock',
  'doctor.check.bot': 'The bot’s registration',
  'doctor.check.credential': 'The app’s secret or certificate',
  'doctor.check.permissions': 'The app’s permissions at home',
  'doctor.check.expiry': 'Days left for the app’s secret or certificate',
  'doctor.check.botExpiry': 'Days left for the bot’s password',
  'doctor.check.serviceAccount': 'Service account',
  'doctor.check.mfa': 'Service account’s multi-factor authentication',
  'doctor.check.relationships': 'Delegated admin relationships',
  'doctor.check.roles': 'Roles asked of customers',
  'doctor.check.groups': 'Security groups',
  'doctor.check.approvalLink': 'Approval link',
  'doctor.check.customers': 'Customers in Partner Center',
  'doctor.check.invitation': 'Reseller invitation',
  'doctor.check.profile': 'Partner Center',
  'doctor.check.partnerAgreement': 'Microsoft’s partner agreement',
  'doctor.check.mailbox': 'Sender’s mailbox',
  'doctor.check.webhooks': 'Webhooks',

  'doctor.finding.CONFIGURATION_READ': 'Complete.',
  'doctor.finding.CONFIGURATION_WRONG': '{problem}. Every key is explained in env/.env.example.',

  'doctor.finding.DATABASE_WORKS': 'It can be opened, read and written.',
  'doctor.finding.DATABASE_CLOCK_WRONG':
    'It works, but its clock and this machine’s are {seconds, number} seconds apart. Instances on one database take each other’s work when their clocks disagree: let both machines set theirs (NTP).',
  'doctor.finding.DATABASE_REFUSED':
    'It cannot be opened, read and written: {why}. Check DATABASE_URL and who may write there.',
  'doctor.finding.DISK_ROOMY': '{megabytes, number} MB are free where the database lies.',
  'doctor.finding.DISK_LOW': 'Only {megabytes, number} MB are free where the database lies. Make room soon.',
  'doctor.finding.DISK_FULL': 'Only {megabytes, number} MB are free where the database lies. Make room now.',
  'doctor.finding.DISK_UNKNOWN': 'The database is not in a folder of this machine.',

  'doctor.finding.SITE_ON_THIS_MACHINE': 'PUBLIC_URL is on this machine, so nobody from elsewhere is expected.',
  'doctor.finding.SITE_ANSWERS': 'This service answers there.',
  'doctor.finding.SITE_ANSWERS_OTHERWISE':
    'Something else answers there (HTTP {status, number}). Is the service running, and does the proxy lead to it?',
  'doctor.finding.SITE_UNREACHABLE':
    'Nobody answers there ({why}). Check PUBLIC_URL, the name’s DNS entry, the firewall and the proxy.',
  'doctor.finding.PROXY_NOT_COUNTED':
    'Requests come through a proxy (X-Forwarded-For), and TRUSTED_PROXY_HOPS is 0: limits against guessing take all visitors for one. Set it to the number of your proxies.',
  'doctor.finding.CERTIFICATE_LASTS': '{days, plural, one {One day} other {# days}} left.',
  'doctor.finding.CERTIFICATE_ENDS_SOON':
    '{days, plural, one {One day} other {# days}} left. Renew it, or find out why it is not renewed by itself.',
  'doctor.finding.CERTIFICATE_REFUSED':
    'Browsers and Teams do not trust it ({why}). Install one that is valid for this name, with its whole chain.',

  'doctor.finding.LINK_KEYS_STRONG':
    '{count, plural, one {There is one, and it is long enough.} other {There are #, and they are long enough.}}',
  'doctor.finding.LINK_KEYS_WEAK':
    'A key is long but easily guessed. Put a random one in front of SECRET_LINK_KEYS (openssl rand -hex 32).',

  'doctor.finding.TENANT_FOUND': 'It knows your tenant {tenantId}.',
  'doctor.finding.TENANT_UNKNOWN': 'It knows no such tenant ({detail}). Check the tenant’s id in the configuration.',
  'doctor.finding.CLOCK_RIGHT':
    '{seconds, plural, =0 {It agrees with Microsoft’s.} one {One second from Microsoft’s.} other {# seconds from Microsoft’s.}}',
  'doctor.finding.CLOCK_WRONG':
    '{seconds, number} seconds from Microsoft’s. Sign-ins fail when it goes further, and instances on one database take each other’s work: let the machine set its clock (NTP).',
  'doctor.finding.CLOCK_UNKNOWN': 'Microsoft did not say what time it is.',

  'doctor.finding.BOT_SIGNS_IN': 'It signs in to Teams.',
  'doctor.finding.BOT_IN_SANDBOX': 'In the sandbox the bot signs in nowhere, by design.',
  'doctor.finding.BOT_MANAGED_IDENTITY': 'A managed identity can be used only by the service itself, where it runs.',

  'doctor.finding.CREDENTIAL_ACCEPTED': 'Microsoft accepts it.',
  'doctor.finding.SECRET_WRONG':
    'Microsoft does not know this secret ({detail}). Copy the secret’s value, not its id, or make a new one.',
  'doctor.finding.SECRET_ENDED':
    'The secret has ended ({detail}). Make a new one in Entra and put it in the configuration.',
  'doctor.finding.CERTIFICATE_UNKNOWN':
    'Microsoft does not know this certificate ({detail}). Upload it to the app registration in Entra.',
  'doctor.finding.APP_UNKNOWN':
    'Microsoft knows no such app in this tenant ({detail}). Check the app’s id and the tenant’s id. If they are right, nobody has let the app into the tenant yet: an administrator consents to it there (docs/install.md).',

  'doctor.finding.PERMISSIONS_GRANTED': 'All that the service needs are granted.',
  'doctor.finding.PERMISSION_MISSING':
    '{permission} is not granted. Grant it to the enterprise application in your tenant (docs/install.md, step 4).',
  'doctor.finding.PERMISSION_FOR_MAIL_MISSING':
    'The token carries no {permission}. That is right only where RBAC for Applications in Exchange gives it instead; otherwise grant it (docs/install.md, step 4), or no mail leaves.',
  'doctor.finding.PERMISSION_FOR_NAMES_MISSING':
    '{permission} is not granted, so staff do not see the name of a customer’s tenant. Grant it (docs/install.md, step 4).',
  'doctor.finding.PERMISSIONS_UNREADABLE': 'Microsoft’s token does not tell.',
  'doctor.finding.CREDENTIAL_NEVER_ENDS': 'A managed identity: there is no secret that could end.',
  'doctor.finding.CREDENTIAL_LASTS': '{days, number} days left.',
  'doctor.finding.CREDENTIAL_ENDS_SOON':
    '{days, plural, one {One day} other {# days}} left. Make a new one, let Entra know it, and put it in the configuration before then.',
  'doctor.finding.CREDENTIAL_ENDED':
    'The secret or certificate has ended. Make a new one, let Entra know it, and put it in the configuration.',
  'doctor.finding.CREDENTIAL_NOT_LISTED':
    'Entra accepts what the service uses but does not list it, so the days cannot be told. Look at the app registration.',

  'doctor.finding.SERVICE_ACCOUNT_SIGNS_IN': 'Its refresh token works.',
  'doctor.finding.SERVICE_ACCOUNT_ABSENT':
    'No service account has signed in. Invitations and agreements cannot be read without one: npm run partner-consent (docs/install.md, step 5).',
  'doctor.finding.REFRESH_TOKEN_DEAD':
    'Its refresh token is dead ({detail}). Sign the account in again: npm run partner-consent (docs/install.md, step 5).',
  'doctor.finding.SERVICE_ACCOUNT_NEEDS_MFA':
    'Microsoft wants multi-factor authentication ({detail}). Sign the account in again with it: npm run partner-consent.',
  'doctor.finding.SERVICE_ACCOUNT_NOT_CONSENTED':
    'The app may not act for it ({detail}). Permit it as an administrator (docs/install.md, step 5).',
  'doctor.finding.MFA_DONE': 'Partner Center counts its sign-in as one with multi-factor authentication.',
  'doctor.finding.MFA_MISSING':
    'It signed in without. Partner Center refuses that: sign the account in again with it, npm run partner-consent.',
  'doctor.finding.MFA_UNKNOWN': 'Partner Center did not say. Look in Partner Center, under security requirements.',

  'doctor.finding.RELATIONSHIPS_READ': 'They can be read.',
  'doctor.finding.RELATIONSHIPS_NEED_ADMIN_AGENT':
    'Microsoft forbids it. Make the service account a member of AdminAgents, and permit the app DelegatedAdminRelationship.ReadWrite.All on its behalf.',
  'doctor.finding.RELATIONSHIPS_NEED_PRINCIPAL':
    'Microsoft forbids it. Add its service principal “Partner Customer Delegated Administration” ({appId}) to your tenant, or set DELEGATED_ADMIN_TOKEN to appAndUser.',
  'doctor.finding.ROLES_FIT': '{count, plural, one {One role is} other {# roles are}} asked for, all of them known.',
  'doctor.finding.ROLE_UNKNOWN':
    '{role} is none of the roles known here. Compare it with Microsoft’s list of built-in roles.',
  'doctor.finding.ROLES_TOO_MANY':
    '{count, number} roles are asked for. Microsoft has been seen to time out with so many: ask for fewer.',
  'doctor.finding.ROLE_STOPS_EXTENSION':
    'Global Administrator is among them. Microsoft extends no such relationship by itself, so each ends for good. Leave it out of DELEGATED_ADMIN_ROLES if you can.',
  'doctor.finding.ROLE_NOT_ASKED_FOR':
    'The group {group} is to get the role {role}, which DELEGATED_ADMIN_ROLES does not ask for. Microsoft will refuse it.',
  'doctor.finding.GROUPS_NONE':
    'ACCESS_ASSIGNMENTS names none, so nobody of yours can work in a customer’s tenant by these relationships.',
  'doctor.finding.GROUP_EXISTS': '{group} exists.',
  'doctor.finding.GROUP_MISSING':
    '{group} does not exist in your tenant. Correct ACCESS_ASSIGNMENTS, or make the group.',
  'doctor.finding.GROUP_WITHOUT_SECURITY': '{group} is no security group. Name one in ACCESS_ASSIGNMENTS.',

  'doctor.finding.APPROVAL_LINK_FITS': 'Its template makes an address.',
  'doctor.finding.APPROVAL_LINK_WRONG':
    'GDAP_APPROVAL_URL makes no https address. Leave it empty, or copy it from Microsoft’s documentation.',
  'doctor.finding.CUSTOMERS_READ': 'Partner Center shows them to the app.',
  'doctor.finding.CUSTOMERS_REFUSED':
    'Partner Center does not show them to the app, so no tenant can turn Normal. Register the app in Partner Center, under Account settings → App management, as the partner’s Global Administrator (docs/install.md, step 4).',
  'doctor.finding.CUSTOMERS_CLOSED_TO_RESELLERS':
    'Partner Center does not show them to the app, and refuses the service account as well, so no tenant can turn Normal. If the app is registered under Account settings → App management (docs/install.md, step 4), the API is closed to you: Microsoft does not promise it to indirect resellers. Ask your provider to run the bot (PARTNER_MODEL=provider), or Microsoft’s partner support for access.',
  'doctor.finding.INVITATION_READ': 'Partner Center gives it.',
  'doctor.finding.INVITATION_PASTED':
    'Partner Center does not give it, so the one in RESELLER_INVITATION_URL is used. Renew that when Microsoft changes it.',
  'doctor.finding.INVITATION_FOR_RESELLERS':
    'What Partner Center gives is no invitation for customers (invType is not ResellerRelationship). Copy the right one into RESELLER_INVITATION_URL.',
  'doctor.finding.INVITATION_PASTED_WRONG':
    'RESELLER_INVITATION_URL is no invitation for customers (invType is not ResellerRelationship). Copy the one from Partner Center → Customers → Request a relationship.',
  'doctor.finding.PROFILE_READ': 'It shows your profile.',
  'doctor.finding.PROFILE_OF_OTHER_TENANT':
    'It shows the profile of tenant {tenantId}. Check PARTNER_TENANT_ID and whose the service account is.',
  'doctor.finding.INVITATION_OF_OTHER_FITS': 'The one of {partner} is an invitation for customers.',
  'doctor.finding.INVITATION_OF_OTHER_ABSENT':
    'None is configured for {partner}, and Partner Center gives only your own. Customers need it from somebody: ask {partner}.',
  'doctor.finding.INVITATION_OF_OTHER_WRONG':
    'The one of {partner} is no invitation for customers. Ask {partner} for the one with which customers request a reseller relationship.',
  'doctor.finding.PARTNER_AGREEMENT_SIGNED': 'Signed by {tenantId}.',
  'doctor.finding.PARTNER_AGREEMENT_UNTOLD':
    'Microsoft does not tell you of your own. Look in Partner Center, under Account settings → Agreements, or ask your provider.',
  'doctor.finding.PARTNER_AGREEMENT_MISSING':
    'Not signed by {tenantId}, so Partner Center refuses its customers and orders. A Global Administrator of that partner signs it in Partner Center, under Account settings → Agreements.',
  'doctor.finding.WEBHOOKS_OFF': 'Off (WEBHOOKS): the service polls, which is enough. Events would only be quicker.',
  'doctor.finding.WEBHOOKS_OURS': 'Partner Center’s registration is ours, with every event that we want.',
  'doctor.finding.WEBHOOKS_NOBODY':
    'Nobody is registered. The service registers by itself while it runs; if not, npm run webhooks -- register says why.',
  'doctor.finding.WEBHOOKS_ELSEWHERE':
    'The one registration belongs to another program, at {host}. It is left alone and the service polls. To take it: npm run webhooks -- register --take-over.',
  'doctor.finding.WEBHOOKS_INCOMPLETE':
    'Ours, but without {events}. The service completes it by itself while it runs; or npm run webhooks -- register.',
  'doctor.finding.MAILBOX_EXISTS': 'SENDER_MAILBOX exists.',
  'doctor.finding.MAILBOX_MISSING': 'SENDER_MAILBOX does not exist in your tenant. Correct it, or make the mailbox.',

  'doctor.finding.WAITS_FOR': 'Can be told once “{other}” is right.',
  'doctor.finding.NOT_PERMITTED':
    'Microsoft does not let the app look, and the service does not need it. Grant {permission} at home to have it looked at, or look in Entra.',
  'doctor.finding.MICROSOFT_SILENT':
    'Microsoft does not answer ({detail}). Check that this machine reaches it, and status.cloud.microsoft.',
  'doctor.finding.MICROSOFT_REFUSED': 'Microsoft refuses ({detail}). docs/operations.md says where to look.',
} as const satisfies Record<DoctorKey, string> & Record<string, string>;

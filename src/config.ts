import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { companyNamesOf, cspKeys, cspOf, cspProblems } from './config/csp.ts';
import { isRelationshipDuration, roleProblems, rolesOf } from './config/delegated-admin.ts';
import { keys, sharedKeyProblems } from './config/keys.ts';
import { askedAddresses, microsoftAddressesOf, microsoftAddressKeys } from './config/microsoft-addresses.ts';
import { isPlainHttp, isWeb, list, publicAddress, split, tenantEntryOf } from './config/values.ts';

/** Environment in, frozen Config out. Every key stands in env/.env.example with a line of explanation. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names every wrong key and what is wrong with it, and no value: values may be secrets. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the configuration is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const guid = z.guid('must be a GUID').transform((value) => value.toLowerCase());
const wholeNumber = (error: string) => z.coerce.number(error).int(error);
const port = wholeNumber('must be a port number').min(0).max(65_535);
const guids = list.pipe(z.array(guid));

const certificate = z
  .string()
  // Where a variable cannot hold several lines, they come in one.
  .transform((value) => value.replaceAll('\\n', '\n'))
  .refine(isCertificateWithKey, 'must be a certificate and its private key without a passphrase, both PEM');

const organisations = list
  .pipe(
    z.array(
      tenantEntryOf('must be a list of <tenant id>=<name>, separated by commas').transform(
        ({ organisationId, text }) => ({ organisationId, name: text }),
      ),
    ),
  )
  .refine(
    (entries) => new Set(entries.map(({ organisationId }) => organisationId)).size === entries.length,
    'must name each tenant once',
  );

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug'] as const;
const logLevel = z.enum(logLevels, 'must be fatal, error, warn, info or debug').default('info');

/** For the log that says what is wrong with the configuration, this key included. */
export function logLevelOf({ LOG_LEVEL }: Environment): string {
  return logLevel.catch('info').parse(LOG_LEVEL);
}

/** One line a key. What has no default and is not optional is demanded. */
export const environmentSchema = z.object({
  APP_MODE: z.enum(['production', 'sandbox'], 'must be production, or absent').default('production'),
  PORT: port.default(3978),
  PUBLIC_URL: publicAddress,
  TRUSTED_PROXY_HOPS: wholeNumber('must be a whole number from 0 to 10').min(0).max(10).default(0),
  DATABASE_URL: z.string().default('sqlite:./data/partner-connect.db'),
  RETENTION_DAYS: wholeNumber('must be a whole number of days, 30 or more').min(30).optional(),
  STOP_GRACE_SECONDS: z.coerce.number('must be a number of seconds from 0 to 300').min(0).max(300).default(0),
  LOG_LEVEL: logLevel,

  BOT_APP_ID: guid.optional(),
  BOT_APP_TYPE: z
    .enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI'], 'must be SingleTenant, MultiTenant or UserAssignedMSI')
    .default('SingleTenant'),
  BOT_APP_TENANT_ID: guid.optional(),
  SECRET_BOT_APP_PASSWORD: z.string().optional(),
  ORGANISATIONS: organisations.default([]),
  MANAGERS: guids.default([]),
  OPERATORS: guids.default([]),
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as AU')
    .default('US'),

  PARTNER_NAME: z.string().min(1, 'must not be empty'),
  PARTNER_TENANT_ID: guid,
  ...cspKeys,
  PROVIDER_NAME: z.string().optional(),
  PROVIDER_TENANT_ID: guid.optional(),
  SUPPORT_CONTACT: z.string().optional(),

  CONNECT_CLIENT_ID: guid,
  SECRET_CONNECT_CLIENT_SECRET: z.string().optional(),
  SECRET_CONNECT_CERTIFICATE: certificate.optional(),
  CONNECT_MANAGED_IDENTITY: guid.optional(),
  SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: z.string().optional(),
  SECRET_TOKEN_KEY: keys.optional(),
  SECRET_LINK_KEYS: keys,
  CUSTOMER_REMINDERS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LINK_LIFETIME_DAYS: z.coerce.number('must be a number of days from 1 to 90').min(1).max(90).default(14),

  DELEGATED_ADMIN_TOKEN: z.enum(['appOnly', 'appAndUser'], 'must be appOnly or appAndUser').default('appAndUser'),
  DELEGATED_ADMIN_DURATION: z.string().refine(isRelationshipDuration, 'must be from P1D to P730D').default('P730D'),
  DELEGATED_ADMIN_AUTO_EXTEND: z.enum(['P180D', 'PT0S'], 'must be P180D, or PT0S for never').default('P180D'),
  DELEGATED_ADMIN_ROLES: z.string().default('licences'),
  ROLE_TEMPLATES: z.string().optional(),
  ACCESS_ASSIGNMENTS: z.string().optional(),
  SENDER_MAILBOX: z.string().min(1, 'must not be empty'),

  WEBHOOKS: z.enum(['on', 'off'], 'must be on or off').default('off'),
  WEBHOOK_TRUSTED_CERTIFICATES: list.default([]),
  WEBHOOK_CERTIFICATE_URLS: list
    .pipe(
      z.array(
        z.string().refine((url) => isWeb(url) && url.endsWith('/'), 'must be https addresses that end with a slash'),
      ),
    )
    .default(['https://3psostorageacct.blob.core.windows.net/cert/']),
  WEBHOOK_CERTIFICATE_NAMES: list.default(['pcnotifications-dispatch.microsoft.com', 'pcnotifications.microsoft.com']),

  CLOUD: z
    .enum(['global', 'gcc', 'gccHigh', 'dod', 'china'], 'must be global, gcc, gccHigh, dod or china')
    .default('global'),
  ...microsoftAddressKeys,
});

type Settings = z.infer<typeof environmentSchema>;
export type Config = ReturnType<typeof groupsOf>;

/** Without a retention nothing is ever forgotten by itself. */
function operatingOf({ ORGANISATIONS: organisations, RETENTION_DAYS: days, ...settings }: Settings) {
  return {
    logLevel: settings.LOG_LEVEL,
    databaseUrl: settings.DATABASE_URL,
    data: {
      organisationIds: organisations.map(({ organisationId }) => organisationId),
      ...(days !== undefined && { retentionMs: days * 24 * 60 * 60 * 1000 }),
    },
    stop: { graceMs: settings.STOP_GRACE_SECONDS * 1000 },
  };
}

/** Throws ConfigError with every problem at once. */
export function readConfig(environment: Environment): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  const problems = [...(parsed.error?.issues.map((issue) => problemOf(issue, present)) ?? []), ...crossChecks(present)];
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)].sort());
  return Object.freeze(groupsOf(parsed.data));
}

function problemOf(issue: z.core.$ZodIssue, present: Environment): string {
  const key = String(issue.path[0]);
  return present[key] === undefined ? `${key} is missing` : `${key} ${issue.message}`;
}

/** What one key demands of another. Read from the raw values, so that they are told together with wrong ones. */
function crossChecks(present: Environment): string[] {
  const needsTokenKey = present['SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN'] !== undefined && !present['SECRET_TOKEN_KEY'];
  return [
    ...credentialChecks(present),
    ...(needsTokenKey ? ['SECRET_TOKEN_KEY is missing'] : []),
    ...roleProblems(present),
    ...(present['APP_MODE'] === 'sandbox' ? sandboxChecks(present) : productionChecks(present)),
  ];
}

function credentialChecks(present: Environment): string[] {
  const keys = ['SECRET_CONNECT_CLIENT_SECRET', 'SECRET_CONNECT_CERTIFICATE', 'CONNECT_MANAGED_IDENTITY'];
  const given = keys.filter((key) => present[key] !== undefined);
  if (given.length === 1) return [];
  return [
    given.length === 0 ? `${keys.join(' or ')} is missing` : `${given.join(' and ')} exclude each other: set one`,
  ];
}

const addresses = ['PUBLIC_URL', ...askedAddresses] as const;

const certificateUrls = 'WEBHOOK_CERTIFICATE_URLS';
/** Which customers' administrators are sent to. */
const shown = ['PROVIDER_INVITATION_URL', 'RESELLER_INVITATION_URL', 'RESELLER_INVITATION_URLS', 'GDAP_APPROVAL_URL'];

/** The sandbox believes every caller, so nothing of it may be reachable from elsewhere. */
function sandboxChecks(present: Environment): string[] {
  const isLoopback = (value: string) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(value);
  return [...addresses, certificateUrls].flatMap((key) => {
    const values = split(present[key] ?? '', ',').filter((value) => value !== '');
    return values.every(isLoopback) ? [] : [`${key} must be a loopback address in the sandbox`];
  });
}

function productionChecks(present: Environment): string[] {
  const needed = ['BOT_APP_ID', 'ORGANISATIONS'];
  if (present['BOT_APP_TYPE'] !== 'MultiTenant') needed.push('BOT_APP_TENANT_ID');
  if (present['BOT_APP_TYPE'] !== 'UserAssignedMSI') needed.push('SECRET_BOT_APP_PASSWORD');
  if (present['WEBHOOKS'] === 'on') needed.push('WEBHOOK_TRUSTED_CERTIFICATES');
  const missing = needed.filter((key) => present[key] === undefined).map((key) => `${key} is missing`);
  const insecure = [...addresses, ...shown, certificateUrls]
    .filter((key) => split(present[key] ?? '', ',').some((entry) => isPlainHttp(entry.replace(/^[\da-f-]{36}=/i, ''))))
    .map((key) => `${key} must begin with https:`);
  return [...missing, ...insecure, ...sharedKeyProblems(present), ...cspProblems(present)];
}

function groupsOf(settings: Settings) {
  const isSandbox = settings.APP_MODE === 'sandbox';
  const { ownTenantIds, provider: _known, ...companies } = cspOf(settings);
  return {
    mode: settings.APP_MODE,
    ...operatingOf(settings),
    http: { host: isSandbox ? '127.0.0.1' : '0.0.0.0', port: settings.PORT, publicUrl: settings.PUBLIC_URL },
    ...(settings.WEBHOOKS === 'on' && { webhooks: webhooksOf(settings) }),
    linkKeys: settings.SECRET_LINK_KEYS,
    policy: {
      ownTenantIds,
      // GCC tenants live in the global cloud.
      cloud: settings.CLOUD === 'gcc' ? ('global' as const) : settings.CLOUD,
      linkLifetimeMs: settings.LINK_LIFETIME_DAYS * 24 * 60 * 60 * 1000,
      remindsCustomer: settings.CUSTOMER_REMINDERS === 'on',
      ...present({ regionCountries: settings.PARTNER_REGION_COUNTRIES }),
      ...(companies.partnerModel === 'provider' && { keepsCustomersApart: true as const }),
    },
    bot: {
      authentication: isSandbox ? ('off' as const) : ('on' as const),
      appType: settings.BOT_APP_TYPE,
      ...present({
        appId: settings.BOT_APP_ID,
        appPassword: settings.SECRET_BOT_APP_PASSWORD,
        appTenantId: settings.BOT_APP_TENANT_ID,
      }),
      organisations: settings.ORGANISATIONS,
      roles: { managers: settings.MANAGERS, operators: settings.OPERATORS },
      defaultCountry: settings.DEFAULT_COUNTRY,
      publicUrl: settings.PUBLIC_URL,
    },
    connect: {
      publicUrl: settings.PUBLIC_URL,
      ...companyNamesOf(settings),
      trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
      ...present({ supportContact: settings.SUPPORT_CONTACT }),
    },
    microsoft: {
      clientId: settings.CONNECT_CLIENT_ID,
      partnerTenantId: settings.PARTNER_TENANT_ID,
      ...companies,
      delegatedAdminToken: settings.DELEGATED_ADMIN_TOKEN,
      ...relationshipTermsOf(settings),
      senderMailbox: settings.SENDER_MAILBOX,
      ...present({
        ...microsoftAddressesOf(settings),
        regionCountries: settings.PARTNER_REGION_COUNTRIES,
        resellerInvitationUrl: settings.RESELLER_INVITATION_URL,
        serviceAccountRefreshToken: settings.SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN,
        tokenKeys: settings.SECRET_TOKEN_KEY,
        clientSecret: settings.SECRET_CONNECT_CLIENT_SECRET,
        clientCertificate: settings.SECRET_CONNECT_CERTIFICATE,
        managedIdentityClientId: settings.CONNECT_MANAGED_IDENTITY,
      }),
    },
  };
}

function relationshipTermsOf(settings: Settings) {
  return {
    relationshipDuration: settings.DELEGATED_ADMIN_DURATION,
    autoExtendDuration: settings.DELEGATED_ADMIN_AUTO_EXTEND,
    ...rolesOf(settings),
  };
}

/** Absent means polling only. */
function webhooksOf(settings: Settings) {
  return {
    publicUrl: settings.PUBLIC_URL,
    trustedCertificateFiles: settings.WEBHOOK_TRUSTED_CERTIFICATES,
    certificateUrlPrefixes: settings.WEBHOOK_CERTIFICATE_URLS,
    certificateNames: settings.WEBHOOK_CERTIFICATE_NAMES,
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: an optional feature is an absent key. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

function isCertificateWithKey(pem: string): boolean {
  try {
    return new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem));
  } catch {
    return false;
  }
}

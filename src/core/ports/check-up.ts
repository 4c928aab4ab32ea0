/** Why Microsoft said no, as far as it tells. */
export type RefusalReason =
  | 'secretWrong'
  | 'secretEnded'
  | 'certificateUnknown'
  | 'appUnknown'
  | 'tenantUnknown'
  /** Nobody has ever signed in for the service. */
  | 'accountAbsent'
  | 'grantDead'
  | 'mfaNeeded'
  | 'notConsented'
  | 'forbidden'
  | 'notFound'
  | 'other';

/** One look at something of Microsoft's. `detail` is safe to show: an AADSTS number, a status, or our own code. */
export type Probe<T> =
  | { kind: 'read'; value: T }
  | { kind: 'refused'; reason: RefusalReason; detail: string }
  | { kind: 'silent'; detail: string };

/** Secrets go in and none comes out. */
export interface BotCredentials {
  appId: string;
  appPassword: string;
  /** Undefined for a multi-tenant registration. */
  tenantId: string | undefined;
}

/** Signing in to Microsoft. Every look asks Microsoft now, past every cache, and none throws. */
export interface SignInProbes {
  /** Public discovery of the partner's tenant; `clockAheadMs` is by how much Microsoft's clock is ahead of ours. */
  partnerTenant(): Promise<Probe<{ clockAheadMs: number | undefined }>>;
  /** The service itself in the partner's tenant; `permissions` undefined when the token does not tell. */
  ownToken(): Promise<Probe<{ permissions: readonly string[] | undefined }>>;
  serviceAccountToken(): Promise<Probe<undefined>>;
  /**
   * Whether the service account's sign-in counts as one with multi-factor authentication. Undefined: not said.
   * `seenSince`: that any call said so since then will do, and costs none.
   */
  mfaCompliance(options?: { seenSince?: Date }): Promise<Probe<boolean | undefined>>;
  botToken(bot: BotCredentials): Promise<Probe<undefined>>;
}

/** What the service works with, read with the tokens that it works with. None throws, none writes. */
export interface ResourceProbes {
  relationships(): Promise<Probe<undefined>>;
  group(groupId: string): Promise<Probe<{ isSecurityGroup: boolean }>>;
  senderMailbox(): Promise<Probe<undefined>>;
  /** When the secret or certificate that the service uses ends. Undefined: it is not listed at the registration. */
  ownCredentialEnd(): Promise<Probe<Date | 'never' | undefined>>;
  /** The same of the bot's password. Undefined: not listed, or the registration is in another tenant. */
  botCredentialEnd(bot: BotCredentials): Promise<Probe<Date | undefined>>;
  /** `isForCustomers` false: one of its look-alikes. */
  resellerInvitation(): Promise<Probe<{ isForCustomers: boolean }>>;
  pastedInvitation(): { isForCustomers: boolean } | undefined;
  /** Whether Partner Center shows the app the partner's customers: what no tenant can turn Normal without. */
  customers(): Promise<Probe<undefined>>;
  /** Of the other partners that a customer must authorise: Partner Center gives only our own link. */
  otherInvitations(): readonly { partner: string; state: 'fits' | 'absent' | 'wrong' }[];
  /** Whether that partner has signed its own agreement with Microsoft. */
  partnerAgreement(tenantId: string): Promise<Probe<{ isSigned: boolean }>>;
  /**
   * The one registration of the partner's tenant, whoever made it; `isOurs`: it leads to that address; `missingEvents`:
   * what we would ask for beside.
   */
  webhooks(
    callbackUrl: string,
  ): Promise<Probe<{ host: string; isOurs: boolean; missingEvents: readonly string[] } | undefined>>;
  partnerProfile(): Promise<Probe<{ tenantId: string | undefined }>>;
}

export interface MicrosoftProbes {
  signIn: SignInProbes;
  resources: ResourceProbes;
}

/** The machine that the service runs on, and the way to it from outside. None throws. */
export interface MachineProbes {
  /** Whether a proxy before us was seen that the configuration does not count. */
  isProxyUncounted(): boolean;
  /** `clockAheadMs`: its clock against this machine's, where they are two. */
  database(): Promise<{ kind: 'works'; clockAheadMs?: number | undefined } | { kind: 'refused'; why: string }>;
  /** Where the database lies; undefined when that cannot be told. */
  freeBytes(): Promise<number | undefined>;
  site(): Promise<{ kind: 'answers'; status: number; isOurs: boolean } | { kind: 'silent'; why: string }>;
  siteCertificate(): Promise<
    { kind: 'valid'; endsAt: Date } | { kind: 'refused'; why: string } | { kind: 'silent'; why: string }
  >;
}

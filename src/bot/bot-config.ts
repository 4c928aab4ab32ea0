/** The bot's slice of the configuration. */
export interface BotConfig {
  /** `off` only in the sandbox: then every caller is believed, so only loopback service URLs are answered. */
  authentication: 'on' | 'off';
  appId?: string;
  appPassword?: string;
  appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  appTenantId?: string;
  /** Outside the global cloud, in the SDK's words: where the bot's channel is, and who signs for it. */
  endpoints?: Readonly<Record<string, string>>;
  /** The Teams tenants whose staff we serve. Everybody else is refused. */
  organisations: readonly { organisationId: string; name: string }[];
  /** Entra object ids. Whoever is in none of these is staff. */
  roles: { managers: readonly string[]; operators: readonly string[] };
  /** ISO 3166-1 alpha-2: preselected on an empty customer form. */
  defaultCountry: string;
  /** Where the Partner Connect site is reached; the link is `<publicUrl>/connect/<token>`. */
  publicUrl: string;
}

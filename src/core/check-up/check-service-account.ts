import { checkAccount } from './check-access.ts';
import { checkInvitation, checkProfile, checkRelationships } from './check-resources.ts';
import type { CheckUpDeps, CheckUpSettings } from './check-up-deps.ts';
import type { Finding, FindingCode } from './findings.ts';

export interface ServiceAccountCheckDeps extends Pick<CheckUpDeps, 'microsoft'> {
  settings: Pick<CheckUpSettings, 'partnerTenantId' | 'delegatedAdminToken'>;
}

/** Whether the service account can do what the service needs it for: asked of Microsoft as soon as somebody signed in. */
export async function checkServiceAccount(deps: ServiceAccountCheckDeps): Promise<readonly Finding[]> {
  const { findings, serviceAccount } = await checkAccount(deps);
  const access = { app: 'works', appRelationships: 'works', serviceAccount } as const;
  // Where the app alone reads relationships, they say nothing about the account.
  const isTheirs = deps.settings.delegatedAdminToken === 'appAndUser';
  return [
    ...findings,
    ...(isTheirs ? [await checkRelationships(deps, access)] : []),
    await checkInvitation(deps, access),
    await checkProfile(deps, access),
  ];
}

const mendedBySigningIn: readonly FindingCode[] = [
  'SERVICE_ACCOUNT_ABSENT',
  'REFRESH_TOKEN_DEAD',
  'SERVICE_ACCOUNT_NEEDS_MFA',
  'MFA_MISSING',
];

/** Whether what is wrong can be mended by signing the service account in. */
export function needsSignIn(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => mendedBySigningIn.includes(code));
}

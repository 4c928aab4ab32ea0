import type { FindTenantOutcome, Reading, SignInPlace, TenantDirectory } from '../../src/core/ports/microsoft.ts';

interface Signs {
  signIn?: Reading<SignInPlace>;
  isForConsumers?: Reading<boolean | undefined>;
}

/** Public discovery in memory: staff's tenants whose people sign in at Microsoft, unless a test says otherwise. */
export function fakeDirectory(
  findTenant: (domain: string) => Promise<FindTenantOutcome>,
  { signIn, isForConsumers }: Signs = {},
): TenantDirectory {
  return {
    findTenant,
    readSignIn: () => Promise.resolve(signIn ?? { kind: 'read', value: { kind: 'microsoft' } }),
    isForConsumers: () => Promise.resolve(isForConsumers ?? { kind: 'read', value: false }),
  };
}

import type { MicrosoftConfig } from '../../../src/microsoft/microsoft-config.ts';
import type { CallName } from '../../../src/microsoft/outbound/calls.ts';
import { startMicrosoftTest, type MicrosoftTest } from '../microsoft-fixture.ts';
import type { StubAnswer } from '../microsoft-stub.ts';
import type { CallRow } from './call-row.ts';
import { graphCalls } from './graph-calls.ts';
import { loginCalls } from './login-calls.ts';
import { partnerCenterCalls } from './partner-center-calls.ts';

/** Every call that goes out. One that is added does not compile until it has its row. */
export const everyCall: Record<Exclude<CallName, 'managedIdentityToken'>, CallRow> = {
  ...loginCalls,
  ...graphCalls,
  ...partnerCenterCalls,
};

/** Everything answers, and the call itself as it is told to. */
export async function startCall(
  call: CallRow,
  answersOf: (good: StubAnswer) => readonly StubAnswer[] = (good) => [good],
  config: Partial<MicrosoftConfig> = {},
): Promise<MicrosoftTest> {
  const microsoft = await startMicrosoftTest((baseUrl) => ({ ...config, ...call.config?.(baseUrl) }));
  await call.others?.(microsoft);
  const good = typeof call.good === 'function' ? await call.good(microsoft) : call.good;
  microsoft.stub.on(call.method, call.path, ...answersOf(good));
  return microsoft;
}

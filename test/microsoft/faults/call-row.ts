import { AppError } from '../../../src/core/errors.ts';
import type { MicrosoftConfig } from '../../../src/microsoft/microsoft-config.ts';
import { customerTenantId, relationshipId, relationshipsPath, type MicrosoftTest } from '../microsoft-fixture.ts';
import { fixture, type StubAnswer } from '../microsoft-stub.ts';
import type { Fault, FaultCode, Tries } from './faults.ts';

/** How one call of ours is made, and what answers on the way. */
export interface CallRow {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  good: StubAnswer | ((microsoft: MicrosoftTest) => StubAnswer | Promise<StubAnswer>);
  /** What the caller is told, in a word: `good`, a code, or what the caller knows instead. */
  make(microsoft: MicrosoftTest): Promise<string>;
  tries: Tries;
  /** What else must answer. */
  others?: (microsoft: MicrosoftTest) => void | Promise<void>;
  told?: Told;
  config?: (baseUrl: string) => Partial<MicrosoftConfig>;
}

/** Where the caller is told something else than the code of the fault: by that code, or by the fault's name. */
export type Told = Partial<Record<FaultCode | Fault['name'], string>>;

interface Outcome {
  kind: string;
  code?: string;
}

/** Of an outcome that is a value. */
export function wordOf({ code = 'good' }: Outcome): string {
  return code;
}

/** Of what throws. */
export async function thrownBy(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'good';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** Of a look of the self-check's. */
export function lookOf({ kind }: { kind: string }): string {
  return kind === 'read' ? 'good' : kind;
}

/** The self-check tells silence from refusal; the code is its operator's business. */
export const toldByLook: Told = {
  UPSTREAM_UNAVAILABLE: 'silent',
  UPSTREAM_THROTTLED: 'silent',
  UPSTREAM_UNEXPECTED: 'refused',
};

/** Nobody reads the body, so that none can be odd. */
export const bodyUnread: Told = { HTML: 'good', 'half a JSON': 'good' };

/** Whatever the fault was. */
export function alwaysTold(word: string): Told {
  return { UPSTREAM_UNAVAILABLE: word, UPSTREAM_THROTTLED: word, UPSTREAM_UNEXPECTED: word };
}

export const onePath = `${relationshipsPath}/${relationshipId}`;
export const created = fixture('create-delegated-admin-relationship').body as object;
export const organization: StubAnswer = {
  json: { value: [{ id: customerTenantId, displayName: 'Contoso', verifiedDomains: [] }] },
};

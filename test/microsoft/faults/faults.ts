import type { StubAnswer } from '../microsoft-stub.ts';

export type FaultCode = 'UPSTREAM_UNAVAILABLE' | 'UPSTREAM_THROTTLED' | 'UPSTREAM_UNEXPECTED';

/**
 * Which further tries a call has: a read's, a write's, none, or those of a write that is looked for afterwards, so that it
 * is made once more where Microsoft shows that nothing came of it.
 */
export type Tries = 'read' | 'write' | 'once' | 'lookedFor';

type FaultName =
  | 'silence'
  | 'a body that never ends'
  | 'a broken connection'
  | 'half an answer'
  | 'an answer that cannot be unpacked'
  | '429'
  | '429 for a moment'
  | '429 for long'
  | '500'
  | '502'
  | '503'
  | '504'
  | 'HTML'
  | 'half a JSON'
  | 'a redirect';

export interface Fault {
  name: FaultName;
  answer: StubAnswer;
  code: FaultCode;
  /** How often the call is made while the fault stays. */
  tries: Record<Tries, number>;
}

const once = { read: 1, write: 1, once: 1, lookedFor: 1 };
const lost = { read: 3, write: 1, once: 1, lookedFor: 2 };
const late = { ...once, lookedFor: 2 };
const refused = { read: 3, write: 3, once: 1, lookedFor: 3 };

/** Where a redirect leads, and no token must travel. */
export const elsewhere = '/somewhere-else';

const unavailable: [FaultName, StubAnswer, Fault['tries']][] = [
  ['silence', { silent: true }, late],
  ['a body that never ends', { stuck: true, raw: '{"value": [{"id":' }, late],
  ['a broken connection', { reset: true }, lost],
  ['half an answer', { cut: true, raw: '{"value": [{"id":' }, lost],
  ['an answer that cannot be unpacked', { raw: '{}', headers: { 'Content-Encoding': 'gzip' } }, lost],
  ['500', { status: 500 }, lost],
  ['502', { status: 502, raw: '<html></html>' }, lost],
  ['503', { status: 503 }, lost],
  ['504', { status: 504 }, lost],
];
const throttled: [FaultName, StubAnswer, Fault['tries']][] = [
  ['429', { status: 429 }, refused],
  ['429 for a moment', { status: 429, headers: { 'Retry-After': '1' } }, refused],
  ['429 for long', { status: 429, headers: { 'Retry-After': '120' } }, once],
];
const unexpected: [FaultName, StubAnswer, Fault['tries']][] = [
  ['HTML', { raw: '<html></html>' }, once],
  ['half a JSON', { raw: '{"value": [{"id":' }, once],
  ['a redirect', { status: 302, headers: { Location: elsewhere } }, once],
];

/** Each stays for as long as somebody asks. */
export const faults: readonly Fault[] = [
  ...unavailable.map(([name, answer, tries]) => ({ name, answer, tries, code: 'UPSTREAM_UNAVAILABLE' as const })),
  ...throttled.map(([name, answer, tries]) => ({ name, answer, tries, code: 'UPSTREAM_THROTTLED' as const })),
  ...unexpected.map(([name, answer, tries]) => ({ name, answer, tries, code: 'UPSTREAM_UNEXPECTED' as const })),
];

import { bodyOf } from '../api-client.ts';
import type { PartnerCenterAsApp } from '../partner-center/partner-center.ts';
import { EventNames, Registration, SentTest, TestProgress } from './webhook-wire.ts';
import { isWanted } from './webhook-event.ts';

interface Registered {
  url: string;
  events: readonly string[];
}

type KeepOutcome =
  | { kind: 'registered' | 'completed' | 'unchanged'; events: readonly string[] }
  /** Another program has the one registration that a partner tenant has. It is left alone. */
  | { kind: 'taken'; registered: Registered };

interface TestOutcome {
  /** Microsoft's word, such as Submitted, Completed or Failed. */
  status: string;
  responseCodes: readonly string[];
}

/** The one webhook registration of the partner's tenant. Everything here throws AppError. */
export interface WebhookRegistration {
  read(): Promise<Registered | undefined>;
  /** Which events this tenant may subscribe to that are worth it to us. */
  wantedEvents(): Promise<readonly string[]>;
  /** Makes or completes ours. Only `takeOver` replaces somebody else's. */
  keep(callbackUrl: string, options: { takeOver: boolean }): Promise<KeepOutcome>;
  /** Has Microsoft send a test event; the answer names it. Twice a minute at most. */
  sendTest(): Promise<string>;
  readTest(correlationId: string): Promise<TestOutcome>;
}

const base = '/webhooks/v1/registration';

export function createWebhookRegistration(partnerCenter: PartnerCenterAsApp): WebhookRegistration {
  async function read(): Promise<Registered | undefined> {
    const answer = await partnerCenter.send({ call: 'readWebhookRegistration', method: 'GET', path: base });
    if (answer.status === 404 || answer.status === 204) return undefined;
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    if (answer.isEmpty === true) return undefined;
    const registration = bodyOf(answer, Registration);
    const url = registration?.webhookurl ?? '';
    return url === '' ? undefined : { url, events: registration?.webhookevents ?? [] };
  }

  /** Of what this tenant may subscribe to, as Microsoft spells it: it refuses the whole for one unknown name. */
  async function wantedEvents(): Promise<string[]> {
    const answer = await partnerCenter.send({ call: 'listWebhookEvents', method: 'GET', path: `${base}/events` });
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return bodyOf(answer, EventNames).filter(isWanted);
  }

  async function write(method: 'POST' | 'PUT', url: string, events: readonly string[]): Promise<void> {
    const body = { WebhookUrl: url, WebhookEvents: events, SignatureTokenToMsSignatureHeader: true };
    const call = method === 'POST' ? 'createWebhookRegistration' : 'changeWebhookRegistration';
    const answer = await partnerCenter.send({ call, method, path: base, body });
    if (answer.status !== 200 && answer.status !== 201) throw partnerCenter.refused(answer);
  }

  return {
    read,
    wantedEvents,

    async keep(callbackUrl, { takeOver }) {
      const registered = await read();
      const isOurs = registered !== undefined && sameUrl(registered.url, callbackUrl);
      if (registered !== undefined && !isOurs && !takeOver) return { kind: 'taken', registered };
      const events = await wantedEvents();
      const known = new Set(registered?.events.map((name) => name.toLowerCase()));
      if (isOurs && events.every((name) => known.has(name.toLowerCase()))) return { kind: 'unchanged', events };
      await write(registered === undefined ? 'POST' : 'PUT', callbackUrl, events);
      return { kind: isOurs ? 'completed' : 'registered', events };
    },

    async sendTest() {
      const path = `${base}/validationEvents`;
      const answer = await partnerCenter.send({ call: 'sendTestEvent', method: 'POST', path });
      if (answer.status < 200 || answer.status > 202) throw partnerCenter.refused(answer);
      return bodyOf(answer, SentTest).correlationid;
    },

    async readTest(correlationId) {
      const path = `${base}/validationEvents/${encodeURIComponent(correlationId)}`;
      const answer = await partnerCenter.send({ call: 'readTestEvent', method: 'GET', path });
      if (answer.status !== 200) throw partnerCenter.refused(answer);
      const { status, results } = bodyOf(answer, TestProgress);
      return { status, responseCodes: (results ?? []).map(({ responsecode }) => responsecode ?? 'none') };
    },
  };
}

/** Microsoft may give an address back in another spelling of the same. */
export function sameUrl(left: string, right: string): boolean {
  return URL.canParse(left) && new URL(left).href === new URL(right).href;
}

// The main job from end to end, as steps that people take, and an account of what it left behind.
import assert from 'node:assert/strict';
import type { Happening } from '../../src/core/events.ts';
import type { Transition } from '../../src/core/transition.ts';
import type { Customer } from './customer.ts';
import type { FakeConnector } from './fake-connector.ts';
import { housePublicUrl } from './house-config.ts';
import { cardLine, thread, type Place, type TeamsChat } from './teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from './transition-forms.ts';
import { alex, megan, organisationId, type WholeHouse } from './whole-house.ts';

const alexsChat: Place = { conversationId: 'a:alex', kind: 'personal' };
const admin = 'admin@contoso.com';

interface Walk {
  house: WholeHouse;
  chat: TeamsChat;
  customer: Customer;
}

export interface JourneyStep {
  name: string;
  take(walk: Walk): Promise<unknown>;
  /** How long people wait before they go on: one second when absent. */
  seconds?: number;
}

const journey: readonly JourneyStep[] = [
  {
    name: 'Alex wants to be told personally',
    take: ({ house }) => house.chat(alexsChat).types(alex, 'notify me'),
  },
  { name: 'Megan says “transition” in a thread', take: ({ chat }) => chat.types(megan, 'transition') },
  { name: 'Megan types the customer', take: ({ chat }) => chat.clicks(megan, 'next', customerTyped) },
  { name: 'Megan types the address', take: ({ chat }) => chat.clicks(megan, 'next', addressTyped) },
  {
    name: 'Megan types the tenant',
    take: ({ chat }) => chat.clicks(megan, 'next', { ...tenantTyped, domain: 'contoso.com' }),
  },
  { name: 'Megan skips the licences', take: ({ chat }) => chat.clicks(megan, 'skip') },
  { name: 'Megan submits the review', take: ({ chat }) => chat.clicks(megan, 'submit'), seconds: 3 },
  {
    name: 'the administrator opens the link',
    take: async ({ chat, customer }) =>
      assert.match((await customer.open(linkIn(chat.lines()))).text, /Northwind Traders asks to look after/),
  },
  {
    name: 'the administrator signs in',
    take: async ({ customer }) => assert.match((await customer.signIn(admin)).text, /Accept the Directory Connection/),
  },
  {
    name: 'the administrator accepts the Directory Connection',
    take: async ({ customer }) => assert.match((await customer.consent(admin)).text, /Microsoft is setting this up/),
    seconds: 12,
  },
  {
    name: 'the administrator confirms the tenant',
    async take({ customer }) {
      assert.match((await customer.look()).text, /Is this your organisation\? .* Contoso Main domain contoso\.com/);
      await customer.confirmTenant();
    },
    seconds: 3,
  },
  {
    name: 'the administrator accepts delegated admin at Microsoft',
    async take({ customer }) {
      assert.match((await customer.look()).text, /2 of 5 steps done .* Accept Northwind Traders as delegated admin/);
      assert.equal((await customer.approveDelegatedAdmin(admin)).status, 303);
    },
  },
  {
    name: 'the administrator says that it is done',
    take: async ({ customer }) => assert.match((await customer.saysDone()).text, /Authorise Northwind Traders as your/),
  },
  {
    name: 'the administrator authorises the CSP at Microsoft',
    take: async ({ customer }) => assert.equal((await customer.authoriseCsp(admin)).status, 303),
  },
  {
    name: 'the administrator says that this is done too',
    take: async ({ customer }) => assert.match((await customer.saysDone()).text, /You have done your part/),
    seconds: 60,
  },
  {
    name: 'the administrator sees that all is done',
    take: async ({ customer }) => assert.match((await customer.look()).text, /All done/),
  },
];

/** Takes every step; `between` follows each and lets time pass. */
export async function walk(house: WholeHouse, between: (step: JourneyStep) => Promise<void>): Promise<void> {
  const walking = { house, chat: house.chat(thread), customer: house.customer() };
  for (const step of journey) {
    await step.take(walking);
    await between(step);
  }
}

export function linkIn(texts: readonly string[]): string {
  const found = new RegExp(`${housePublicUrl}/connect/[\\w.-]+`).exec(texts.join('\n'))?.[0];
  assert.ok(found !== undefined, 'there is a Partner Connect link');
  return found;
}

/** The card with the steps, as staff read it there now. */
export function transitionCardIn(chat: TeamsChat): string {
  const card = chat.lines().find((line) => line.includes('Directory Connection |'));
  assert.ok(card !== undefined, 'there is a card of a transition');
  return card;
}

export interface Account {
  /** What was posted, as it was then. */
  posted: { thread: string[]; personal: string[] };
  /** What stands there in the end. */
  standing: { thread: string[]; personal: string[] };
  mails: string[];
  audit: string[];
}

/** Links and instants apart, which differ from one telling to the next. */
export async function accountOf(house: WholeHouse): Promise<Account> {
  const transition = await theTransition(house);
  const events = await house.store().audit.listFor(organisationId, transition.transitionId);
  return {
    posted: { thread: postedIn(house, thread), personal: postedIn(house, alexsChat) },
    standing: {
      thread: house.chat(thread).lines().map(lasting),
      personal: house.chat(alexsChat).lines().map(lasting),
    },
    mails: house.cloud.sandbox.controls.mails().map(({ to, subject }) => `${to.join(', ')}: ${subject}`),
    audit: events.map(({ actor, happening }) => `${actor.kind}: ${inShort(happening)}`),
  };
}

/** The only one there is. */
export async function theTransition(house: WholeHouse): Promise<Transition> {
  const { items } = await house.store().transitions.list(organisationId, { open: false, limit: 10 });
  const [transition] = items;
  assert.ok(transition && items.length === 1, `there is one transition: ${String(items.length)}`);
  return transition;
}

type ConnectorCall = FakeConnector['calls'][number];

export function postsIn(house: WholeHouse): ConnectorCall[] {
  return house.connector.calls.filter(({ method }) => method === 'POST');
}

function postedIn(house: WholeHouse, { conversationId }: Place): string[] {
  const there = postsIn(house).filter((call) => call.conversationId === conversationId);
  return there.map(({ body }) => lasting(cardLine(body)));
}

/** The card with staff's buttons. */
export function isLivingCard({ body }: Pick<ConnectorCall, 'body'>): boolean {
  return JSON.stringify(body).includes('"checkNow"');
}

function lasting(line: string): string {
  return line.replace(/http:\/\/localhost\/connect\/[\w.-]+/g, '[link]').replace(/\{\{.*?\}\}/g, '[instant]');
}

function inShort(happening: Happening): string {
  if (happening.kind === 'stepChanged') return `${happening.step} ${happening.to.state}`;
  if (happening.kind === 'statusChanged') return `status ${happening.to}`;
  return happening.kind === 'customerSaidDone' ? `said ${happening.step} done` : happening.kind;
}

// The main job, walked by people who try again when nobody answers: each looks at what is there and does what it asks for.
import { setTimeout as wait } from 'node:timers/promises';
import { createCustomer, type Customer } from '../customer.ts';
import { linkIn } from '../journey.ts';
import { createTeamsChat, type Place, type TeamsChat } from '../teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from '../transition-forms.ts';
import { megan, organisationId } from '../whole-house.ts';
import type { FakeConnector } from '../fake-connector.ts';
import type { SandboxCloud } from '../sandbox-cloud.ts';

const admin = 'admin@contoso.com';
/** Between two looks of a person, in real milliseconds. */
const glanceMs = 60;
/**
 * Two minutes. What somebody waits for may be held by one dead instance after the other: deaths are ordered at the very
 * points that it passes, and each costs a lease.
 */
const mostGlances = 2000;

/** Everything that staff type, by an input that only that form has. */
const forms: readonly [string, Record<string, string>][] = [
  ['companyName', customerTyped],
  ['line1', addressTyped],
  ['domain', { ...tenantTyped, domain: 'contoso.com' }],
];

/** Where people walk: Teams, the customer's browser, and how they wait between two looks. */
export interface Grounds {
  connector: FakeConnector;
  cloud: Pick<SandboxCloud, 'url' | 'post'>;
  url: () => string;
  deliver: (activity: object) => Promise<{ status: number }>;
  /** How long the customer waits for an answer, in real milliseconds. */
  patienceMs?: number;
  /** A moment passes; in real time when absent. */
  pause?: () => Promise<void>;
}

export interface Walked {
  /** Why it did not come to its end. */
  stuckAt?: string;
}

/** From the command to "All done" on the customer's page, in the conversation named. */
export async function walkThroughCrashes(world: Grounds, place: Place): Promise<Walked> {
  const { connector, deliver } = world;
  const chat = createTeamsChat({ connector, organisationId, deliver }, place);
  const link = await fillForms(world, chat, place);
  if (link === undefined) return { stuckAt: `the forms: ${chat.lastLine()}` };
  const { cloud, url: address, patienceMs } = world;
  const customer = createCustomer({ cloud, address, ...(patienceMs !== undefined && { patienceMs }) });
  return walkSite(customer, link, moment(world));
}

function moment({ pause }: Grounds): () => Promise<void> {
  return pause ?? (() => wait(glanceMs));
}

async function fillForms(world: Grounds, chat: TeamsChat, place: Place): Promise<string | undefined> {
  await chat.types(megan, 'transition');
  let seen = '';
  for (let glance = 0; glance < mostGlances; glance += 1) {
    if (chat.lines().some((line) => line.includes('/connect/'))) return linkIn(chat.lines());
    const card = JSON.stringify(world.connector.chat(place.conversationId).findLast(isAsking)?.activity ?? {});
    // Who has pressed waits for the answer, and presses again when none comes.
    if (card === seen && glance % 20 !== 0) await moment(world)();
    else await press(chat, card);
    // Who is asked for the same in new words, again and again, looks up after a while: the link may have come.
    if (glance % 20 === 19) await moment(world)();
    seen = card;
  }
  return undefined;
}

function isAsking({ activity }: { activity: object }): boolean {
  return /"action":"(next|skip|submit)"/.test(JSON.stringify(activity));
}

async function press(chat: TeamsChat, card: string): Promise<void> {
  const form = forms.find(([input]) => card.includes(`"id":"${input}"`));
  if (form) await chat.clicks(megan, 'next', form[1]);
  else if (card.includes('"action":"submit"')) await chat.clicks(megan, 'submit');
  else if (card.includes('"action":"skip"')) await chat.clicks(megan, 'skip');
  else if (card === '{}') await chat.types(megan, 'transition');
}

/** What a page says, and what its reader does then. The first that fits counts. */
const pages: readonly [RegExp, (customer: Customer, pause: () => Promise<void>) => Promise<unknown>][] = [
  [/asks to look after/, (customer) => customer.signIn(admin)],
  [/Accept the Directory Connection/, (customer) => customer.consent(admin)],
  [/Is this your organisation\?/, (customer) => customer.confirmTenant()],
  [/Accept Northwind Traders as delegated admin/, approve],
  [/Authorise Northwind Traders as your/, authorise],
];

/** Microsoft's own page says when something is not ready to be accepted yet. */
async function approve(customer: Customer, pause: () => Promise<void>): Promise<void> {
  const { status } = await customer.approveDelegatedAdmin(admin);
  if (status === 303) await customer.saysDone();
  else await pause();
}

async function authorise(customer: Customer, pause: () => Promise<void>): Promise<void> {
  const { status } = await customer.authoriseCsp(admin);
  if (status === 303) await customer.saysDone();
  else await pause();
}

async function walkSite(customer: Customer, link: string, pause: () => Promise<void>): Promise<Walked> {
  let text = '';
  let seen = '';
  for (let glance = 0; glance < mostGlances; glance += 1) {
    const page = await customer.look().catch(() => undefined);
    text = page?.text ?? 'no answer';
    if (page && /All done/.test(text)) return {};
    const act = pages.find(([words]) => words.test(text))?.[1];
    const isWaiting = /setting this up|You have done your part|Preparing/.test(text);
    if (act) await tryTo(async () => act(customer, pause), { isAgain: text === seen, pause });
    else if (isWaiting) await pause();
    else await open(customer, link, pause);
    seen = text;
  }
  return { stuckAt: `the site: ${text}` };
}

/** Who has acted in vain, or found nothing to press, tries again a moment later. */
async function tryTo(
  act: () => Promise<unknown>,
  { isAgain, pause }: { isAgain: boolean; pause: () => Promise<void> },
): Promise<void> {
  if (isAgain) await pause();
  await act().catch(pause);
}

/** The landing page, and on from there: whatever stood in the way, the link begins again. */
async function open(customer: Customer, link: string, pause: () => Promise<void>): Promise<void> {
  const landing = await customer.open(link).catch(() => undefined);
  if (landing && /asks to look after/.test(landing.text)) await customer.signIn(admin).catch(() => undefined);
  else await pause();
}

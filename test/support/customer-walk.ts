// How customers come as far as a test's story begins, in one word each.
import type { Customer } from './customer.ts';
import { linkIn } from './journey.ts';
import type { TeamsChat } from './teams-chat.ts';
import type { WholeHouse } from './whole-house.ts';

interface Coming {
  house: WholeHouse;
  /** Where the card with their link stands. */
  chat: TeamsChat;
  domain: string;
}

/** Signed in, connected and confirmed: what is left is on Microsoft's pages. */
export async function comeToMicrosoft({ house, chat, domain }: Coming): Promise<Customer> {
  const customer = house.customer();
  const admin = `admin@${domain}`;
  await customer.open(linkIn(chat.lines()));
  await customer.signIn(admin);
  await customer.consent(admin);
  await house.pass(12);
  await customer.look();
  await customer.confirmTenant();
  await house.pass(3);
  await customer.look();
  return customer;
}

/** As far as the page on which the CSP is authorised. */
export async function comeToAuthorise(coming: Coming): Promise<Customer> {
  const customer = await comeToMicrosoft(coming);
  await customer.approveDelegatedAdmin(`admin@${coming.domain}`);
  await customer.saysDone();
  return customer;
}

/** All that is asked for; `companies`: how many are authorised, each on a page of its own. */
export async function comeToNormal({ companies = 1, ...coming }: Coming & { companies?: 1 | 2 }): Promise<Customer> {
  const customer = await comeToAuthorise(coming);
  for (let authorised = 0; authorised < companies; authorised += 1) {
    await customer.authoriseCsp(`admin@${coming.domain}`);
    await customer.saysDone();
  }
  await coming.house.pass(40);
  return customer;
}

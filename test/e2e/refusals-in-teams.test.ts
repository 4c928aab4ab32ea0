import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLivingCard, linkIn, postsIn, theTransition } from '../support/journey.ts';
import { personal, thread, type TeamsChat } from '../support/teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from '../support/transition-forms.ts';
import {
  alex,
  fillTransition,
  guest,
  megan,
  openWholeHouse,
  organisationId,
  postActivity,
  startTransition,
  type WholeHouse,
} from '../support/whole-house.ts';

describe('what staff see in Teams when it cannot be', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  beforeEach(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
  });
  afterEach(() => house.stop());

  const howMany = async () =>
    (await house.store().transitions.list(organisationId, { open: false, limit: 10 })).items.length;
  const typeTenant = async (domain: string) => {
    await chat.types(megan, 'transition');
    await chat.clicks(megan, 'next', customerTyped);
    await chat.clicks(megan, 'next', addressTyped);
    await chat.clicks(megan, 'next', { ...tenantTyped, domain });
    return chat.lastLine();
  };

  for (const [what, domain, sentence] of [
    [
      'a domain that no tenant has',
      'nobody-has-this.example',
      /Microsoft knows no tenant for nobody-has-this\.example/,
    ],
    ['something that is no domain', 'contoso', /“contoso” is not a domain/],
    ['our own domain', 'northwindtraders.com', /northwindtraders\.com belongs to our own tenant/],
    ['a tenant in another cloud', 'woodgrovebank.com', /lives in another Microsoft cloud/],
  ] as const) {
    it(`${what}: the same card comes back and says so, and goes on once it is corrected`, async () => {
      const refused = await typeTenant(domain);
      await chat.clicks(megan, 'next', { ...tenantTyped, domain: 'contoso.com' });

      assert.match(refused, sentence);
      assert.match(refused, new RegExp(`Which tenant is it\\?.*${domain.replaceAll('.', '\\.')}`));
      assert.match(chat.lastLine(), /Licences wanted/);
    });
  }

  for (const domain of ['contoso.com', 'contoso.onmicrosoft.com']) {
    it(`a second transition for the tenant of ${domain}: says who has the first, and how to see it`, async () => {
      await startTransition(house, chat);
      const alexs = house.chat({ conversationId: 'a:alex', kind: 'personal' });

      await startTransition(house, alexs, { who: alex, domain });
      const refused = alexs.lines().join('\n');
      await alexs.clicks(alex, 'showTransition');

      assert.match(refused, /already open: Contoso Pharmaceuticals \(contoso\.com\), looked after by Megan Bowen\./);
      assert.match(alexs.lastLine(), /Contoso Pharmaceuticals \| contoso\.com \| ● Waiting for the customer/);
      assert.equal(await howMany(), 1);
    });
  }

  it('two clicks at once on the review card: one transition, one card, and no word about the second click', async () => {
    await fillTransition(chat);

    const answers = await Promise.all([chat.clicks(megan, 'submit'), chat.clicks(megan, 'submit')]);
    await house.pass(3);

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(await howMany(), 1);
    assert.equal(postsIn(house).filter(isLivingCard).length, 1);
    assert.doesNotMatch(chat.lines().join('\n'), /done already/);
  });

  it('a card that was answered before a restart: nothing is changed, and the open one goes on', async () => {
    await chat.types(megan, 'transition');
    const { value } = chat.button('next');
    await chat.clicks(megan, 'next', customerTyped);
    await house.restart();

    await chat.submits(megan, { ...value, ...customerTyped, companyName: 'Fabrikam' });
    const refused = chat.lastLine();
    await chat.clicks(megan, 'next', addressTyped);

    assert.match(refused, /answered already, or is out of date\. Nothing was changed/);
    assert.match(chat.lastLine(), /Which tenant is it\?/);
  });

  it('a colleague’s click on my form: refused politely, and my form goes on', async () => {
    await chat.types(megan, 'transition');

    await chat.clicks(alex, 'next', { ...customerTyped, companyName: 'Fabrikam' });
    const refused = chat.lastLine();
    await chat.clicks(megan, 'next', customerTyped);

    assert.match(refused, /This form belongs to a colleague/);
    assert.match(chat.lines().join('\n'), /Customer noted \| Company name \| Contoso Pharmaceuticals/);
  });

  it('a guest: told that the bot is for staff, whatever they type or click', async () => {
    house.connector.members.push(guest);
    await startTransition(house, chat);

    await chat.types(guest, 'list');
    const typed = chat.lastLine();
    await chat.clicks(guest, 'cancelTransition');
    await house.pass(1);

    assert.match(typed, /Guests of this team cannot use me/);
    assert.match(chat.lastLine(), /Guests of this team cannot use me/);
    assert.equal((await theTransition(house)).cancelledAt, undefined);
  });

  it('a guest in the conversation: pointed out on the review card, before a link is posted', async () => {
    house.connector.members.push(guest);

    await fillTransition(chat);

    assert.match(chat.lastLine(), /A guest can read this conversation and will see the Partner Connect link/);
    assert.doesNotMatch(chat.lines().join('\n'), /\/connect\//);
  });

  it('somebody of another organisation: refused', async () => {
    const channelData = { tenant: { id: '99999999-9999-4999-8999-999999999999' } };

    await house.chat(personal).types(megan, 'list', { channelData });

    assert.match(house.chat(personal).lastLine(), /I do not serve this organisation/);
  });

  it('nothing typed at all: every field that is needed says so', async () => {
    await chat.types(megan, 'transition');
    const neededAtFirst = sayings(chat, /This is needed\./g);

    await chat.clicks(megan, 'next', inEveryField(''));

    assert.equal(sayings(chat, /This is needed\./g) - neededAtFirst, 5);
  });

  it('eighty thousand letters pasted into every field: each says how much it takes, and little of it comes back', async () => {
    await chat.types(megan, 'transition');

    const { status } = await chat.clicks(megan, 'next', inEveryField('x'.repeat(80_000)));
    const refused = chat.lastLine();
    await chat.clicks(megan, 'next', customerTyped);

    assert.equal(status, 200);
    assert.equal(refused.match(/This is too long: \d+ characters at most\./g)?.length, 5);
    assert.ok(refused.length < 20_000, `${String(refused.length)} characters came back`);
    assert.match(chat.lastLine(), /Address \(Australia\)/);
  });

  it('more than anybody can type: turned away unread, and the service goes on', async () => {
    const huge = await postActivity(house.url(), { type: 'message', value: 'x'.repeat(5_000_000) });
    const intricate = await postActivity(house.url(), { type: 'message', value: 'x'.repeat(5_000).split('') });
    await chat.types(megan, 'help');

    assert.deepEqual([huge.status, intricate.status], [413, 413]);
    assert.match(chat.lastLine(), /Bring a customer’s tenant into the CSP program/);
  });

  it('text that means something elsewhere: it stays text on cards, in mails and on pages', async () => {
    const companyName =
      '<script>alert(1)</script> [win](https://evil.example) **b** {{DATE(2026-01-01T00:00:00Z)}} ${x}';
    const customer = { ...customerTyped, companyName: companyName.slice(0, 100), familyName: '<at>Alex</at>' };

    await startTransition(house, chat, { customer });

    const standing = house.connector.chat(thread.conversationId).map(({ activity }) => activity);
    const mails = house.cloud.sandbox.controls
      .mails()
      .map(({ content }) => content)
      .join('\n');
    const page = await house.customer().open(linkIn(chat.lines()));
    assert.equal(await howMany(), 1);
    assert.doesNotMatch(markdownIn(standing).join('\n'), /\]\(https:\/\/evil|<script>|<at>/);
    assert.doesNotMatch(JSON.stringify(standing), /\{\{DATE\(2026-01-01|"type":"mention"/);
    assert.doesNotMatch(mails, /<script>|href="https:\/\/evil|<at>/);
    assert.doesNotMatch(page.html, /alert\(1\)|evil\.example/);
    assert.match(mails, /&lt;script/);
  });
});

function inEveryField(text: string): Record<string, string> {
  return Object.fromEntries(Object.keys(customerTyped).map((field) => [field, text]));
}

function sayings(chat: TeamsChat, sentence: RegExp): number {
  return chat.lastLine().match(sentence)?.length ?? 0;
}

/** Texts that Teams reads as Markdown; the runs of a RichTextBlock it shows as they are. */
function markdownIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markdownIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = type === 'TextBlock' && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(value).flatMap(markdownIn)];
}

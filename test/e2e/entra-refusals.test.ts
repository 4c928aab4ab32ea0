// Every way in which Entra refuses a customer's administrator, from Microsoft's pages to what the person and staff read.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { BehaviourPatch } from '../../src/sandbox/control/controls.ts';
import { linkIn } from '../support/journey.ts';
import { thread, type TeamsChat } from '../support/teams-chat.ts';
import { openWholeHouse, startTransition, type WholeHouse } from '../support/whole-house.ts';

const admin = 'admin@contoso.com';
const nothingSpecial: BehaviourPatch = {
  signInError: undefined,
  signInErrorAt: undefined,
  consentError: undefined,
  appDisabled: undefined,
};

describe('what Entra refuses, the customer understands and staff hear of', () => {
  let house: WholeHouse;
  let chat: TeamsChat;
  let link: string;
  let told = 0;
  before(async () => {
    house = await openWholeHouse();
    chat = house.chat(thread);
    await startTransition(house, chat);
    link = linkIn(chat.lines());
    told = chat.lines().length;
  });
  afterEach(() => house.cloud.sandbox.controls.setBehaviour('contoso.com', nothingSpecial));
  after(() => house.stop());

  /** What the thread was told since it was last asked. */
  const news = async (): Promise<string[]> => {
    await house.pass(3);
    const lines = chat.lines().slice(told);
    told += lines.length;
    return lines;
  };
  const anHourLater = () => house.clock.advance(60 * 60 * 1000);

  const refusals = [
    {
      what: 'multi-factor authentication (F17)',
      numbers: [50076, 50079],
      title: /Microsoft asked for one more proof/,
      next: /aka\.ms\/mfasetup .* Who can help: you, as the administrator, or your IT department/,
      staff: /multi-factor authentication, and it was not completed/,
    },
    {
      what: 'Conditional Access (F17)',
      numbers: [53003, 530035],
      title: /A security rule of your organisation stopped the sign-in/,
      next: /Who can help: you, as the administrator, or your IT department/,
      staff: /Conditional Access\) blocked the sign-in/,
    },
    {
      what: 'a cross-tenant policy (F18)',
      numbers: [500213, 500212],
      title: /Your organisation does not allow this application/,
      next: /cross-tenant access settings of Microsoft Entra/,
      staff: /A cross-tenant policy of the customer’s tenant blocks our application/,
    },
    {
      what: 'a disabled application (F22)',
      numbers: [7000112, 7000112],
      title: /The application is switched off in your organisation/,
      next: /under Enterprise applications, allow users to sign in to it/,
      staff: /disabled in the customer’s tenant/,
    },
    {
      what: 'a deleted tenant (F54)',
      numbers: [5000224, 900023],
      title: /Microsoft does not know this organisation any more/,
      next: /Tell Northwind Traders which organisation you use now/,
      staff: /does not exist any more/,
    },
    {
      what: 'no administrator (F16)',
      numbers: [90094, 90094],
      title: /A Global Administrator is needed/,
      next: /Privileged Identity Management \(PIM\), activate your Global Administrator role there first/,
      staff: /without an active Global Administrator role/,
    },
  ] as const;
  for (const { what, numbers, title, next, staff } of refusals) {
    const [first, second] = numbers;

    it(`${what}, sent back from the sign-in: the class, what to do, Microsoft’s ids, and staff hear of it`, async () => {
      anHourLater();
      house.cloud.sandbox.controls.setBehaviour('contoso.com', { signInError: first, signInErrorAt: 'return' });
      const customer = house.customer();
      await customer.open(link);

      const page = await customer.signIn(admin);

      assert.match(page.text, title);
      assert.match(page.text, next);
      assert.match(page.text, new RegExp(`AADSTS${String(first)} Correlation ID [0-9a-f-]{36} Time .* UTC`));
      assert.match((await news()).join('\n'), staff);
    });

    it(`${what}, sent back from the consent: the same, and staff are not told again within the hour`, async () => {
      const customer = house.customer();
      await customer.open(link);
      await customer.signIn(admin);
      await news();
      house.cloud.sandbox.controls.setBehaviour('contoso.com', { consentError: second });

      const page = await customer.consent(admin);

      assert.match(page.text, title);
      assert.match(page.text, new RegExp(`AADSTS${String(second)} `));
      assert.deepEqual(await news(), []);
    });
  }

  it('a refusal when the code is redeemed reads as one on Microsoft’s page (F17)', async () => {
    anHourLater();
    house.cloud.sandbox.controls.setBehaviour('contoso.com', { signInError: 50079, signInErrorAt: 'token' });
    const customer = house.customer();
    await customer.open(link);

    const page = await customer.signIn(admin);

    assert.match(page.text, /Microsoft asked for one more proof/);
    assert.match(page.text, /AADSTS50079 Correlation ID/);
    assert.match((await news()).join('\n'), /multi-factor authentication/);
  });

  it('a sign-in that says nothing of roles: PIM is explained, and whoever is sure goes on (F16)', async () => {
    house.cloud.sandbox.controls.setTroubles({ rolesUntold: true });
    const customer = house.customer();
    await customer.open(link);

    const asked = await customer.signIn(admin);
    const next = await customer.look();
    house.cloud.sandbox.controls.setTroubles({ rolesUntold: false });

    assert.match(asked.text, /Are you a Global Administrator right now\? You signed in as admin@contoso\.com/);
    assert.match(asked.text, /activate your Global Administrator role there first/);
    assert.match(asked.html, /<a class="button primary" href="\/connect\/progress">\s*I am sure, continue\s*<\/a>/);
    assert.match(next.text, /Accept the Directory Connection/);
  });
});

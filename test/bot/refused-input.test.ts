import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createTestBed, guest, megan, personal, thread, type TeamsChat, type TestBed } from '../support/teams-chat.ts';
import { allStepsDone, aTransition, testOrganisationId } from '../support/records.ts';
import { addressTyped, customerTyped, fillForms, tenantTyped } from '../support/transition-forms.ts';

const megabyte = 'x'.repeat(1_000_000);
const mostCardBytes = 28 * 1024;

describe('what a form does not take', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  beforeEach(async () => {
    bed = await createTestBed();
    chat = bed.chat(thread);
  });
  afterEach(() => bed.stop());

  const tenantRefusals = [
    ['', /This is needed/],
    ['not a domain', /is not a domain\. Type it as in contoso\.com/],
    ['nowhere.example', /Microsoft knows no tenant for nowhere\.example/],
    ['own.example', /own\.example belongs to our own tenant/],
    ['elsewhere.example', /lives in another Microsoft cloud/],
  ] as const;
  for (const [domain, sentence] of tenantRefusals) {
    it(`the domain “${domain}”: it says why, keeps the choices, and takes a better one`, async () => {
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', { ...tenantTyped, domain });

      assert.match(chat.lastLine(), sentence);
      assert.match(chat.lastLine(), /Step 3 of 5/);
      await chat.clicks(megan, 'next', tenantTyped);
      assert.match(chat.lastLine(), /Step 4 of 5/);
    });
  }

  for (const [code, sentence] of [
    ['UPSTREAM_UNAVAILABLE', 'Microsoft does not answer right now. Wait a minute, then press Next again.'],
    ['UPSTREAM_THROTTLED', 'Microsoft is busy. Wait a minute, then press Next again.'],
  ] as const) {
    it(`a domain that Microsoft says nothing about (${code}): nothing typed is lost, and Next helps later`, async () => {
      const usual = bed.tenants.get('contoso.example')!;
      bed.tenants.set('contoso.example', { kind: 'failed', code });
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', tenantTyped);

      assert.ok(chat.lastLine().includes(sentence), chat.lastLine());
      assert.match(chat.lastLine(), /contoso\.example/);
      bed.tenants.set('contoso.example', usual);
      await chat.clicks(megan, 'next', tenantTyped);
      assert.match(chat.lastLine(), /Step 4 of 5/);
    });
  }

  const lost = { ...allStepsDone, directoryConnection: { state: 'blocked', code: 'CONSENT_LOST' } } as const;
  for (const [how, steps, sentence] of [
    ['Normal', allStepsDone, /Licences can be provisioned; nothing is to be started/],
    ['Normal and has lost something', lost, /Something needs attention there: see its card, which can make a new link/],
  ] as const) {
    it(`a tenant that is ${how}: it says since when and who looks after it, and a button shows it`, async () => {
      const verifiedAt = new Date('2026-03-04T05:06:07Z');
      const known = aTransition({ verifiedAt, toldStatus: 'normal', steps });
      const tenant = { ...known.tenant, domain: 'another-of-contoso.example' };
      await bed.store.transitions.insert({ ...known, tenant }, { visitDueAt: bed.clock.now() });
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', tenantTyped);

      assert.match(chat.lastLine(), /Step 3 of 5/);
      assert.match(
        chat.lastLine(),
        /is Normal since 4 March 2026: Contoso Pharmaceuticals \(another-of-contoso\.example\), looked after by Megan/,
      );
      assert.match(chat.lastLine(), sentence);
      await chat.clicks(megan, 'showTransition');
      assert.match(chat.lastLine(), /another-of-contoso\.example.*✓ Normal/);
    });
  }

  for (const [whose, changes] of [
    ['was cancelled', { cancelledAt: new Date('2026-03-04') }],
    ['is Normal with another partner', { organisationId: 'another-organisation', verifiedAt: new Date('2026-03-04') }],
  ] as const) {
    it(`but a tenant whose transition ${whose} can be started`, async () => {
      await bed.store.transitions.insert(aTransition(changes), { visitDueAt: bed.clock.now() });
      await fillForms(chat, 3);

      await chat.clicks(megan, 'next', tenantTyped);

      assert.match(chat.lastLine(), /Step 4 of 5/);
    });
  }

  it('a tenant whose transition is open: it names the first one and a button shows it', async () => {
    await fillForms(chat, 5);
    await chat.clicks(megan, 'submit');
    const other = bed.chat(personal);

    await fillForms(other, 3);
    await other.clicks(megan, 'next', tenantTyped);

    assert.match(other.lastLine(), /already open: Contoso Pharmaceuticals.*looked after by Megan Bowen/);
    await other.clicks(megan, 'showTransition');
    assert.match(other.lastLine(), /Waiting for the customer/);
    await other.clicks(megan, 'next', { ...tenantTyped, domain: 'fabrikam.example' });
    assert.match(other.lastLine(), /Step 4 of 5/);
    assert.equal(other.has('next'), true);
  });

  const fieldsByStep = [
    [1, customerTyped],
    [2, addressTyped],
    [3, tenantTyped],
    [4, { product1: 'Microsoft 365 E3', quantity1: '5' }],
  ] as const;
  for (const [step, typed] of fieldsByStep) {
    for (const field of Object.keys(typed)) {
      it(`a megabyte in ${field}: it says so under the field, on a card that Teams takes`, async () => {
        await fillForms(chat, step);

        const answered = await chat.clicks(megan, 'next', { ...typed, [field]: megabyte });

        assert.equal(answered.status, 200);
        assert.match(chat.lastLine(), new RegExp(`Step ${String(step)} of 5`));
        const sent = JSON.stringify(bed.connector.calls.at(-1)?.body);
        assert.equal(bed.connector.calls.at(-1)?.method, 'PUT');
        assert.ok(Buffer.byteLength(sent) < mostCardBytes, `${String(Buffer.byteLength(sent))} bytes`);
      });

      it(`hostile text in ${field}: it reaches no template, no Markdown and no mention`, async () => {
        await fillForms(chat, step);
        const hostile = '${1+1}<at>everyone</at>[pay](https://evil.example)\u202e\u0000';

        const answered = await chat.clicks(megan, 'next', { ...typed, [field]: hostile });

        assert.equal(answered.status, 200);
        const blocks = JSON.stringify(bed.connector.calls.at(-1)?.body).match(/\{"type":"TextBlock"[^}]*\}/g) ?? [];
        assert.deepEqual(
          blocks.filter((block) => /[^\\]\]\(https|<at>|\$\{/.test(block)),
          [],
        );
        assert.equal(bed.log.filter(({ level }) => level === 'error').length, 0);
      });
    }
  }

  it('a megabyte as a message: it gets help', async () => {
    await chat.types(megan, megabyte);

    assert.match(chat.lines()[0] ?? '', /I did not understand that/);
    assert.ok(JSON.stringify(bed.connector.calls).length < 100_000);
  });

  it('a megabyte as the name of a customer: it is not repeated back', async () => {
    await chat.types(megan, `status ${megabyte}`);

    assert.match(chat.lastLine(), /I know no transition that matches “x{60}…”/);
  });

  for (const hostile of [
    '[pay](http://evil.example)',
    '**x**',
    '_x_',
    '`x`',
    '~~x~~',
    '<b>hi</b>',
    '<at>everyone</at>',
    '&lt;b&gt;',
    'https://evil.example',
    'www.evil.example',
    '| a | b |',
    '\\[x',
  ]) {
    it(`${hostile} in a message: it comes back on a card, as it was typed`, async () => {
      await chat.types(megan, `status ${hostile}`);

      const sent = bed.connector.calls.at(-1)?.body;
      assert.equal(sent?.text ?? '', '');
      assert.equal(
        chat.lastLine(),
        `I know no transition that matches “${hostile}”. Type “list” to see the open ones.`,
      );
    });
  }

  it('text without marks in a message: it comes back as plain text', async () => {
    await chat.types(megan, 'status Johnson & Johnson-Smith (1.5)');

    const sent = bed.connector.calls.at(-1)?.body;
    assert.equal(sent?.textFormat, 'plain');
    assert.match(sent.text ?? '', /“Johnson & Johnson-Smith \(1\.5\)”/);
  });

  it('a company named in Markdown and HTML: its name is read as it was typed', async () => {
    const companyName = 'Groupco [x](http://evil.example) <b>hi</b>';
    const { customer, ...rest } = aTransition();
    const visitDueAt = bed.clock.now();
    await bed.store.transitions.insert({ ...rest, customer: { ...customer, companyName } }, { visitDueAt });

    await chat.types(megan, 'check contoso.example');

    assert.equal(
      bed.connector.calls.some(({ body }) => body.text?.includes('Groupco')),
      false,
    );
    assert.ok(chat.lastLine().includes(`I am asking Microsoft about ${companyName} now.`), chat.lastLine());
  });

  for (const name of ['# Megan', '1. Megan', '- Megan']) {
    it(`a colleague named “${name}”: the name makes no heading and no list`, async () => {
      bed.connector.members[0]!.name = name;
      await bed.store.transitions.insert(aTransition(), { visitDueAt: bed.clock.now() });
      const pc = { v: 1, action: 'cancelTransition', transitionId: aTransition().transitionId };

      await chat.submits(megan, { pc });

      assert.equal(
        bed.connector.calls.some(({ body }) => body.text?.includes(name)),
        false,
      );
      assert.equal(chat.lastLine(), `${name} cancelled the transition of Contoso Pharmaceuticals.`);
    });
  }

  it('a quantity without a product, or none at all', async () => {
    await fillForms(chat, 4);

    await chat.clicks(megan, 'next', { quantity1: '5', product2: 'Microsoft 365 E3', quantity2: 'many' });

    assert.match(chat.lastLine(), /Step 4 of 5/);
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 2 });
    assert.deepEqual(items, []);
  });

  it('a quantity that Teams would not send either, and in the same words', async () => {
    await fillForms(chat, 4);

    const typed = ['100000', '2.5', '1,000', '100001', '0'];
    const rows = typed.map((quantity, row) => [
      [`product${String(row + 1)}`, 'Microsoft 365 E3'],
      [`quantity${String(row + 1)}`, quantity],
    ]);
    await chat.clicks(megan, 'next', Object.fromEntries(rows.flat()) as Record<string, string>);

    const card = JSON.stringify(bed.connector.chat(thread.conversationId).at(-1));
    const [, pattern = '', sentence = ''] = /"regex":"([^"]+)","errorMessage":"([^"]+)"/.exec(card) ?? [];
    assert.deepEqual(
      typed.filter((quantity) => new RegExp(pattern).test(quantity)),
      ['100000'],
    );
    assert.equal(sentence, 'Type a whole number from 1 to 100,000.');
    assert.equal(card.split(`"text":"${sentence}"`).length - 1, 4);
  });

  it('guests who would see the link are pointed out on the review card of a channel', async () => {
    bed.connector.members.push(guest);

    await fillForms(chat, 5);

    assert.match(chat.lastLine(), /A guest can read this conversation and will see the Partner Connect link/);
  });

  it('the link can go to a personal chat instead, and the channel is told where it went', async () => {
    bed.connector.members.push(guest);
    await fillForms(chat, 5);

    await chat.clicks(megan, 'submitPrivately');

    const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 2 });
    assert.equal(items[0]?.conversationId, 'a:opened-29:megan');
    assert.match(chat.lastLine(), /follows in a personal chat, because guests read here/);
  });

  it('where no personal chat can be opened, the review card stays and says so', async () => {
    bed.connector.members.push(guest);
    await fillForms(chat, 5);
    bed.connector.fail(
      { status: 403, code: 'ForbiddenOperationException' },
      ({ path }) => path === '/v3/conversations',
    );

    await chat.clicks(megan, 'submitPrivately');

    assert.match(chat.lastLine(), /Teams does not let me write to you personally yet/);
    await chat.clicks(megan, 'submit');
    const { items } = await bed.store.transitions.list(testOrganisationId, { open: true, limit: 2 });
    assert.equal(items[0]?.conversationId, thread.conversationId);
  });

  it('without guests there is no such choice', async () => {
    await fillForms(chat, 5);

    assert.throws(() => chat.button('submitPrivately'));
  });

  it('guests are not looked for in a personal chat', async () => {
    bed.connector.members.push(guest);

    await fillForms(bed.chat(personal), 5);

    assert.doesNotMatch(bed.chat(personal).lastLine(), /guest/i);
  });

  it('a roster that cannot be read is said to be unknown', async () => {
    bed.connector.fail({ status: 500 }, ({ path }) => path.endsWith('/pagedmembers'));

    await fillForms(chat, 5);

    assert.match(chat.lastLine(), /could not see who reads this conversation/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { showPhone } from '../../src/address/show-phone.ts';
import type { Content } from '../../src/core/delivery.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Mail, MailOutcome } from '../../src/core/ports/microsoft.ts';
import type { Transition } from '../../src/core/transition.ts';
import { createMailSender, type MailSenderDeps } from '../../src/mail/create-mail-sender.ts';
import { createTranslate } from '../../src/text/translate.ts';
import { createRecordingMail } from '../support/recording-mail.ts';
import { aDelivery, allStepsDone, anEvent, aTransition } from '../support/records.ts';

const t = createTranslate();
const linkUrl = 'https://connect.northwindtraders.example/connect/link.signature';

describe('the mail sender', () => {
  it('tells the customer who asks, with the link and how long it works', async () => {
    const mail = await instructions('instructionsForCustomer');

    for (const said of [mail.text, textOf(mail.html)]) {
      assert.match(said, /Hello Adele,/);
      assert.match(said, /Megan Bowen of Northwind Traders/);
      assert.match(said, /Contoso Pharmaceuticals \(contoso\.example\)/);
      assert.ok(said.includes(linkUrl));
      assert.match(said, /works until 2 December 2026/);
      assert.match(said, /We never ask for your password/);
      assert.match(said, /megan@northwindtraders\.example/);
    }
    assert.deepEqual(mail.to, { address: 'adele@contoso.example', name: 'Adele Vance' });
    assert.equal(mail.reference, 'delivery-1');
  });

  it('reminds the customer with the same instructions, and says that it is a reminder', async () => {
    const mail = await instructions('reminderForCustomer');

    assert.match(mail.subject, /^Reminder: Northwind Traders asks you to connect/);
    for (const said of [mail.text, textOf(mail.html)]) {
      assert.match(said, /the link that we sent you has not been used yet/);
      assert.ok(said.includes(linkUrl));
    }
  });

  describe('to a customer who is one already, and is to give another delegated admin relationship,', () => {
    const endsAt = new Date('2026-11-22T09:00:00.000Z');
    const replacing: Partial<Transition> = {
      steps: { ...allStepsDone, delegatedAdmin: { state: 'notStarted' }, accessAssignments: { state: 'notStarted' } },
      verifiedAt: new Date('2026-11-01T09:00:00.000Z'),
      relationshipReplaced: { relationshipId: 'old', endsAt },
    };

    for (const kind of ['instructionsForCustomer', 'reminderForCustomer'] as const) {
      it(`says which access ends when, and asks for nothing else (${kind})`, async () => {
        const mail = await instructions(kind, replacing);

        assert.match(
          mail.subject,
          /Delegated admin for Contoso Pharmaceuticals ends on 22 November 2026: please renew/,
        );
        assert.equal(mail.subject.startsWith('Reminder: '), kind === 'reminderForCustomer');
        assert.equal(mail.text.includes('the link that we sent you has not been used'), kind === 'reminderForCustomer');
        for (const said of [mail.text, textOf(mail.html)]) {
          assert.match(said, /gave us for this ends on 22 November 2026, and Microsoft does not extend it/);
          assert.match(said, /Until then everything goes on as it is/);
          assert.match(said, /Accept delegated admin/);
          assert.ok(said.includes(linkUrl));
          assert.doesNotMatch(said, /Authorise the CSP|Directory Connection|Confirm your|has prepared everything/);
        }
      });
    }

    it('names what else is missing, also to staff', async () => {
      const decayed = { ...allStepsDone, ...replacing.steps, agreement: { state: 'notStarted' } } as const;

      for (const kind of ['instructionsForCustomer', 'instructionsForStaff'] as const) {
        const { text } = await instructions(kind, { ...replacing, steps: decayed });

        assert.match(text, /Accept delegated admin[^]*Authorise the CSP/);
        assert.doesNotMatch(text, /Accept the Directory Connection/);
      }
    });

    it('says of access that has ended that it has', async () => {
      const over = { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' } as const;
      const steps = { ...allStepsDone, ...replacing.steps, delegatedAdmin: over };

      const mail = await instructions('reminderForCustomer', { ...replacing, steps });

      assert.match(mail.subject, /Delegated admin for Contoso Pharmaceuticals has ended/);
      assert.match(mail.text, /for this ended on 22 November 2026\. *\n*Since then we can neither/);
      assert.doesNotMatch(mail.text, /goes on as it is;|extend/);
    });

    it('says that a request which was turned down leaves the present access as it is', async () => {
      const refused = { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' } as const;
      const steps = { ...allStepsDone, ...replacing.steps, delegatedAdmin: refused };

      const mail = await instructions('instructionsForCustomer', { ...replacing, steps });

      assert.match(mail.subject, /ends on 22 November 2026/);
    });

    it('names the provider to whom it was given, where that is another company than the one that writes', async () => {
      const transition = aTransition({ owner: { userId: 'user-megan', displayName: 'Megan Bowen' }, ...replacing });
      const mail = createRecordingMail();
      const resellerNames = { [transition.organisationId]: 'Wide World Importers' };

      await senderWith({ mail, resellerNames }).send({ ...outgoing('instructionsForCustomer'), transition });

      assert.match(
        mail.mails[0]?.text ?? '',
        /Wide World Importers looks after .* gave Northwind Traders for this ends/,
      );
    });
  });

  it('names the steps in the order in which the customer meets them', async () => {
    const steps = ['Sign in', 'Accept the Directory', 'Confirm your', 'Accept delegated', 'Authorise the CSP'];

    const { text, html } = await instructions('instructionsForCustomer');

    for (const said of [text, textOf(html)]) {
      const places = steps.map((step) => said.indexOf(step));
      assert.ok(!places.includes(-1));
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
    }
  });

  it('offers the link as a button and as text to copy', async () => {
    const { html } = await instructions('instructionsForCustomer');

    const links = html.match(/<a [^>]*href="https?:([^"]*)"/g) ?? [];
    assert.equal(links.length, 2);
    assert.ok(links.every((link) => link.includes(`href="${linkUrl}"`)));
    assert.ok(html.includes(`>${linkUrl}</a>`));
  });

  it('gives staff the same link and everything that they entered', async () => {
    const mail = await instructions('instructionsForStaff');

    for (const said of [mail.text, textOf(mail.html)]) {
      assert.ok(said.includes(linkUrl));
      assert.match(said, /forward the link or this mail/);
      assert.match(said, /1 Epping Road, North Ryde NSW 2113, Australia/);
      assert.match(said, /\+61 2 9123 4567/);
      assert.match(said, /Corporate \(commercial and private sector\)/);
      assert.match(said, /From Microsoft directly \(web direct\)/);
      assert.match(said, /25 × Microsoft 365 Business Premium/);
      // By the names that the card has.
      for (const key of ['editCustomer', 'more'] as const) {
        assert.ok(said.includes(`“${t(`cards.action.${key}`)}”`), key);
      }
    }
  });

  it('leaves out what was not entered', async () => {
    const { customer } = aTransition();
    const { phone: _phone, ...contact } = customer.contact;

    const mail = await instructions('instructionsForStaff', {
      customer: { ...customer, contact },
      licencesWanted: [],
    });

    assert.doesNotMatch(mail.text, /Phone:|Licences wanted:/);
  });

  it('names the provider, and where else to ask, where there are such', async () => {
    const mail = await instructions(
      'instructionsForCustomer',
      {},
      {
        providerName: 'Wide World Importers',
        supportContact: '+61 2 9123 4567',
      },
    );

    assert.match(mail.text, /together with its provider Wide World Importers/);
    assert.match(mail.text, /Wide World Importers and Northwind Traders become your Cloud Solution Providers/);
    assert.match(mail.text, /\+61 2 9123 4567/);
  });

  it('sends customers to the member of staff by name when no address is known', async () => {
    const mail = await instructions('instructionsForCustomer', {
      owner: { userId: 'user-megan', displayName: 'Megan Bowen' },
    });

    assert.match(mail.text, /Ask Megan Bowen of Northwind Traders\./);
  });

  it('says of a new link in the subject and beside it that the earlier one is dead', async () => {
    const link = { ...aTransition().link, version: 2 };
    for (const kind of ['instructionsForCustomer', 'instructionsForStaff'] as const) {
      const first = await instructions(kind);
      const mail = await instructions(kind, { link });

      assert.equal(mail.subject, `New link: ${first.subject}`);
      for (const said of [mail.text, textOf(mail.html)]) assert.match(said, /Any earlier link no longer works\./);
      assert.doesNotMatch(first.text, /no longer works/);
    }
    assert.match((await instructions('reminderForCustomer', { link })).subject, /^Reminder: Northwind/);
  });

  it('makes a link of whom to ask, and of no other part of a sentence', async () => {
    const mail = await instructions('instructionsForCustomer');

    assert.match(mail.html, /href="mailto:megan@northwindtraders\.example"/);
    assert.equal(mail.html.match(/mailto:/g)?.length, 1);
  });

  const addresses: readonly [string, string][] = [
    ['o’brien@fabrikam.example', ''],
    ["o'brien@fabrikam.example", "o'brien@fabrikam.example"],
    ['r&d+it@fabrikam.example', 'r%26d%2Bit@fabrikam.example'],
    ['jörg@fabrikam.example', ''],
  ];
  for (const [email, linked] of addresses) {
    it(`makes a link of a whole address and of no part of one: ${email}`, async () => {
      const { customer } = aTransition();
      const contact = { ...customer.contact, email };

      const { html } = await instructions('instructionsForStaff', { customer: { ...customer, contact } });

      const links = [...html.matchAll(/href="mailto:([^"]*)"/g)].map(([, address = '']) =>
        address.replaceAll('&#39;', "'"),
      );
      assert.deepEqual([...new Set(links)], linked === '' ? [] : [linked]);
    });
  }

  it('names the registration number to staff, where there is one', async () => {
    const { customer } = aTransition();

    const without = await instructions('instructionsForStaff');
    const mail = await instructions('instructionsForStaff', {
      customer: { ...customer, registrationNumber: '1234567' },
    });

    assert.doesNotMatch(without.text, /Registration number/);
    assert.match(mail.text, /Registration number: 1234567/);
  });

  it('shows hostile names as the text that they are', async () => {
    const hostile = '<script>alert(1)</script> "onload="x & ${company} {partner}';
    const { customer } = aTransition();

    for (const kind of ['instructionsForCustomer', 'instructionsForStaff'] as const) {
      const mail = await instructions(kind, {
        customer: {
          ...customer,
          companyName: hostile,
          contact: { ...customer.contact, givenName: '<img src=x onerror=alert(1)>', familyName: '</td></table>' },
        },
      });

      assert.doesNotMatch(mail.html, /<script|<img|"onload/);
      assert.equal(mail.html.match(/<table/g)?.length, mail.html.match(/<\/table>/g)?.length);
      assert.ok(mail.text.includes(hostile));
      assert.ok(mail.subject.includes('{partner}'));
    }
  });

  it('keeps line breaks and marks of direction out of headers and out of the text’s lines', async () => {
    const { customer } = aTransition();

    const mail = await instructions('instructionsForStaff', {
      customer: { ...customer, companyName: 'Contoso\r\nBcc: everyone@contoso.example\u2028\u202Etxt.exe' },
    });

    assert.equal(mail.subject, 'Partner Connect link for Contoso Bcc: everyone@contoso.example txt.exe');
    assert.doesNotMatch(mail.text, /^Bcc:/m);
  });

  it('shortens endless names, so that subjects stay readable', async () => {
    const { customer } = aTransition();

    const mail = await instructions('instructionsForCustomer', {
      customer: { ...customer, companyName: 'Contoso '.repeat(100) },
    });

    assert.ok(mail.subject.length <= 200);
  });

  it('passes the transport’s answer on', async () => {
    const cause = new Error('503');
    const answers: MailOutcome[] = [
      { kind: 'accepted' },
      { kind: 'throttled', retryAfterMs: 7000 },
      { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE', cause, maybeSent: true },
    ];
    const sender = senderWith({ mail: createRecordingMail(...answers) });

    const sent = await sender.send(outgoing('instructionsForCustomer'));
    const throttled = await sender.send(outgoing('instructionsForCustomer'));
    const failed = await sender.send(outgoing('instructionsForCustomer'));

    assert.deepEqual(sent, { kind: 'sent' });
    assert.deepEqual(throttled, { kind: 'throttled', retryAfterMs: 7000 });
    assert.ok(failed.kind === 'failed' && failed.maybeSent);
    assert.ok(failed.cause instanceof AppError);
    assert.equal(failed.cause.code, 'UPSTREAM_UNAVAILABLE');
    assert.equal(failed.cause.cause, cause);
  });

  it('tells whoever looks after it what Teams does not let us tell, and how that is mended', async () => {
    const transport = createRecordingMail();
    const steps = { ...allStepsDone, agreement: { state: 'blocked', code: 'AGREEMENT_MISSING' } } as const;
    const { delivery, transition } = outgoing('instructionsForStaff', { steps, toldStatus: 'needsAttention' });
    const content = { kind: 'news', event: anEvent() } as const;

    await senderWith({ mail: transport }).send({ delivery: { ...delivery, content }, transition });

    const [mail] = transport.mails;
    assert.equal(mail?.subject, 'Contoso Pharmaceuticals: Needs attention');
    assert.match(mail.text, /Microsoft Customer Agreement: Microsoft shows no accepted .* The customer must act\./s);
    assert.match(mail.text, /Add the bot there again/);
    assert.ok(!mail.text.includes(linkUrl));
  });

  it('tells whoever looks after it that the customer says so, while Microsoft shows nothing', async () => {
    const waiting = { state: 'waiting' } as const;
    const textWith = async (changes: Partial<Transition>) => {
      const transport = createRecordingMail();
      const { delivery, transition } = outgoing('instructionsForStaff', { toldStatus: 'transitioning', ...changes });
      const content = { kind: 'news', event: anEvent() } as const;
      await senderWith({ mail: transport }).send({ delivery: { ...delivery, content }, transition });
      return transport.mails[0]?.text ?? '';
    };
    const claimed = await textWith({ steps: { ...allStepsDone, resellerRelationship: waiting } });
    const seen = await textWith({ steps: { ...allStepsDone, agreement: waiting } });

    assert.match(claimed, /stands at: Transitioning\.\n\nThe customer says .* Microsoft does not show all of it yet/);
    assert.match(seen, /stands at: Transitioning\.\n\nYou get it by mail/);
  });

  it('refuses what does not travel by mail', async () => {
    const sender = senderWith();

    await assert.rejects(sender.send(outgoing('livingCard')), /does not travel by mail/);
    await assert.rejects(sender.send({ delivery: aDelivery(), transition: aTransition() }), /no way to a conversation/);
  });
});

type Plain = Exclude<Content, { kind: 'news' }>['kind'];

function senderWith(overrides: Partial<MailSenderDeps> = {}) {
  return createMailSender({
    mail: createRecordingMail(),
    translate: createTranslate(),
    linkUrlOf: () => linkUrl,
    showPhone,
    partnerName: 'Northwind Traders',
    ...overrides,
  });
}

function outgoing(kind: Plain, changes: Partial<Transition> = {}) {
  return {
    delivery: aDelivery({
      recipient: { kind: 'mailbox', address: 'adele@contoso.example', name: 'Adele Vance' },
      content: { kind },
    }),
    transition: aTransition({
      owner: { userId: 'user-megan', displayName: 'Megan Bowen', email: 'megan@northwindtraders.example' },
      ...changes,
    }),
  };
}

async function instructions(
  kind: Plain,
  changes: Partial<Transition> = {},
  names: Pick<MailSenderDeps, 'providerName' | 'supportContact'> = {},
): Promise<Mail> {
  const transport = createRecordingMail();
  await senderWith({ mail: transport, ...names }).send(outgoing(kind, changes));
  return transport.mails[0]!;
}

/** What a reader sees, roughly: enough to look for sentences in. */
function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createResellerInvitation } from '../../../../src/microsoft/partner-center/resellers/reseller-invitation.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { warningLog } from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const { url } = fixture('get-relationship-request').body as { url: string };
const pasted = url.replace('msppId=0', 'msppId=7');
const hourMs = 60 * 60 * 1000;

function start(pastedUrl?: string) {
  const clock = createFakeClock();
  const asked: { path: string; tokenKind: string }[] = [];
  const logged: object[] = [];
  let next: { status: number; json: unknown } = { status: 200, json: fixture('get-relationship-request').body };
  const invitation = createResellerInvitation({
    partnerCenter: {
      async get({ path, as: tokenKind }) {
        asked.push({ path, tokenKind });
        return { ...next, headers: new Headers(), correlationId: 'correlation' };
      },
      refused: (answer) => refusalOf(String(answer.status)),
    },
    clock,
    log: warningLog((facts) => void logged.push(facts)),
    pastedUrl,
  });
  return { invitation, clock, asked, logged, answers: (status: number, json: unknown) => (next = { status, json }) };
}

/** As Partner Center's client has it, which throws the last two by itself. */
function refusalOf(status: string): AppError {
  if (status === '429') return new AppError('UPSTREAM_THROTTLED', { status, retryAfterMs: '120000' });
  return new AppError(status === '503' ? 'UPSTREAM_UNAVAILABLE' : 'OWN_CREDENTIALS_REFUSED', { status });
}

describe('the reseller invitation', () => {
  it('comes from Partner Center, on behalf of the service account', async () => {
    const { invitation, asked } = start();

    assert.equal(await invitation(), url);
    assert.deepEqual(asked, [{ path: '/customers/relationshiprequests', tokenKind: 'appAndUser' }]);
  });

  it('is asked for once a day, for all customers', async () => {
    const { invitation, asked, clock } = start();

    await invitation();
    clock.advance(23 * hourMs);
    await invitation();
    const within = asked.length;
    clock.advance(2 * hourMs);
    await invitation();

    assert.deepEqual([within, asked.length], [1, 2]);
  });

  it('stays what it was when Partner Center refuses later', async () => {
    const { invitation, clock, answers } = start(pasted);
    await invitation();
    clock.advance(25 * hourMs);
    answers(403, undefined);

    assert.equal(await invitation(), url);
  });

  it('is the pasted one when Partner Center gives none, and the operator can see why', async () => {
    const { invitation, answers, logged } = start(pasted);
    answers(403, undefined);

    assert.equal(await invitation(), pasted);
    assert.deepEqual(logged, [{ what: 'read reseller invitation', code: 'OWN_CREDENTIALS_REFUSED', status: '403' }]);
  });

  it('is not asked for again at once where Partner Center refuses', async () => {
    const { invitation, asked, answers, clock } = start(pasted);
    answers(403, undefined);
    await invitation();
    await invitation();
    const meanwhile = asked.length;
    clock.advance(10 * 60 * 1000);

    await invitation();

    assert.deepEqual([meanwhile, asked.length], [1, 2]);
  });

  it('is asked for again within a minute where an answer was lost or odd', async () => {
    const odd = { url: 'https://admin.microsoft.com/?invType=IndirectReseller&partnerId=x' };
    const answeredBadly: readonly [number, unknown][] = [
      [200, odd],
      [200, undefined],
      [503, undefined],
    ];
    for (const [status, json] of answeredBadly) {
      const { invitation, asked, answers, clock } = start();
      answers(status, json);
      await assert.rejects(invitation());
      await assert.rejects(invitation());
      const meanwhile = asked.length;
      answers(200, fixture('get-relationship-request').body);
      clock.advance(30 * 1000);

      assert.equal(await invitation(), url);
      assert.equal(meanwhile, 1);
    }
  });

  it('is left alone as long as Microsoft asks for', async () => {
    const { invitation, asked, answers, clock } = start(pasted);
    answers(429, undefined);
    await invitation();
    clock.advance(119 * 1000);
    await invitation();
    const meanwhile = asked.length;
    clock.advance(1000);

    await invitation();

    assert.deepEqual([meanwhile, asked.length], [1, 2]);
  });

  it('is not to be had when neither gives one', async () => {
    const { invitation, answers } = start();
    answers(403, undefined);

    await assert.rejects(invitation(), { code: 'OWN_CREDENTIALS_REFUSED' });
  });

  for (const [name, text] of [
    [
      'the one that would make the customer a reseller',
      url.replace('ResellerRelationship', 'IndirectResellerRelationship'),
    ],
    ['one without a kind', url.replace('invType', 'type')],
    ['a script', 'javascript:alert(1)?invType=ResellerRelationship'],
    ['no address', 'ask your provider'],
  ] as const) {
    it(`is never ${name}, whether given or pasted`, async () => {
      const { invitation, answers } = start(text);
      answers(200, { url: text });

      await assert.rejects(invitation(), { code: 'UPSTREAM_UNEXPECTED' });
    });
  }
});

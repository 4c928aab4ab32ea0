import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkEmail } from '../../src/address/check-email.ts';

const wrong = { kind: 'wrong', problem: { code: 'email' } };

describe('checking an e-mail address', () => {
  it('takes addresses as people have them', () => {
    for (const email of [
      'adele@contoso.com',
      "o'neil.x+y_z@mail.a-b.co.uk",
      'a@b.io',
      '1@x1.museum',
      '!#$%&*=/?^`{|}~-@a.de',
    ]) {
      assert.deepEqual(checkEmail(` ${email}\n`), { kind: 'ok', value: email });
    }
  });

  it('writes the domain in lower-case ASCII and leaves the part before it alone', () => {
    assert.deepEqual(checkEmail('Adele.Vance@Müller.DE'), { kind: 'ok', value: 'Adele.Vance@xn--mller-kva.de' });
  });

  it('refuses what mail cannot be sent to', () => {
    const typed = [
      'adele', 'adele@', '@contoso.com', 'adele@contoso', 'adele@contoso.c', 'adele@contoso.1', 'a b@contoso.com',
      '.adele@contoso.com', 'adele.@contoso.com', 'a..b@contoso.com', 'adele@-contoso.com', 'adele@contoso-.com',
      'adele@contoso.com.', 'adele@.com', 'adele@con toso.com', '<adele@contoso.com>', 'a@b@contoso.com', 'ü@contoso.com',
      'adele@contoso.com,b@x.de', 'adele@[127.0.0.1]', 'adele@127.0.0.1', 'adele@contoso.com-', 'adele@contoso..com',
      'adele@contoso.com?subject=x',
    ]; // prettier-ignore

    for (const email of typed) assert.deepEqual(checkEmail(email), wrong, email);
  });

  it('holds the limits of the mail standard', () => {
    const longest = `${'a'.repeat(64)}@${`${'b'.repeat(63)}.`.repeat(2)}${'c'.repeat(61)}`;
    assert.equal(longest.length, 254);

    assert.equal(checkEmail(longest).kind, 'ok');
    assert.deepEqual(checkEmail(`${'a'.repeat(65)}@contoso.com`), wrong);
    assert.deepEqual(checkEmail(`adele@${'b'.repeat(64)}.com`), wrong);
    assert.deepEqual(checkEmail(`${longest}d`), { kind: 'wrong', problem: { code: 'tooLong', values: { max: 254 } } });
  });

  it('counts the address as it is written in ASCII', () => {
    const domain = `株式会社微軟東京都港区.`.repeat(5) + 'de';

    assert.deepEqual(checkEmail(`${'a'.repeat(64)}@${domain}`), wrong);
  });

  it('says that it is missing', () => {
    assert.deepEqual(checkEmail(' '), { kind: 'wrong', problem: { code: 'missing' } });
  });

  it('takes its own answer again, unchanged', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const check = checkEmail(typed);
        if (check.kind === 'ok') assert.deepEqual(checkEmail(check.value), check);
      }),
    );
  });
});

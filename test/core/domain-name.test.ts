import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { asDomain } from '../../src/core/domain-name.ts';

describe('the domain in what a person typed', () => {
  const accepted: [string, string][] = [
    ['contoso.com', 'contoso.com'],
    ['  Contoso.COM ', 'contoso.com'],
    ['contoso.com.', 'contoso.com'],
    ['https://www.contoso.com/about?x=1#top', 'www.contoso.com'],
    ['http://contoso.com:8080', 'contoso.com'],
    ['Adele@contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    [`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
    ['a-b.c0', 'a-b.c0'],
    ['x.com', 'x.com'],
    ['365.contoso.com', '365.contoso.com'],
    ['www.365.com', 'www.365.com'],
  ];
  for (const [typed, domain] of accepted) {
    it(`finds ${domain} in “${typed.slice(0, 40)}”`, () => {
      assert.equal(asDomain(typed), domain);
    });
  }

  const refused = [
    '',
    'contoso',
    'contoso..com',
    '.com',
    '-contoso.com',
    'contoso-.com',
    'con toso.com',
    'contoso.com evil.com',
    '192.168.0.1',
    'contoso.com.365',
    'https://contoso.com@',
    'bücher.example',
    'a@b@contoso.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(127)}com`,
    'ftp://contoso.com',
    'xhttps://contoso.com',
  ];
  for (const typed of refused) {
    it(`finds none in “${typed.slice(0, 40)}”`, () => {
      assert.equal(asDomain(typed), undefined);
    });
  }

  it('answers on anything at all, and its answer is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (typed) => {
        const domain = asDomain(typed);
        assert.equal(domain === undefined ? undefined : asDomain(domain), domain);
      }),
    );
  });

  it('takes the longest name that DNS allows and nothing longer', () => {
    const label = 'a'.repeat(61);
    const longest = `${[label, label, label, label].join('.')}.aaaaa`;

    assert.equal(longest.length, 253);
    assert.equal(asDomain(longest), longest);
    assert.equal(asDomain(`a${longest}`), undefined);
  });
});

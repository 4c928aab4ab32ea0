import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assertLinkOpens, linkIdOf, linkToken, linkUrl } from '../../src/core/link.ts';
import { createSignText } from '../../src/runtime.ts';
import { after, testNow } from '../support/fake-clock.ts';

const sign = createSignText(['a key of the tests that is long enough']);
const link = { linkId: 'abcdefghij0123456789_-', version: 3, issuedAt: testNow, expiresAt: after(testNow, 1000) };
const open = { sign, now: testNow };

describe('a Partner Connect token', () => {
  it('opens the link that it was made for', () => {
    assert.doesNotThrow(() => {
      assertLinkOpens(linkToken(link, sign), link, open);
    });
  });

  it('carries the link’s id and nothing that has to be stored', () => {
    assert.equal(linkIdOf(linkToken(link, sign)), link.linkId);
    assert.equal(linkToken(link, sign), linkToken({ ...link }, sign));
  });

  it('stands at the end of the link, behind the whole address of the service', () => {
    const url = linkUrl('https://northwind.example/partner', link, sign);

    assert.equal(url, `https://northwind.example/partner/connect/${linkToken(link, sign)}`);
  });

  it('is not recognised in anything of another shape', () => {
    const signature = 's'.repeat(43);
    const shapes = [
      '',
      'x',
      `short.${signature}`,
      `${'a'.repeat(65)}.${signature}`,
      `${link.linkId}.`,
      `${link.linkId}.${'s'.repeat(19)}`,
      `${link.linkId}.${'s'.repeat(129)}`,
      `${link.linkId}.${signature}.more`,
      ` ${link.linkId}.${signature}`,
      `${link.linkId}.${signature}\n`,
    ];

    assert.deepEqual(
      shapes.map(linkIdOf),
      shapes.map(() => undefined),
    );
  });

  it('says that it is unknown when its signature is somebody’s guess', () => {
    assert.throws(
      () => {
        assertLinkOpens(`${link.linkId}.${'s'.repeat(43)}`, link, open);
      },
      { code: 'LINK_UNKNOWN' },
    );
  });

  it('says that it was replaced after each reissue', () => {
    for (const version of [1, 2]) {
      const old = linkToken({ ...link, version }, sign);

      assert.throws(
        () => {
          assertLinkOpens(old, link, open);
        },
        { code: 'LINK_REVOKED' },
      );
    }
  });

  it('of a version that does not exist yet is unknown', () => {
    const future = linkToken({ ...link, version: 4 }, sign);

    assert.throws(
      () => {
        assertLinkOpens(future, link, open);
      },
      { code: 'LINK_UNKNOWN' },
    );
  });

  it('of version 0, which never was, is unknown', () => {
    const never = linkToken({ ...link, version: 0 }, sign);

    assert.throws(
      () => {
        assertLinkOpens(never, link, open);
      },
      { code: 'LINK_UNKNOWN' },
    );
  });

  it('expires at the very moment', () => {
    assert.throws(
      () => {
        assertLinkOpens(linkToken(link, sign), link, { sign, now: link.expiresAt });
      },
      { code: 'LINK_EXPIRED' },
    );
  });

  it('stops opening when it is revoked', () => {
    assert.throws(
      () => {
        assertLinkOpens(linkToken(link, sign), { ...link, revokedAt: testNow }, open);
      },
      { code: 'LINK_REVOKED' },
    );
  });
});

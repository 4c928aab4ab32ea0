import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { aTransition } from '../support/records.ts';
import { createVisitor } from '../support/visitor.ts';

const unknownLink = '/connect/link-of-nobody.AAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('the limit on guessing links', () => {
  let site: ConnectSite;

  afterEach(() => site.close());

  const guess = async (times: number, forwardedFor: (attempt: number) => string) => {
    const visitor = createVisitor(site.url);
    let status = 0;
    for (let attempt = 0; attempt < times; attempt += 1) {
      ({ status } = await visitor.get(unknownLink, { 'X-Forwarded-For': forwardedFor(attempt) }));
    }
    return status;
  };

  it('cannot be avoided by a made-up header where no proxy of ours stands', async () => {
    site = await openConnectSite();

    const status = await guess(21, (attempt) => `203.0.113.${String(attempt)}`);

    assert.equal(status, 429);
    assert.equal(site.lines.filter(({ message }) => message.startsWith('requests are forwarded')).length, 1);
  });

  it('counts by the address that our own proxy saw, not by what the visitor wrote before it', async () => {
    site = await openConnectSite(aTransition(), { trustedProxyHops: 1 });

    const same = await guess(21, (attempt) => `10.0.0.${String(attempt)}, 203.0.113.7:${String(50_000 + attempt)}`);
    const other = await guess(1, () => '203.0.113.8');

    assert.equal(same, 429);
    assert.equal(other, 404);
    assert.equal(
      site.lines.some(({ message }) => message.startsWith('requests are forwarded')),
      false,
    );
  });
});

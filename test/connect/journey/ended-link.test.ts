import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { testNow } from '../../support/fake-clock.ts';
import { aTransition } from '../../support/records.ts';
import { createVisitor } from '../../support/visitor.ts';

const { link } = aTransition();
const expired = aTransition({ link: { ...link, expiresAt: new Date(testNow.getTime() - 1) } });
const revoked = aTransition({ link: { ...link, revokedAt: testNow } });

describe('a link that has ended', () => {
  let site: ConnectSite;

  afterEach(() => site.close());

  const asked = () => site.now().outbox.filter(({ happening }) => happening.kind === 'linkAskedFor').length;

  for (const [what, transition] of [
    ['expired', expired],
    ['was revoked', revoked],
  ] as const) {
    it(`offers, where it ${what}, to tell staff with one press; the page then says that they know`, async () => {
      site = await openConnectSite(transition);
      const visitor = createVisitor(site.url);
      await visitor.get(site.linkPath());

      const sent = await visitor.submit(`${site.linkPath()}/new-link`);
      const page = await visitor.get(sent.location ?? '');

      assert.deepEqual([sent.status, sent.location], [303, site.linkPath()]);
      assert.match(page.text, /Northwind Traders has been told that you need a new link/);
      assert.doesNotMatch(page.html, /<form|contoso/i);
      assert.equal(asked(), 1);
    });
  }

  it('is asked for once, from however many windows', async () => {
    site = await openConnectSite(expired);
    const visitors = [createVisitor(site.url), createVisitor(site.url)];

    await Promise.all(visitors.map((visitor) => visitor.post(`${site.linkPath()}/new-link`)));
    const again = await visitors[0]!.post(`${site.linkPath()}/new-link`);

    assert.equal(again.status, 303);
    assert.equal(asked(), 1);
  });

  it('is not asked for from another site’s page', async () => {
    site = await openConnectSite(expired);

    const page = await createVisitor(site.url).post(
      `${site.linkPath()}/new-link`,
      {},
      { 'sec-fetch-site': 'cross-site' },
    );

    assert.equal(page.status, 403);
    assert.equal(asked(), 0);
  });

  it('offers nothing of one that nobody made, or whose transition was cancelled', async () => {
    site = await openConnectSite({ ...expired, cancelledAt: testNow });
    const visitor = createVisitor(site.url);

    const pages = [
      await visitor.get(site.linkPath()),
      await visitor.get('/connect/link-of-nobody.AAAAAAAAAAAAAAAAAAAA'),
    ];
    await visitor.post(`${site.linkPath()}/new-link`);

    for (const page of pages) assert.doesNotMatch(page.html, /new-link/);
    assert.equal(asked(), 0);
  });

  it('writes nothing when it is only opened', async () => {
    site = await openConnectSite(expired);
    const before = structuredClone(site.now());

    await createVisitor(site.url).get(site.linkPath());

    assert.deepEqual(site.now(), before);
  });

  it('leads whoever asks with a link that works to its page', async () => {
    site = await openConnectSite();

    const sent = await createVisitor(site.url).post(`${site.linkPath()}/new-link`);

    assert.deepEqual([sent.status, sent.location], [303, site.linkPath()]);
    assert.equal(asked(), 0);
  });
});

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { signIn } from '../support/connect-walk.ts';
import { createVisitor } from '../support/visitor.ts';

describe('what a page loads', () => {
  let site: ConnectSite;

  afterEach(() => site.close());

  it('comes from us alone, and may be kept because its name changes with its content', async () => {
    site = await openConnectSite();
    const page = await createVisitor(site.url).get(site.linkPath());
    const addresses = [...page.html.matchAll(/(?:src|href)="(\/connect\/assets\/[^"]+)"/g)].map(([, path]) => path!);

    const files = await Promise.all([...new Set(addresses)].map((path) => fetch(new URL(path, site.url))));

    assert.equal(files.length, 2);
    for (const file of files) {
      assert.equal(file.status, 200);
      assert.match(file.headers.get('cache-control') ?? '', /immutable/);
      assert.doesNotMatch(await file.text(), /url\(|@import|https?:\/\/(?!www\.w3\.org)/);
    }
  });

  it('is a script of ours where the page updates itself, with the types that browsers insist on', async () => {
    site = await openConnectSite();
    site.microsoft.answers.proof = { kind: 'notConnected' };
    const visitor = await signIn(site);
    site.change({ steps: { ...site.now().steps, directoryConnection: { state: 'waiting' } } });
    const page = await visitor.get('/connect/progress');
    const script = /<script type="module" src="([^"]+)">/.exec(page.html)![1]!;

    const file = await fetch(new URL(script, site.url));

    assert.equal(file.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
  });
});

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { problemOf, problemOfStatus } from '../../src/connect/error-page.ts';
import { errorSpecs, type ErrorCode } from '../../src/core/errors.ts';
import { openConnectSite, type ConnectSite } from '../support/connect-site.ts';
import { createVisitor } from '../support/visitor.ts';

describe('an error on the site', () => {
  let site: ConnectSite | undefined;

  afterEach(() => site?.close());

  it('that is a bug shows a neutral page with the reference number, and is logged whole, once', async () => {
    site = await openConnectSite();
    site.core.transitions.getByLinkId = () => Promise.reject(new Error('SQLITE_CORRUPT: /var/lib/secret.db'));

    const page = await createVisitor(site.url).get(site.linkPath());

    assert.equal(page.status, 500);
    assert.match(page.text, /Something went wrong on our side/);
    assert.doesNotMatch(page.html, /SQLITE|secret/);
    const reference = page.headers.get('x-correlation-id');
    assert.match(page.text, new RegExp(`Reference number: ${String(reference)}`));
    const errors = site.lines.filter(({ level }) => level === 'error');
    assert.equal(errors.length, 1);
    assert.equal(errors[0]!.data['correlationId'], reference);
    assert.match(String(errors[0]!.data['err']), /SQLITE_CORRUPT/);
  });

  it('that the visitor caused is logged without the link', async () => {
    site = await openConnectSite();

    await createVisitor(site.url).get('/connect/link-of-nobody.AAAAAAAAAAAAAAAAAAAAAAAAAAAA');

    const line = site.lines.find(({ message }) => message === 'partner connect visitor turned away');
    assert.equal(line?.data['code'], 'LINK_UNKNOWN');
    assert.doesNotMatch(JSON.stringify(site.lines), /link-of-nobody/);
  });

  it('has a page for what no route answers', async () => {
    site = await openConnectSite();

    const page = await createVisitor(site.url).get('/favicon.txt', { Accept: 'text/html' });

    assert.equal(page.status, 404);
    assert.match(page.text, /There is nothing here/);
  });

  for (const [what, type, body, status] of [
    ['JSON', 'application/json', '{"step":"consent"}', 415],
    ['more than its forms hold', 'application/x-www-form-urlencoded', `step=${'x'.repeat(5_000)}`, 413],
  ] as const) {
    it(`has a page for whoever sends it ${what}, which is not parsed`, async () => {
      site = await openConnectSite();

      for (const path of [`${site.linkPath()}/sign-in`, `${site.linkPath()}/new-link`, '/connect/confirm']) {
        const headers = { 'Content-Type': type, Accept: 'text/html' };
        const answer: Response = await fetch(`${site.url}${path}`, { method: 'POST', headers, body });

        assert.equal(answer.status, status);
        assert.match(await answer.text(), /Reference number/);
      }
    });
  }

  it('that will pass by itself is called temporary, and never shown as the visitor’s fault', () => {
    const codes = Object.keys(errorSpecs) as ErrorCode[];

    const temporary = codes.filter((code) => problemOf(code) === 'TEMPORARY');

    assert.deepEqual(temporary, [
      'CONSENT_SETTLING',
      'RELATIONSHIP_SLOW',
      'ACCESS_ASSIGNMENT_SLOW',
      'CUSTOMER_UNDER_REVIEW',
      'QUALIFICATION_IN_REVIEW',
      'OWN_CREDENTIALS_REFUSED',
      'SERVICE_ACCOUNT_REFUSED',
      'PARTNER_ROLE_MISSING',
      'UPSTREAM_THROTTLED',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNEXPECTED',
      'STORE_UNAVAILABLE',
    ]);
  });

  const statuses = [
    [400, 'FORM_REFUSED'],
    [404, 'NOT_FOUND'],
    [405, 'NOT_FOUND'],
    [413, 'FORM_REFUSED'],
    [500, 'UNEXPECTED'],
    [503, 'BUSY'],
  ] as const;
  for (const [status, problem] of statuses) {
    it(`is ${problem} for the status ${String(status)}`, () => {
      assert.equal(problemOfStatus(status), problem);
    });
  }
});

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Site } from '../../../src/connect/pages/layout.ts';
import { landingPage } from '../../../src/connect/pages/landing-page.ts';
import type { Panel } from '../../../src/connect/pages/panels.ts';
import { problemPage } from '../../../src/connect/pages/problem-page.ts';
import { donePage, progressPage } from '../../../src/connect/pages/progress-page.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { openConnectSite, type ConnectSite } from '../../support/connect-site.ts';
import { consent } from '../../support/connect-walk.ts';
import { testNow } from '../../support/fake-clock.ts';
import { aProfile } from '../../support/records.ts';
import { createVisitor } from '../../support/visitor.ts';

const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>{partner} ' & <b>{</b>`;

const site: Site = {
  t: createTranslate(),
  config: {
    publicUrl: 'https://connect.example',
    partnerName: `partner ${hostile}`,
    providerName: `provider ${hostile}`,
    supportContact: `support ${hostile}`,
    signOutUrl: 'https://login.microsoft.example/logout',
  },
  companies: { partner: `partner ${hostile}`, provider: `provider ${hostile}`, host: `host ${hostile}` },
  assets: { style: '/s.css', script: '/s.js', mark: '/m.svg' },
};

const steps = {
  connection: 'done',
  tenant: 'current',
  delegatedAdmin: 'checking',
  csp: 'attention',
  microsoft: 'later',
} as const;

function progressWith(panel: Panel): string {
  return progressPage(site, {
    tenantName: hostile,
    userName: hostile,
    formToken: hostile,
    steps,
    now: { step: 'tenant', panel },
    again: { delegatedAdmin: `https://admin.microsoft.example/${hostile}` },
    live: { refreshSeconds: 5, key: hostile },
    isStill: false,
  });
}

const profile = aProfile({
  displayName: hostile,
  defaultDomain: hostile,
  verifiedDomains: [hostile, hostile],
  countryCode: hostile,
  city: hostile,
  tenantId: hostile,
});

const views: Record<string, string> = {
  landing: landingPage(site, { signInPath: `/connect/${hostile}`, expiresAt: testNow }),
  'landing with progress': landingPage(site, { signInPath: `/connect/${hostile}`, expiresAt: testNow, begun: steps }),
  'wrong account': problemPage(site, 'WRONG_TENANT', {
    userName: hostile,
    domain: hostile,
    link: `https://connect.example/${hostile}`,
    backPath: `/${hostile}`,
    reference: hostile,
  }),
  'not an administrator': problemPage(site, 'NOT_ADMINISTRATOR', { userName: hostile, link: hostile }),
  'tenant details': progressWith({ kind: 'confirm', profile }),
  approval: progressWith({ kind: 'approve', url: `https://admin.microsoft.example/${hostile}` }),
  authorisation: progressWith({
    kind: 'authorise',
    url: `https://admin.microsoft.example/${hostile}`,
    party: 'provider',
    name: hostile,
    partners: [
      { name: hostile, state: 'toDo' },
      { name: hostile, state: 'said' },
    ],
    note: 'lost',
  }),
  connection: progressWith({ kind: 'connect', note: 'declined' }),
  waiting: progressWith({ kind: 'waiting', trouble: true }),
  done: donePage(site),
};

describe('a page of the site', () => {
  for (const [name, html] of Object.entries(views)) {
    it(`shows hostile text as text: ${name}`, () => {
      assert.doesNotMatch(html, /<script(?! type="module" src="\/s\.js">)/);
      assert.doesNotMatch(html, /<img(?! src="\/m\.svg")/);
      assert.doesNotMatch(html, /<b>/);
      assert.doesNotMatch(html, /"><script|<img src=x/);
      assert.match(html, /&lt;script>/);
    });

    it(`is one document with one heading, its landmarks, and nothing inline: ${name}`, () => {
      assert.equal([...html.matchAll(/<h1/g)].length, 1);
      for (const landmark of ['<header', '<main', '<footer']) assert.equal(html.split(landmark).length, 2);
      assert.match(html, /^<!doctype html><html lang="en">/);
      assert.doesNotMatch(html, /\sstyle="|<style|javascript:/);
    });
  }
});

describe('the site, given hostile addresses and names', () => {
  let open: ConnectSite | undefined;

  afterEach(() => open?.close());

  it('never repeats what stood in the address', async () => {
    open = await openConnectSite();
    const visitor = createVisitor(open.url);
    const text = encodeURIComponent(hostile);

    const pages = await Promise.all([
      visitor.get(`/connect/${text}`),
      visitor.get(`/connect/signed-in?error=${text}&error_description=${text}&state=${text}`),
      visitor.get(`/connect/consented?error=${text}&state=${text}`),
      visitor.get(`/connect/progress?still=${text}`),
      visitor.get(`/connect/nowhere/${text}`, { Accept: 'text/html' }),
      visitor.post(`/connect/${text}/sign-in`, { [hostile]: hostile }),
    ]);

    for (const page of pages) {
      assert.ok(page.status >= 400 && page.status < 500);
      assert.doesNotMatch(page.html, /alert|onerror/);
    }
  });

  it('shows a tenant’s hostile name as text', async () => {
    open = await openConnectSite();
    open.microsoft.answers.proof = { kind: 'connected', profile };
    const visitor = await consent(open);

    const page = await visitor.get('/connect/progress');

    assert.equal(page.status, 200);
    assert.doesNotMatch(page.html, /<script>|<img src=x/);
    assert.match(page.text, /alert\('x'\)/);
  });
});
